from odoo import api, models
from odoo.fields import Domain


class SafetyDuty(models.Model):
    """Reviews and corrections that wait on the start page for a decision."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        user = self.env.user
        approve = Domain("unit_id", "child_of", user.safety_approve_unit_ids.ids)
        act = Domain("unit_id", "child_of", user.safety_act_unit_ids.ids)
        proposed = Domain("state", "=", "proposed")
        return [
            *super()._waiting(),
            self._waiting_for(
                self.env._("Reviews to decide"),
                "street_safety_base.safety_duty_decision_action",
                proposed & approve,
                group="approve",
            ),
            self._waiting_for(
                self.env._("Corrections by enterprises"),
                "street_safety_base.safety_correction_action",
                proposed & act,
                group="approve",
            ),
        ]
