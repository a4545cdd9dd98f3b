from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .safety_appraisal import OPEN


class SafetyAppraisal(models.Model):
    """Scores, totals, grades and ranks; statements do not grow with those appraised (design.md §6)."""

    _inherit = "safety.appraisal"

    def _tally(self):
        """Score the lines, add them up and find grades and ranks; the sheet has the same formulas."""
        self.env.flush_all()
        self._score_lines()
        self._add_up()
        self.invalidate_recordset()
        for scheme, start in self.grouped(lambda one: (one.scheme_id, one.period_start)):
            self._grade(scheme.sudo(), self.company_id[:1], start)
        self.env["safety.appraisal.line"].invalidate_model()
        self.invalidate_model()

    def _score_lines(self):
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_appraisal_line line
                   SET deduction = scored.off, bonus = scored.more, score = scored.weight - scored.off + scored.more
                  FROM (
                        SELECT id, weight, CASE
                               WHEN effect = 'bonus' THEN 0
                               WHEN kind IN ('count', 'sum') THEN LEAST(weight, ROUND(LEAST(figure * deduction_each,
                                    COALESCE(NULLIF(deduction_cap, 0), weight)), 2))
                               WHEN kind = 'rate' AND total = 0 AND when_empty = 'full' THEN 0
                               WHEN kind = 'rate' AND total = 0 THEN weight
                               WHEN kind = 'rate'
                               THEN ROUND(weight * (1 - LEAST(1, count * 100.0 / total / target_rate)), 2)
                               ELSE deduction END AS off,
                               CASE
                               WHEN COALESCE(effect, 'off') <> 'bonus' THEN 0
                               WHEN kind IN ('count', 'sum')
                               THEN ROUND(LEAST(figure * deduction_each,
                                                COALESCE(NULLIF(deduction_cap, 0), figure * deduction_each)), 2)
                               ELSE COALESCE(bonus, 0) END AS more
                          FROM (SELECT id, kind, effect, count, total, deduction, bonus, deduction_cap, target_rate,
                                       when_empty, COALESCE(weight, 0) AS weight,
                                       COALESCE(deduction_each, 0) AS deduction_each,
                                       CASE WHEN kind = 'sum' THEN GREATEST(amount, 0) ELSE count END AS figure
                                  FROM safety_appraisal_line WHERE appraisal_id = ANY(%s)) figures
                       ) scored
                 WHERE scored.id = line.id
                """,
                self.ids,
            )
        )

    def _add_up(self):
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_appraisal appraisal
                   SET total = sums.total, is_vetoed = sums.vetoed, computed_on = %(now)s, bands = bands.list
                  FROM (
                        SELECT appraisal_id, SUM(score) AS total,
                               BOOL_OR(is_veto AND CASE WHEN kind = 'sum' THEN amount ELSE count END >= veto_from)
                                   AS vetoed
                          FROM safety_appraisal_line WHERE appraisal_id = ANY(%(ids)s) GROUP BY appraisal_id
                       ) sums
                  JOIN safety_appraisal own ON own.id = sums.appraisal_id
                  JOIN LATERAL (
                        SELECT jsonb_agg(jsonb_build_array(name, minimum) ORDER BY minimum DESC) AS list
                          FROM safety_appraisal_grade WHERE scheme_id = own.scheme_id
                       ) bands ON TRUE
                 WHERE appraisal.id = sums.appraisal_id
                """,
                ids=self.ids,
                now=fields.Datetime.now(),
            )
        )

    # ---- grades and ranks --------------------------------------------------------------------------------------------

    def _grade(self, scheme, company, start):
        """Give every appraisal of the scheme and period its grade and rank; those confirmed keep theirs.

        Totals decide, then the veto, then who is disqualified, then how many places a grade has. Four statements.
        """
        rows = self.sudo().search_read(
            Domain("scheme_id", "=", scheme.id)
            & Domain("company_id", "=", company.id)
            & Domain("period_start", "=", start)
            & Domain("state", "!=", "void"),
            ["total", "is_vetoed", "state", "unit_id", "user_id", "year"],
            order="total desc, id",
            load=None,
        )
        grades = scheme.grade_ids.sorted("minimum", reverse=True)
        if not rows or not grades:
            return
        struck = self._struck(rows)
        for place, row in enumerate(rows, start=1):
            before = rows[place - 2] if place > 1 else None
            row["rank"] = before["rank"] if before and before["total"] == row["total"] else place
            row["note"] = ""
            row["grade"] = self._band(grades, row)
            if row["grade"] < len(grades) - 1 and grades[row["grade"]].needs_clean and self._is_struck(row, struck):
                row["grade"] += 1
                row["note"] = self.env._("Out of the merit awards of the year")
        self._limit(scheme, grades, rows)
        self._write_grades(grades, rows)

    def _band(self, grades, row):
        """Return the index of the grade that the total of ``row`` reaches; a veto leads to the lowest."""
        if row["is_vetoed"]:
            return len(grades) - 1
        reached = (index for index, grade in enumerate(grades) if round(row["total"] - grade.minimum, 2) >= 0)
        return next(reached, len(grades) - 1)

    def _struck(self, rows):
        """Return the people, and the units as a whole, that are out of the merit awards of the year. One query."""
        found = (
            self.env["safety.disqualification"]
            .sudo()
            .search([("state", "=", "in_force"), ("year", "in", list({row["year"] for row in rows}))])
        )
        return {
            *(("user", one.year, one.user_id.id) for one in found),
            *(("unit", one.year, one.unit_id.id) for one in found if one.rule_id.counted_per == "unit"),
        }

    def _is_struck(self, row, struck):
        key = ("user", row["year"], row["user_id"]) if row["user_id"] else ("unit", row["year"], row["unit_id"])
        return key in struck

    def _limit(self, scheme, grades, rows):
        """Let those for whom a grade has no place have the next one; the order is that of the totals."""
        for index, grade in enumerate(grades[:-1]):
            places = grade._places(len(rows))
            holders = [row for row in rows if row["grade"] == index]
            if places is None or len(holders) <= places:
                continue
            border = holders[places]["total"]
            tied = places > 0 and holders[places - 1]["total"] == border
            for row in holders:
                out = row["total"] < border or (row["total"] == border and not (tied and scheme.tie == "up"))
                if out:
                    row["grade"] = index + 1
                    row["note"] = self.env._("“%(grade)s” has %(places)s places", grade=grade.name, places=places)

    def _write_grades(self, grades, rows):
        ranked = len(rows)
        rows = [row for row in rows if row["state"] in OPEN]
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_appraisal appraisal
                   SET grade_id = grade.id, grade_name = grade.name, is_failing = COALESCE(grade.is_failing, FALSE),
                       rank = found.rank, ranked = %(ranked)s, grade_note = NULLIF(found.note, '')
                  FROM (SELECT unnest(%(ids)s) AS id, unnest(%(grades)s) AS grade_id, unnest(%(ranks)s) AS rank,
                               unnest(%(notes)s) AS note) found
                  JOIN safety_appraisal_grade grade ON grade.id = found.grade_id
                 WHERE appraisal.id = found.id
                """,
                ids=[row["id"] for row in rows],
                grades=[grades[row["grade"]].id for row in rows],
                ranks=[row["rank"] for row in rows],
                notes=[row["note"] for row in rows],
                ranked=ranked,
            )
        )
