from odoo import api, models
from odoo.fields import Domain


class SafetyDuty(models.Model):
    """Responsibility letters that wait on the start page: to sign for the own unit, to sign above it, to settle."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        user = self.env.user
        letters = "street_safety_accountability.safety_letter_action"
        own = Domain("unit_id", "in", user._safety_seats().unit_id.ids)
        above = Domain("unit_id", "child_of", user.safety_approve_unit_ids.ids)
        unsigned, units = Domain("state", "=", "draft"), Domain("enterprise_id", "=", False)
        over = Domain("state", "=", "signed") & Domain("date_end", "<", self.env.company._safety_today())
        return [
            *super()._waiting(),
            self._waiting_for(
                self.env._("Responsibility letters to sign"),
                letters,
                unsigned & own & units,
            ),
            self._waiting_for(
                self.env._("Responsibility letters to settle"), letters, over & above & ~own, group="approve"
            ),
        ]
