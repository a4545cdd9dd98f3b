from odoo import fields, models


class SafetyDuty(models.Model):
    """What followed from a missed duty."""

    _inherit = "safety.duty"

    violation_ids = fields.One2many("safety.violation", "duty_id", string="Violations", readonly=True)
    violation_state = fields.Selection(related="violation_ids.state", string="Status of the violation")

    def action_open_violation(self):
        """Open the violation that the missed duty led to."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.violation",
            "res_id": self.violation_ids[:1].id,
            "view_mode": "form",
        }
