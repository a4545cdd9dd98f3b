from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class SafetyReasonWizard(models.TransientModel):
    """Ask for the written reason of a step, keep it on the record and take the step."""

    _name = "safety.reason.wizard"
    _description = "Reason"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    step = fields.Char(required=True, readonly=True)
    record_names = fields.Char(string="About", compute="_compute_record_names")
    reason = fields.Text(required=True)

    @api.depends("res_model", "res_ids")
    def _compute_record_names(self):
        for wizard in self:
            wizard.record_names = format_list(self.env, wizard._records().mapped("display_name"))

    def _records(self):
        """Return the records; refuse models and steps that take no reason, and records out of sight."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        if model is None or model._abstract or self.step not in getattr(model, "_reason_fields", {}):
            raise UserError(self.env._("This step takes no reason."))
        records = model.browse(self.res_ids).exists()
        records.check_access("read")
        return records

    def action_confirm(self):
        """Keep the reason and take the step; the rights are those of the step."""
        self._records()._do_because(self.step, self.reason)
        return {"type": "ir.actions.act_window_close"}
