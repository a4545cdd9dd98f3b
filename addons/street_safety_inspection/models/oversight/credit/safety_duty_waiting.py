from odoo import api, models
from odoo.fields import Domain


class SafetyDuty(models.Model):
    """Credit lists that wait on the start page for an officer: objections and repairs to decide."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        waiting = super()._waiting()
        if not self.env.user.has_group("street_safety_base.group_street_safety_officer"):
            return waiting
        approve = Domain("unit_id", "child_of", self.env.user.safety_approve_unit_ids.ids)
        action = "street_safety_inspection.safety_credit_entry_action"
        return [
            *waiting,
            self._waiting_for(
                self.env._("Objections to a credit list to decide"),
                action,
                Domain("state", "=", "objected") & approve & Domain("notified_by_id", "!=", self.env.uid),
                group="approve",
            ),
            self._waiting_for(
                self.env._("Repairs of credit to decide"),
                action,
                Domain("state", "=", "repairing") & approve,
                group="approve",
            ),
        ]
