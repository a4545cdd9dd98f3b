from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

#: The figures of an incident that are added up.
HARM = ("deaths", "missing", "serious_injuries", "minor_injuries", "direct_loss")


class SafetyIncidentStatistics(models.AbstractModel):
    """Accidents and casualties of a period by units: how many of which grade, whom they harmed, reported late.

    Clauses BF-1.2.5b, BF-1.3.8b, GY-4.2.12, GY-5.6. Everybody counts the accidents that their seats reach.
    """

    _name = "safety.incident.statistics"
    _description = "Statistics of accidents"

    @api.model
    def _figures(self, unit, first=None, last=None, row_type=None):
        """Return {title, columns, rows, total}; each row is {name, cells}, each cell {value, text, domain}.

        Two grouped queries for any number of units.

        :param first, last: days of the street; default: this year until today
        :param row_type: the kind of units that get a row each; default: communities or villages
        """
        street = unit.company_id
        beginning, today = self._default_span(street)
        first, last = first or beginning, last or today
        happened = (
            Domain("state", "in", ("reported", "closed"))
            & Domain("occurred_at", ">=", street._safety_instant(first))
            & Domain("occurred_at", "<", street._safety_instant(last + timedelta(days=1)))
            & Domain("unit_id", "child_of", unit.ids)
        )
        grades = self.env["safety.incident.grade"].with_context(active_test=False).search(Domain.TRUE)
        measured = self._measured(happened)
        rows_of = self._row_units(unit, row_type or self._row_type(unit))
        shown = [grade for grade in grades if grade.active or any(key[1] == grade for key in measured)]
        columns = [self.env._("Accidents"), *(grade.name for grade in shown), *self._labels()]
        rows = [self._row(one.name, Domain("unit_id", "child_of", one.ids), measured, shown, one) for one in rows_of]
        below = Domain.AND(~Domain("unit_id", "child_of", one.ids) for one in rows_of)
        rest = self._row(self.env._("Elsewhere in %s", unit.name), below, measured, shown, None, rows_of)
        if rest["cells"][0]["value"]:
            rows.append(rest)
        return {
            "title": self.env._("Statistics of accidents and casualties"),
            "unit": unit.name,
            "first": first,
            "last": last,
            "columns": columns,
            "rows": [self._with_domain(row, happened) for row in rows],
            "total": self._with_domain(self._row(self.env._("Sum"), Domain.TRUE, measured, shown, unit), happened),
        }

    def _labels(self):
        described = self.env["safety.incident"].fields_get([*HARM, "report_late"], ["string"])
        return [described[name]["string"] for name in (*HARM, "report_late")]

    def _measured(self, happened):
        """Return {(unit, grade): [count, *harm, late]}. The path of a unit tells the rows that it belongs to."""
        incidents = self.env["safety.incident"]
        sums, by = [f"{name}:sum" for name in HARM], ["unit_id", "grade_id"]
        measured = {
            (unit.sudo(), grade): [count, *figures, 0]
            for unit, grade, count, *figures in incidents._read_group(happened, by, ["__count", *sums])
        }
        late = incidents._read_group(happened & Domain("report_late", "=", True), by, ["__count"])
        for unit, grade, count in late:
            measured[unit.sudo(), grade][-1] = count
        return measured

    def _row_type(self, unit):
        """Return the kind of units that hold the grids in this street: communities, or villages."""
        types = self.env["safety.unit"]._read_group(
            [("id", "child_of", unit.ids), ("type_id.code", "in", ("community", "village"))], ["type_id"]
        )
        return types[0][0] if types else unit.type_id

    def _row_units(self, unit, row_type):
        units = self.env["safety.unit"].with_context(active_test=False)
        return units.search([("id", "child_of", unit.ids), ("type_id", "=", row_type.id)]) or unit

    def _row(self, name, domain, measured, shown, unit, others=None):
        """Return the row of what lies in ``unit``; without one, of what lies in none of ``others``."""
        inside = [
            (grade, figures)
            for (place, grade), figures in measured.items()
            if (unit and self._lies_in(place, unit))
            or (others is not None and not any(self._lies_in(place, other) for other in others))
        ]
        graded = [(grade, sum(figures[0] for own, figures in inside if own == grade)) for grade in shown]
        added = [sum(figures[number] for _grade, figures in inside) for number in range(2 + len(HARM))]
        looked = [Domain(name, ">", 0) for name in HARM] + [Domain("report_late", "=", True)]
        cells = [
            (added[0], domain),
            *((count, domain & Domain("grade_id", "=", grade.id)) for grade, count in graded),
            *((value, domain & one) for value, one in zip(added[1:], looked, strict=True)),
        ]
        return {"name": name, "cells": [{"value": value, "domain": one} for value, one in cells]}

    def _lies_in(self, place, unit):
        return f"/{place.parent_path}".find(f"/{unit.id}/") >= 0

    def _with_domain(self, row, happened):
        for cell in row["cells"]:
            cell["text"] = f"{cell['value']:g}" if cell["value"] else "—"
            cell["domain"] = list(happened & cell["domain"])
        return row

    @api.model
    def _default_span(self, company):
        """Return first and last day of the year so far, on the street's clock."""
        today = company._safety_today()
        return fields.Date.start_of(today, "year"), today
