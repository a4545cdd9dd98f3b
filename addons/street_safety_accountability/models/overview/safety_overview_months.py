from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain


class SafetyOverview(models.AbstractModel):
    """Units × months of the leader's overview: penalties in yuan, and what each unit reached in its appraisals."""

    _inherit = "safety.overview"

    @api.model
    def _month_tables(self, units, rows, months):
        tables = super()._month_tables(units, rows, months)
        return [*tables, self._penalty_months(units, rows, months), self._appraisal_months(rows, months)]

    def _penalty_months(self, units, rows, months):
        """Penalties less refunds, in the month of their day; who pays least stands first. One grouped query."""
        standing = Domain("state", "!=", "cancelled")
        within = Domain("date", ">=", months[0]) & Domain("date", "<", months[-1] + relativedelta(months=1))
        groups = self.env["safety.penalty"]._read_group(
            self._below(units) & standing & within, ["unit_id", "date:month"], ["amount:sum"]
        )
        sums = self._by_month(units, rows, ((unit.id, day, (amount,)) for unit, day, amount in groups))
        most = max((figures[0] for (key, _month), figures in sums.items() if key), default=0)

        def cell_of(figures, place, month):
            share = figures[0] / most if most > 0 else 0
            return {
                **self._no_cell(),
                "value": figures[0],
                "text": f"{figures[0]:g}",
                "status": "overdue" if figures[0] > 0 else "met",
                "level": 3 if share > 0.67 else 2 if share > 0.33 else 1,
                "model": "safety.penalty",
                "domain": list(
                    place
                    & standing
                    & Domain("date", ">=", month)
                    & Domain("date", "<", month + relativedelta(months=1))
                ),
            }

        head = ("penalty", self.env._("Penalties (yuan)"), "", self.env._("Nobody was fined in these months."))
        return self._month_table(head, (rows, months), sums, cell_of, lowest_first=True)

    def _appraisal_months(self, rows, months):
        """The total of the last appraisal that ends in the month, with its place there. One query."""
        scope = Domain("unit_id", "in", [row["id"] for row in rows]) & Domain("user_id", "=", False)
        scope &= Domain("state", "!=", "void") & Domain("date_to", ">=", months[0])
        scope &= Domain("date_to", "<", months[-1] + relativedelta(months=1))
        found = self.env["safety.appraisal"].search(scope, order="date_to, id")
        last = {(one.unit_id.id, one.date_to.replace(day=1)): one for one in found}

        def cell_of(one, _place, _month):
            bad = one.is_failing or one.is_vetoed
            return {
                **self._no_cell(),
                "value": one.total,
                "text": f"{one.total:g}",
                "note": one.grade_name or "",
                "rank": one.rank or None,
                "status": "overdue" if bad else "met",
                "level": 2,
                "model": "safety.appraisal",
                "domain": [("id", "=", one.id)],
            }

        head = ("appraisal", self.env._("Appraisal"), "", self.env._("Nothing was appraised in these months."))
        return self._month_table(head, (rows, months), last, cell_of)
