from collections import Counter
from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from .safety_overview import STATES

#: The columns of measures, and the states each of them counts.
MEASURES = {"proposed": ("proposed",), "running": ("issued", "replied"), "closed": ("closed",)}
#: What an incident's figures are called on the record.
HARM = ("deaths", "missing", "serious_injuries", "minor_injuries", "direct_loss")


class SafetyYearlyReport(models.AbstractModel):
    """Of the yearly report: violations and penalties, measures, incidents."""

    _inherit = "safety.yearly.report"

    def _consequence_sections(self, units, rows, places, first, last):
        return [
            self._violation_section(units, rows, places, first.year),
            self._measure_section(units, first, last),
            self._incident_section(units, first, last),
        ]

    def _violation_section(self, units, rows, places, year):
        """Violations by what became of them, money, people out of the awards. Three grouped queries."""
        in_year = Domain("year", "=", year)
        below = self._below(units) & in_year
        violations, penalties, struck = (
            self.env[f"safety.{name}"] for name in ("violation", "penalty", "disqualification")
        )
        counts = {}
        for unit, state, number in violations._read_group(below, ["unit_id", "state"], ["__count"]):
            counts.setdefault(unit, Counter())[state] += number
        by_state = (
            (unit, *(sum(own[one] for one in states) for _key, states, _colour in STATES))
            for unit, own in counts.items()
        )
        paid, out = Domain("state", "!=", "cancelled"), Domain("state", "=", "in_force")
        tables = (
            self._by_row(rows, places, by_state),
            self._by_row(rows, places, penalties._read_group(below & paid, ["unit_id"], ["amount:sum"])),
            self._by_row(rows, places, struck._read_group(below & out, ["unit_id"], ["__count"])),
        )

        def cells_of(key, place):
            place &= in_year
            states, money, people = (table[key] for table in tables)
            return [
                *(
                    self._number("safety.violation", number, place & Domain("state", "in", one[1]))
                    for one, number in zip(STATES, states or [0] * len(STATES), strict=True)
                ),
                self._number("safety.penalty", sum(money), place & paid),
                self._number("safety.disqualification", sum(people), place & out),
            ]

        lines, total = self._unit_rows(rows, units, cells_of)
        labels = self._state_labels()
        return {
            "key": "violation",
            "title": self.env._("Violations and penalties"),
            "note": self.env._("Penalties in yuan, less what was given back after a reversal."),
            "empty": self.env._("No violation in this year."),
            "columns": [
                self.env._("Unit"),
                *(labels[key] for key, _states, _colour in STATES),
                self.env._("Penalties"),
                self.env._("Out of the awards"),
            ],
            "rows": lines,
            "total": total,
        }

    def _measure_section(self, units, first, last):
        """Measures of the year by kind. One grouped query."""
        dated = Domain("date", ">=", first) & Domain("date", "<=", last) & self._below(units)
        measures, counts = self.env["safety.measure"], {}
        for kind, state, number in measures._read_group(dated, ["kind_id", "state"], ["__count"]):
            counts.setdefault(kind, {})[state] = number

        def row(name, own, domain):
            cells = [
                self._number(
                    "safety.measure", sum(own.get(one, 0) for one in states), domain & Domain("state", "in", states)
                )
                for states in MEASURES.values()
            ]
            return {"name": name, "cells": cells}

        states = {state for own in counts.values() for state in own}
        added = {state: sum(own.get(state, 0) for own in counts.values()) for state in states}
        kinds = sorted(counts, key=lambda kind: (kind.sequence, kind.id))
        return {
            "key": "measure",
            "title": self.env._("Measures"),
            "note": "",
            "empty": self.env._("No measure was taken in this year."),
            "columns": [
                self.env._("Measure"),
                self.env._("To decide"),
                self.env._("Running"),
                self.env._("Concluded"),
            ],
            "rows": [row(kind.name, counts[kind], dated & Domain("kind_id", "=", kind.id)) for kind in kinds],
            "total": row(self.env._("Sum"), added, dated),
        }

    def _incident_section(self, units, first, last):
        """Incidents of the year by grade, with whom they harmed. One grouped query."""
        street = self.env.company
        happened = (
            self._below(units)
            & Domain("state", "in", ("reported", "closed"))
            & Domain("occurred_at", ">=", street._safety_instant(first))
            & Domain("occurred_at", "<", street._safety_instant(last + timedelta(days=1)))
        )
        incidents = self.env["safety.incident"]
        groups = incidents._read_group(happened, ["grade_id"], ["__count", *(f"{name}:sum" for name in HARM)])
        groups.sort(key=lambda group: (not group[0], group[0].sequence, group[0].id))

        def row(name, figures, domain):
            counted = [domain, *(domain & Domain(field, ">", 0) for field in HARM)]
            cells = zip(figures, counted, strict=True)
            return {"name": name, "cells": [self._number("safety.incident", value, one) for value, one in cells]}

        added = [sum(group[number] for group in groups) for number in range(1, 2 + len(HARM))]
        described = incidents.fields_get(HARM, ["string"])
        labels = [described[name]["string"] for name in HARM]
        return {
            "key": "incident",
            "title": self.env._("Incidents"),
            "note": self.env._("By the day on which they happened; drafts and void ones are left out."),
            "empty": self.env._("No incident happened in this year."),
            "columns": [
                self.env._("Incident grade"),
                self.env._("Number of incidents"),
                *labels,
            ],
            "rows": [
                row(grade.name or self.env._("Without a grade"), figures, happened & Domain("grade_id", "=", grade.id))
                for grade, *figures in groups
            ],
            "total": row(self.env._("Sum"), added, happened),
        }
