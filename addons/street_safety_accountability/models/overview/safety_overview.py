from odoo import api, models
from odoo.fields import Domain

from ..violation.safety_violation import COUNTED

#: How many places of the last appraisal are shown.
PLACES = 10
#: What became of violations: key of the label, states, colour.
STATES = (
    ("open", ("proposed",), "soon"),
    ("standing", ("confirmed", "upheld"), "overdue"),
    ("appealed", ("appealed",), "soon"),
    ("over", ("reversed", "rejected"), "waived"),
)


class SafetyOverview(models.AbstractModel):
    """On the leader's overview: violations of the year, measures that run, and the places of the last appraisal."""

    _inherit = "safety.overview"

    @api.model
    def _blocks(self, units):
        blocks = [*super()._blocks(units), self._violation_block(units), self._measure_block(units)]
        return [*blocks, self._ranking_block(units)]

    @api.model
    def _prints(self, first):
        paper = {
            "name": "yearly_report",
            "label": self.env._("Yearly report %s", first.year),
            "report": "street_safety_accountability.report_yearly",
            "query": f"year={first.year}",
        }
        return [*super()._prints(first), paper]

    def _violation_block(self, units):
        """Return the violations of the calendar year by what became of them. One grouped query."""
        year = Domain("year", "=", self._today().year) & self._below(units)
        found = dict(self.env["safety.violation"]._read_group(year, ["state"], ["__count"]))
        labels = self._state_labels()
        bars = []
        for key, states, color in STATES:
            count = sum(found.get(state, 0) for state in states)
            bars.append(self._bar(labels[key], count, color, year & Domain("state", "in", states)))
        bars += self._money_bars(units, year)
        return {
            "title": self.env._("Violations of the year"),
            "empty": self.env._("No violation this year."),
            "model": "safety.violation",
            "bars": bars if any(bar["count"] for bar in bars) else [],
        }

    def _state_labels(self):
        return {
            "open": self.env._("To decide"),
            "standing": self.env._("Confirmed"),
            "appealed": self.env._("Appealed"),
            "over": self.env._("Reversed or rejected"),
        }

    def _money_bars(self, units, year):
        """Return how many people are out of the year's merit awards by these violations. One query."""
        struck = self.env["safety.disqualification"].search(
            self._below(units) & Domain("year", "=", self._today().year) & Domain("state", "=", "in_force")
        )
        if not struck:
            return []
        domain = year & Domain("state", "in", COUNTED) & Domain("id", "in", struck.violation_ids.ids)
        return [self._bar(self.env._("Out of the awards"), len(struck.user_id), "overdue", domain)]

    def _measure_block(self, units):
        """Return the measures that run, by kind. One grouped query."""
        running = self._below(units) & Domain("state", "in", ("issued", "replied"))
        groups = self.env["safety.measure"]._read_group(running, ["kind_id"], ["__count"])
        late = running & Domain("is_waiting", "=", True)
        bars = [
            self._bar(kind.name, count, "open", running & Domain("kind_id", "=", kind.id)) for kind, count in groups
        ]
        overdue = self.env["safety.measure"].search_count(late)
        if overdue:
            bars.append(self._bar(self.env._("Overdue replies"), overdue, "overdue", late))
        return {
            "title": self.env._("Measures that run"),
            "empty": self.env._("No measure runs."),
            "model": "safety.measure",
            "bars": bars,
        }

    def _ranking_block(self, units):
        """Return the places of the last appraisal, each with its total. Two queries."""
        scope = self._below(units) & Domain("state", "!=", "void") & Domain("user_id", "=", False)
        last = self.env["safety.appraisal"].search(scope, order="period_start desc, id desc", limit=1)
        bars = []
        if last:
            same = scope & Domain("scheme_id", "=", last.scheme_id.id) & Domain("period_start", "=", last.period_start)
            for one in self.env["safety.appraisal"].search(same, order="total desc, id", limit=PLACES):
                label = f"{one.rank or '–'}  {one.unit_id.name} {one.grade_name or ''}"
                color = "overdue" if one.is_failing or one.is_vetoed else "met"
                bars.append(self._bar(label, round(one.total, 2), color, Domain("id", "=", one.id)))
        return {
            "title": self.env._("Places of the last appraisal"),
            "empty": self.env._("Nothing has been appraised yet."),
            "model": "safety.appraisal",
            "bars": bars,
        }

    def _bar(self, label, count, color, domain):
        return {"label": label, "count": count, "color": color, "domain": list(domain)}
