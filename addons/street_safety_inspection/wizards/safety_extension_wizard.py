from odoo import api, fields, models
from odoo.exceptions import UserError

EXTENDED = ("safety.hazard", "safety.listing")


class SafetyExtensionWizard(models.TransientModel):
    """Another deadline for a hazard or a listing, with the reason; somebody else decides."""

    _name = "safety.extension.wizard"
    _description = "Ask for an extension"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    record_name = fields.Char(string="About", compute="_compute_record_name")
    deadline = fields.Date(string="Present deadline", compute="_compute_record_name")
    until = fields.Date(string="New deadline", required=True)
    reason = fields.Text(required=True)

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for wizard in self:
            record = wizard._record()
            wizard.record_name = record.display_name
            wizard.deadline = record.deadline

    def _record(self):
        """Return what is to be extended; refuse other models and records out of sight."""
        self.ensure_one()
        if self.res_model not in EXTENDED:
            raise UserError(self.env._("This kind of record has no deadline to extend."))
        record = self.env[self.res_model].browse(self.res_id).exists()
        record.check_access("read")
        return record

    def action_ask(self):
        """Ask for the new deadline."""
        self._record()._ask_extension(self.until, self.reason)
        return {"type": "ir.actions.act_window_close"}
