from odoo import models
from odoo.exceptions import UserError


class SafetyEnterprise(models.Model):
    """From the list of what a duty lacks, one tap opens the form that proves it for this enterprise."""

    _inherit = "safety.enterprise"

    def action_prove_duty(self):
        """Open the form that proves the duty this list was opened from (``safety_duty_id`` of the context)."""
        self.ensure_one()
        self.check_access("read")
        duty = self.env["safety.duty"].browse(int(self.env.context.get("safety_duty_id") or 0)).exists()
        if not duty:
            raise UserError(self.env._("Open this list from a duty in “My work”."))
        duty.check_access("read")
        action = duty._do_action(self.id)
        name = f"default_{duty.kind_id.sudo().unit_field_id.name}"
        if self.unit_id:
            action["context"][name] = self.unit_id.id
        return action
