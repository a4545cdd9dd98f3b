from odoo import models


class SafetyEnterprise(models.Model):
    """The emergency plans of the enterprise, as its own people see them."""

    _inherit = "safety.enterprise"

    def _portal_file(self):
        plans = self.env["safety.plan"].sudo()
        mine = plans.search([("enterprise_id", "in", self.ids), ("state", "=", "in_force")])
        return {
            **super()._portal_file(),
            "plans": [
                {"name": plan.display_name, "since": plan.approved_on, "due": plan.review_due,
                 "overdue": plan.is_review_overdue}
                for plan in mine
            ],
        }  # fmt: skip
