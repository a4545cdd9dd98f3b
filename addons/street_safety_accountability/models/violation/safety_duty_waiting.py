from odoo import api, models
from odoo.fields import Domain


class SafetyDuty(models.Model):
    """Violations and appeals that wait on the start page for the office's decision, and appeals that wait for it."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        user = self.env.user
        waiting = super()._waiting()
        if user.has_group("street_safety_base.group_street_safety_office"):
            approve = Domain("unit_id", "child_of", user.safety_approve_unit_ids.ids)
            waiting += [
                self._waiting_for(
                    self.env._("Violations to decide"),
                    "street_safety_accountability.safety_violation_action",
                    Domain("state", "=", "proposed") & approve,
                    group="approve",
                ),
                self._waiting_for(
                    self.env._("Appeals to decide"),
                    "street_safety_accountability.safety_violation_action",
                    Domain("state", "=", "appealed") & approve,
                    group="approve",
                ),
            ]
        return waiting
