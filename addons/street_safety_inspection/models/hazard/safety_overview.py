from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# The ages, in days since a hazard was found, at which one bar ends and the next begins.
AGES = (7, 15, 30, 90)


class SafetyOverview(models.AbstractModel):
    """On the leader's overview: how old the open hazards are, and which are overdue."""

    _inherit = "safety.overview"

    @api.model
    def _blocks(self, units):
        return [*super()._blocks(units), self._hazard_block(units)]

    @api.model
    def _month_tables(self, units, rows, months):
        return [*super()._month_tables(units, rows, months), self._hazard_months(units, rows, months)]

    def _hazard_months(self, units, rows, months):
        """Hazards put right by their deadline, in per cent of those whose deadline is over or that are put right.

        In the month of the deadline. One statement.
        """
        hazards = self.env["safety.hazard"]
        settled = Domain("state", "!=", "void") & (
            Domain("deadline", "<", self._today()) | Domain("state", "not in", hazards._owed_states)
        )
        within = Domain("deadline", ">=", months[0]) & Domain("deadline", "<", months[-1] + relativedelta(months=1))
        hazards.flush_model(["rectified_on", "accepted_on", "closed_on"])  # a search writes back only what it looks for
        query = hazards._search(self._below(units) & settled & within)
        found = self.env.execute_query(
            SQL(
                """
                SELECT one.unit_id, date_trunc('month', one.deadline)::date, COUNT(*) FILTER (
                           WHERE LEAST(one.rectified_on, one.accepted_on, one.closed_on) <= one.deadline
                             AND one.state NOT IN %s
                       ), COUNT(*)
                  FROM safety_hazard one WHERE one.id IN %s GROUP BY 1, 2
                """,
                tuple(hazards._owed_states),
                query.subselect(),
            )
        )
        return self._month_table(
            (
                "hazard",
                self.env._("Hazards put right in time (%)"),
                "%",
                self.env._("No hazard was to be put right in these months."),
            ),
            (rows, months),
            self._by_month(units, rows, ((unit, day, tuple(figures)) for unit, day, *figures in found)),
            lambda figures, place, month: self._rate_cell(
                *figures,
                "safety.hazard",
                place
                & settled
                & Domain("deadline", ">=", month)
                & Domain("deadline", "<", month + relativedelta(months=1)),
            ),
        )

    def _hazard_block(self, units):
        hazards = self.env["safety.hazard"]
        still_open = self._below(units) & hazards._open_domain()
        bars = self._age_bars(hazards, still_open, self._today())
        late = self._below(units) & hazards._overdue_domain(self.env.company)
        major = still_open & Domain("severity", "=", "major")
        for label, domain in ((self.env._("Overdue"), late), (self.env._("Major"), major)):
            bars.append(
                {"label": label, "count": hazards.search_count(domain), "color": "overdue", "domain": list(domain)}
            )
        return {
            "title": self.env._("Open hazards by age"),
            "empty": self.env._("No hazard is open."),
            "model": "safety.hazard",
            "bars": bars if any(bar["count"] for bar in bars) else [],
        }

    def _age_bars(self, hazards, still_open, today):
        """Return a bar for each age. One grouped query."""
        found = hazards._read_group(still_open, ["date:day"], ["__count"])
        counts = [((today - day).days, count) for day, count in found if day]
        bars, first = [], None
        for last in (*AGES, None):
            domain = still_open
            if first is not None:
                domain &= Domain("date", "<", today - timedelta(days=first))
            if last is not None:
                domain &= Domain("date", ">=", today - timedelta(days=last))
            count = sum(
                count for age, count in counts if (first is None or age > first) and (last is None or age <= last)
            )
            label = self.env._("Up to %s days", last) if last else self.env._("Over %s days", first)
            bars.append({"label": label, "count": count, "color": "open", "domain": list(domain)})
            first = last
        return bars
