from odoo import models


class SafetyDutyDecision(models.Model):
    """A duty that is opened again by a review is not missed: its violation follows."""

    _inherit = "safety.duty.decision"

    def _after_accept(self):
        result = super()._after_accept()
        reviews = self.filtered(lambda decision: decision.type == "review")
        reviews.sudo().duty_id.violation_ids._duty_opened_again()
        return result
