from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

COMPARISONS = {">=": SQL(">="), ">": SQL(">")}


class SafetyEnterprise(models.Model):
    """Hazards that come back: the same category found again within some months (BF-3.1.3)."""

    _inherit = "safety.enterprise"

    recurring_hazard_count = fields.Integer(
        string="Recurring hazards",
        compute="_compute_recurring_hazard_count",
        search="_search_recurring_hazard_count",
        help="On how many days the same category was found, in the months and among the categories of the settings.",
    )

    def _compute_recurring_hazard_count(self):
        ours = SQL("AND COALESCE(enterprise.merged_into_id, enterprise.id) IN %s", tuple(self._origin.ids) or (0,))
        counts = {}
        for enterprise_id, days in self.env.execute_query(self._recurring_sql(ours)):
            counts[enterprise_id] = max(days, counts.get(enterprise_id, 0))
        for enterprise in self:
            enterprise.recurring_hazard_count = counts.get(enterprise._origin.id, 0)

    def _search_recurring_hazard_count(self, operator, value):
        if operator not in COMPARISONS or value < 1:
            return NotImplemented
        query = SQL(
            "SELECT id FROM (%s) recurring WHERE days %s %s", self._recurring_sql(), COMPARISONS[operator], value
        )
        return Domain("id", "in", query)

    def _recurring_sql(self, restriction=SQL()):  # noqa: B008 – an SQL object is never changed
        """Return the SQL query (id, days) of enterprises and marked categories; a merged one counts for its survivor.

        SQL, because the days of a category are counted before enterprises are compared.
        """
        self.env["safety.hazard"].flush_model(["enterprise_id", "section", "date", "state"])
        self.env["safety.enterprise"].flush_model(["merged_into_id"])
        company = self.env.company
        since = company._safety_today() - relativedelta(months=company.safety_recurring_months)
        return SQL(
            """
            SELECT COALESCE(enterprise.merged_into_id, enterprise.id) AS id, COUNT(DISTINCT hazard.date) AS days
              FROM safety_hazard hazard JOIN safety_enterprise enterprise ON enterprise.id = hazard.enterprise_id
             WHERE hazard.company_id = %(company)s AND hazard.state != 'void' AND hazard.date > %(since)s
               AND hazard.section IN %(sections)s %(restriction)s
             GROUP BY COALESCE(enterprise.merged_into_id, enterprise.id), hazard.section
            """,
            company=company.id,
            since=since,
            sections=tuple(company._safety_recurring_sections()) or ("",),
            restriction=restriction,
        )
