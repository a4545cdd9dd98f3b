from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetyReasonedWizard(models.TransientModel):
    """Ask for the written reason of a step, then take it."""

    _name = "safety.reasoned.wizard"
    _description = "Give a reason"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    step = fields.Char(required=True, readonly=True)
    record_names = fields.Char(string="About", compute="_compute_record_names")
    text = fields.Text(string="Reason")

    @api.depends("res_model", "res_ids")
    def _compute_record_names(self):
        for wizard in self:
            wizard.record_names = ", ".join(wizard._records().mapped("display_name"))

    def _records(self):
        """Return the records; refuse models and steps that take no reason, and records out of sight."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        if model is None or model._abstract or self.step not in getattr(model, "_reason_fields", {}):
            raise UserError(self.env._("This step takes no reason."))
        records = model.browse(self.res_ids).exists()
        records.check_access("read")
        return records

    def action_done(self):
        """Take the step with the reason given."""
        self._records()._do_because(self.step, self.text)
        return {"type": "ir.actions.act_window_close"}
