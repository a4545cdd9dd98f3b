from odoo import models
from odoo.exceptions import UserError


class SafetyDutyRule(models.Model):
    """The buttons of the editor."""

    _inherit = "safety.duty.rule"

    def action_simulate(self):
        """Show how many duties the rule would make per post and month. Nothing is written."""
        return self._simulation("load")

    def action_back_test(self):
        """Show what the rule would have missed on the records of the last twelve months. Nothing is written."""
        return self._simulation("back_test")

    def _simulation(self, mode):
        self.check_access("write")
        if not self.filtered("active"):
            raise UserError(self.env._("There is no duty rule to try out yet: write one first."))
        wizard = self.env["safety.simulation"].create(
            {"mode": mode, "rule_ids": [(6, 0, self.filtered("active").ids)], "company_id": self.company_id[:1].id}
        )
        return wizard._show()
