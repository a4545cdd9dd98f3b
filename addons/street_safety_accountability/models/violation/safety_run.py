from odoo import api, models


class SafetyRun(models.Model):
    """The nightly run proposes violations, and counts anew who is disqualified."""

    _inherit = "safety.run"

    @api.model
    def _steps(self):
        return [*super()._steps(), "_step_propose_violations", "_step_count_violations"]

    def _step_propose_violations(self, company):
        self.env["safety.violation"]._propose(company)

    def _step_count_violations(self, company):
        """Two officers who confirm at the same moment do not see each other's violation; the night does."""
        year = company._safety_today().year
        rules = self.env["safety.penalty.rule"].sudo().search([("company_id", "=", company.id)])
        self.env["safety.disqualification"]._sync(rules, [year - 1, year])
