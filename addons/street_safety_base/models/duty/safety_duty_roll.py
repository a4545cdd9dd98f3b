from odoo import models


class SafetyDuty(models.Model):
    """The step that meets the duty of keeping the roll: confirm the one that is there."""

    _inherit = "safety.duty"

    def action_do(self):
        action = super().action_do()
        if self.kind_id.sudo().model == "safety.roll":
            month = self.period_start.replace(day=1)
            roll = self.env["safety.roll"].search([("unit_id", "=", self.unit_id.id), ("month", "=", month)])
            action.update(res_id=roll.id, context={**action["context"], "default_month": month})
        return action
