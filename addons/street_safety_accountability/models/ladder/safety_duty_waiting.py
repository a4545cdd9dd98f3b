from odoo import api, models
from odoo.fields import Domain

from .safety_measure import DISCIPLINE, OFFICE


class SafetyDuty(models.Model):
    """Measures that wait on the start page: for a decision, for a look, and for the reply of those they concern."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        user, action = self.env.user, "street_safety_accountability.safety_measure_action"
        waiting = super()._waiting()
        desks = [desk for desk, group in (("office", OFFICE), ("discipline", DISCIPLINE)) if user.has_group(group)]
        if desks:
            waiting += [
                self._waiting_for(
                    self.env._("Measures to decide"),
                    action,
                    Domain("state", "=", "proposed") & Domain("kind_id.issuer", "in", desks),
                    group="approve",
                ),
                self._waiting_for(
                    self.env._("Measures to look at again"),
                    action,
                    Domain("is_waiting", "=", True) & Domain("kind_id.closer", "in", desks),
                    group="approve",
                ),
            ]
        return waiting
