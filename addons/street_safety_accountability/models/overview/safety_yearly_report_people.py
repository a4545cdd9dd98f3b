from odoo import models
from odoo.fields import Domain

from odoo.addons.street_safety_training.models.drill.safety_enterprise import COUNTED as DRILLED
from odoo.addons.street_safety_training.models.session.safety_unit import PRESENT


class SafetyYearlyReport(models.AbstractModel):
    """Of the yearly report: who was taught, drilled and certified, and who stands where."""

    _inherit = "safety.yearly.report"

    def _people_sections(self, units, rows, places, first, last):
        return [self._training_section(units, rows, places, first, last), *self._ranking_sections(units, first.year)]

    def _training_section(self, units, rows, places, first, last):
        """Training, drills and certificates by unit. Four grouped queries."""
        dated = Domain("date", ">=", first) & Domain("date", "<=", last)
        below = self._below(units)
        held, present, drilled = (Domain("state", "=", "held"), Domain(PRESENT), Domain("state", "in", DRILLED))
        held, present, drilled = held & dated, present & dated, drilled & dated
        counted = (
            ("safety.training", held, ["__count", "hours:sum"]),
            ("safety.training.attendee", present, ["__count"]),
            ("safety.drill", drilled, ["__count"]),
            ("safety.certificate.coverage", Domain.TRUE, ["required_count:sum", "held_count:sum"]),
        )
        tables = [
            self._by_row(rows, places, self.env[model]._read_group(below & domain, ["unit_id"], figures))
            for model, domain, figures in counted
        ]

        def cells_of(key, place):
            sessions, attended, drills, certificates = (table[key] for table in tables)
            number, hours = sessions or (0, 0)
            required, valid = certificates or (0, 0)
            coverage = "safety.certificate.coverage"
            rate = round(100 * valid / required, 1) if required else None
            return [
                self._number("safety.training", number, place & held),
                self._number("safety.training", hours, place & held),
                self._number("safety.training.attendee", sum(attended), place & present),
                self._number("safety.drill", sum(drills), place & drilled),
                self._number(coverage, required, place & Domain("required_count", ">", 0)),
                self._number(coverage, valid, place & Domain("held_count", ">", 0)),
                self._number(coverage, rate, place & Domain("missing_count", ">", 0), "%"),
            ]

        lines, total = self._unit_rows(rows, units, cells_of)
        return {
            "key": "training",
            "title": self.env._("Training, drills and certificates"),
            "note": self.env._("Training and drills of the year; certificates as they are valid today."),
            "empty": self.env._("Nobody was taught or drilled in this year."),
            "columns": [
                self.env._("Unit"),
                self.env._("Sessions"),
                self.env._("Hours"),
                self.env._("Staff trained"),
                self.env._("Drills"),
                self.env._("Certificates required"),
                self.env._("Certificates valid"),
                self.env._("Coverage"),
            ],
            "rows": lines,
            "total": total,
        }

    def _ranking_sections(self, units, year):
        """One table for each appraisal of units in the year, the best first. One query."""
        scope = self._below(units) & Domain("year", "=", year)
        scope &= Domain("state", "!=", "void") & Domain("user_id", "=", False)
        found = self.env["safety.appraisal"].search(scope, order="period_start, scheme_id, total desc, id")
        states = dict(found._fields["state"]._description_selection(self.env))
        groups = found.grouped(lambda one: (one.scheme_id, one.date_from, one.date_to))
        sections = [
            self._ranking_section(self.env._("Appraisal: %s", scheme.name), f"{start} – {end}", group, states)
            for (scheme, start, end), group in groups.items()
        ]
        return sections or [self._ranking_section(self.env._("Appraisal"), "", found, states)]

    def _ranking_section(self, title, note, appraisals, states):
        def row(one):
            only = Domain("id", "=", one.id)
            cells = [
                self._number("safety.appraisal", one.total, only),
                {**self._number("safety.appraisal", one.rank or None, only)},
                self._words("safety.appraisal", one.grade_name, only),
                self._words("safety.appraisal", states[one.state], only),
            ]
            return {"name": one.unit_id.name, "cells": cells}

        return {
            "key": "appraisal",
            "title": title,
            "note": note,
            "empty": self.env._("Nothing has been appraised in this year."),
            "columns": [
                self.env._("Unit"),
                self.env._("Total score"),
                self.env._("Rank"),
                self.env._("Grade"),
                self.env._("Status"),
            ],
            "rows": [row(one) for one in appraisals],
            "total": None,
        }

    def _words(self, model, words, domain):
        return {"value": words or None, "text": words or "–", "model": model, "domain": list(domain)}
