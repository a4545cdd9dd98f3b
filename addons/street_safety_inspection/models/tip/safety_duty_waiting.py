from odoo import api, models
from odoo.fields import Domain


class SafetyDuty(models.Model):
    """Tips that wait on the start page: to take on, to answer."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        act = Domain("unit_id", "child_of", self.env.user.safety_act_unit_ids.ids)
        return [
            *super()._waiting(),
            self._waiting_for(
                self.env._("Tips to take on"),
                "street_safety_inspection.safety_tip_action",
                Domain("state", "=", "received") & act,
                group="approve",
            ),
            self._waiting_for(
                self.env._("Tips to answer"),
                "street_safety_inspection.safety_tip_action",
                Domain("state", "=", "handling") & Domain("user_id", "=", self.env.uid),
                group="approve",
            ),
        ]
