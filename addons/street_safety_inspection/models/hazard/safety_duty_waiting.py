from odoo import api, models
from odoo.fields import Domain


class SafetyDuty(models.Model):
    """Rectifications that wait on the start page: to accept, to close, or handed in and not accepted yet."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        user = self.env.user
        waiting = super()._waiting()
        submitted = Domain("state", "=", "submitted")
        if user.has_group("street_safety_base.group_street_safety_officer"):
            approve = Domain("unit_id", "child_of", user.safety_approve_unit_ids.ids)
            waiting += [
                self._waiting_for(
                    self.env._("Rectifications to accept"),
                    "street_safety_inspection.safety_hazard_action",
                    submitted & approve & Domain("submitted_by_id", "!=", user.id),
                    group="approve",
                ),
                self._waiting_for(
                    self.env._("Accepted hazards to close"),
                    "street_safety_inspection.safety_hazard_action",
                    Domain("state", "=", "accepted") & approve,
                    group="approve",
                ),
            ]
        mine = self._waiting_for(
            self.env._("Rectifications handed in, not accepted yet"),
            "street_safety_inspection.safety_hazard_action",
            submitted & Domain("submitted_by_id", "=", user.id),
            group="others",
        )
        return [*waiting, mine]
