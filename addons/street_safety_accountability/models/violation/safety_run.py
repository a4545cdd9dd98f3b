from dateutil.relativedelta import relativedelta

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
        since = company._safety_today().replace(month=1, day=1) - relativedelta(years=1)
        rules = self.env["safety.penalty.rule"].sudo().with_context(active_test=False)
        rules = rules.search([("company_id", "=", company.id)])
        groups = (
            self.env["safety.violation"]
            .sudo()
            ._read_group([("rule_id", "in", rules.ids), ("count_start", ">=", since)], ["count_start:day"])
        )
        self.env["safety.violation"]._follow_counts(rules, [start for (start,) in groups])
