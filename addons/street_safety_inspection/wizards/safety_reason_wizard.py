from odoo import api, fields, models
from odoo.exceptions import UserError

# Which steps are taken with a reason, and where the reason is kept.
REASON_FIELDS = {
    ("safety.hazard", "reject"): "fail_reason",
    ("safety.hazard", "void"): "void_reason",
    ("safety.inspection", "void"): "void_reason",
    ("safety.notice", "void"): "void_reason",
}


class SafetyReasonWizard(models.TransientModel):
    """Ask for the reason of a step, keep it on the record and take the step."""

    _name = "safety.reason.wizard"
    _description = "Reason"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    step = fields.Char(required=True, readonly=True)
    reason = fields.Char(required=True)

    @api.model
    def _open_for(self, records, step):
        """Return the dialog for taking ``step`` on ``records``."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reason"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": records._name,
                "default_res_ids": records.ids,
                "default_step": step,
            },
        }

    def action_confirm(self):
        """Keep the reason and take the step; the rights are those of the step."""
        self.ensure_one()
        field = REASON_FIELDS.get((self.res_model, self.step))
        if not field:
            raise UserError(self.env._("This step is not taken with a reason."))
        records = self.env[self.res_model].browse(self.res_ids).exists()
        records._workflow_check(self.step, records._workflow[self.step])
        records.sudo()._workflow_write({field: self.reason})
        records._workflow_do(self.step)
        return {"type": "ir.actions.act_window_close"}
