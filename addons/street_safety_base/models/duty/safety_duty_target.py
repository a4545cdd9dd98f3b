from odoo import models
from odoo.exceptions import UserError


class SafetyDutyTarget(models.AbstractModel):
    """What a duty can lack: from the list of it, one tap opens the form that proves the duty for this target."""

    _name = "safety.duty.target"
    _description = "Target of duties"

    def action_prove_duty(self):
        """Open the form that proves the duty this list was opened from (``safety_duty_id`` of the context)."""
        self.ensure_one()
        self.check_access("read")
        duty = self.env["safety.duty"].browse(int(self.env.context.get("safety_duty_id") or 0)).exists()
        if not duty:
            raise UserError(self.env._("Open this list from a duty in “My work”."))
        duty.check_access("read")
        kind = duty.kind_id.sudo()
        return duty._do_action(self.id if kind.target_field_id.relation == self._name else None, self._proved_at())

    def _proved_at(self):
        """Return the unit in which the work is done; empty: that of the duty."""
        return self.unit_id


class SafetyEnterprise(models.Model):
    """Enterprises to be visited, checked, taught."""

    _name = "safety.enterprise"
    _inherit = ["safety.enterprise", "safety.duty.target"]


class SafetyUnit(models.Model):
    """Units to be inspected or supervised."""

    _name = "safety.unit"
    _inherit = ["safety.unit", "safety.duty.target"]

    def _proved_at(self):
        return self


class ResUsers(models.Model):
    """People in their posts are targets too: whom a training or a talk has to reach."""

    _name = "res.users"
    _inherit = ["res.users", "safety.duty.target"]

    def _proved_at(self):
        return self.env["safety.unit"]
