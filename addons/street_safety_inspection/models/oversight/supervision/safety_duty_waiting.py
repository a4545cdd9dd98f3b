from odoo import api, models
from odoo.fields import Domain


class SafetyDuty(models.Model):
    """Findings of a supervision that wait on the start page: to answer, to accept."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        act = self.env.user.safety_act_unit_ids.ids
        lines = "street_safety_inspection.safety_supervision_line_action"
        return [
            *super()._waiting(),
            self._waiting_for(
                self.env._("Findings of a supervision to answer"),
                lines,
                Domain("state", "=", "open") & Domain("unit_id", "child_of", act),
            ),
            self._waiting_for(
                self.env._("Answers to a supervision to accept"),
                lines,
                Domain("state", "=", "replied")
                & Domain("supervision_id.unit_id", "child_of", act)
                & Domain("replied_by_id", "!=", self.env.uid),
                group="approve",
            ),
        ]
