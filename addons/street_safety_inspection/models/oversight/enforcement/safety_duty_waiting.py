from odoo import api, models
from odoo.fields import Domain


class SafetyDuty(models.Model):
    """Transfers that wait on the start page: no answer in time."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        act = Domain("unit_id", "child_of", self.env.user.safety_act_unit_ids.ids)
        return [
            *super()._waiting(),
            self._waiting_for(
                self.env._("Transferred cases without an answer in time"),
                "street_safety_inspection.safety_notice_action_transfer",
                Domain("answer_state", "in", ["late"]) & act & Domain("issuer_id", "=", self.env.uid),
                group="others",
            ),
        ]
