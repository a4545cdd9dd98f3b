from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.street_safety_base.models.duty.safety_duty_targets import ANCESTORS

from .safety_appraisal import OFFICE

#: What a line keeps of its indicator, so that a scheme edited later changes no confirmed sheet.
KEPT = (
    "sequence", "section", "name", "standard", "weight", "kind", "deduction_each", "deduction_cap", "target_rate",
    "when_empty", "is_veto", "veto_from",
)  # fmt: skip


class SafetyAppraisal(models.Model):
    """Computation: statements grow with the indicators of a scheme, never with the units appraised (design.md §6)."""

    _inherit = "safety.appraisal"

    @api.model
    def _generate(self, scheme, company, year):
        """Make the missing appraisals of ``company`` by ``scheme`` for ``year``; compute and return all of that year.

        :raises AccessError: not the office, or its seats do not reach a unit
        :raises ValidationError: the scheme is not complete
        """
        scheme.check_access("read")
        scheme._check_usable()
        if not self.env.su and not self.env.user.has_group(OFFICE):
            raise AccessError(self.env._("Only the safety committee office appraises."))
        units = self._subjects(scheme, company, year)
        self.env["safety.access"]._check(units, "approve")
        self._insert_missing(scheme, units, year)
        appraisals = self.search(
            Domain("scheme_id", "=", scheme.id)
            & Domain("company_id", "=", company.id)
            & Domain("year", "=", year)
            & Domain("state", "!=", "void")
        )
        appraisals.filtered(lambda appraisal: appraisal.state == "draft")._compute_figures()
        return appraisals

    def _insert_missing(self, scheme, units, year):
        """Insert a draft for each of ``units`` that has none for the year. One statement."""
        first, last = self._year_span(year)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_appraisal (scheme_id, unit_id, company_id, year, date_from, date_to, state, total,
                                              is_vetoed, create_uid, create_date, write_uid, write_date)
                SELECT %(scheme)s, unit.id, unit.company_id, %(year)s, %(first)s, %(last)s, 'draft', 0,
                       FALSE, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM safety_unit unit WHERE unit.id IN %(units)s
                ON CONFLICT DO NOTHING
                """,
                scheme=scheme.id,
                year=year,
                first=first,
                last=last,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                units=tuple(units.ids) or (0,),
            )
        )
        self.invalidate_model()

    def _subjects(self, scheme, company, year):
        """Return the units of the scheme's type that existed in the year."""
        first, last = self._year_span(year)
        return self.env["safety.unit"].search(
            Domain("type_id", "=", scheme.unit_type_id.id)
            & Domain("company_id", "=", company.id)
            & (Domain("date_start", "=", False) | Domain("date_start", "<=", last))
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", first))
        )

    def _compute_figures(self):
        """Compute the draft appraisals anew, with the ids of the records counted; marks given by hand stay."""
        for (scheme, first, last), group in self.grouped(lambda a: (a.scheme_id, a.date_from, a.date_to)).items():
            self.env.flush_all()
            group._make_lines()
            for indicator in scheme.sudo().indicator_ids.filtered(lambda i: i.kind != "hand"):
                total = self._records_domain(indicator, indicator.domain_total, first, last)
                counted = self._records_domain(indicator, indicator.domain, first, last)
                if indicator.kind == "rate":
                    group._count(indicator, counted & total, "count", "counted_ids")
                    group._count(indicator, total, "total", "total_ids")
                else:
                    group._count(indicator, counted, "count", "counted_ids")
            group._tally()

    def _make_lines(self):
        """One line per appraisal and indicator, with the indicator's present figures. Two statements."""
        columns = [SQL.identifier(name) for name in KEPT]
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM safety_appraisal_line WHERE appraisal_id IN %s AND indicator_id IS NULL
                """,
                tuple(self.ids),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_appraisal_line AS line
                       (appraisal_id, indicator_id, model, count, total, deduction, score, assessed, %(columns)s)
                SELECT appraisal.id, indicator.id, ir_model.model, 0, 0, 0, 0, FALSE, %(values)s
                  FROM safety_appraisal appraisal
                  JOIN safety_appraisal_indicator indicator ON indicator.scheme_id = appraisal.scheme_id
             LEFT JOIN ir_model ON ir_model.id = indicator.model_id
                 WHERE appraisal.id IN %(ids)s
                ON CONFLICT (appraisal_id, indicator_id) DO UPDATE SET %(updates)s, model = EXCLUDED.model
                """,
                columns=SQL(", ").join(columns),
                values=SQL(", ").join(SQL("indicator.%s", column) for column in columns),
                ids=tuple(self.ids),
                updates=SQL(", ").join(SQL("%s = EXCLUDED.%s", column, column) for column in columns),
            )
        )

    @api.model
    def _records_domain(self, indicator, text, first, last):
        """Return the Domain of the records of ``indicator`` (sudo) between two dates, on its model."""
        domain = self.env["safety.duty.kind"]._parse_domain(text, indicator.model, indicator.name)
        name = indicator.date_field_id.name
        if self.env[indicator.model]._fields[name].type == "datetime":
            street = self.company_id[:1] or self.env.company
            start = street._safety_instant(first)
            end = street._safety_instant(fields.Date.add(last, days=1))
            return domain & Domain(name, ">=", start) & Domain(name, "<", end)
        return domain & Domain(name, ">=", first) & Domain(name, "<=", last)

    def _count(self, indicator, domain, column, ids_column):
        """Write how many records of ``domain`` lie in each appraised unit, and which. One statement."""
        model = self.env[indicator.model].sudo().with_context(active_test=False)
        query = model._search(domain)
        records = query.select(
            SQL("%s AS id", SQL.identifier(query.table, "id")),
            SQL("%s AS unit_id", model._field_to_sql(query.table, indicator.unit_field_id.name, query)),
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_appraisal_line line
                   SET %(column)s = found.n, %(ids_column)s = found.ids
                  FROM (
                        SELECT appraisal.id, COUNT(record.id) AS n,
                               COALESCE(jsonb_agg(record.id ORDER BY record.id) FILTER (WHERE record.id IS NOT NULL),
                                        '[]'::jsonb) AS ids
                          FROM safety_appraisal appraisal
                          JOIN (%(ancestors)s) tree ON tree.ancestor_id = appraisal.unit_id
                     LEFT JOIN (%(records)s) record ON record.unit_id = tree.unit_id
                         WHERE appraisal.id IN %(ids)s
                         GROUP BY appraisal.id
                       ) found
                 WHERE line.appraisal_id = found.id AND line.indicator_id = %(indicator)s
                """,
                column=SQL.identifier(column),
                ids_column=SQL.identifier(ids_column),
                ancestors=ANCESTORS,
                records=records,
                ids=tuple(self.ids),
                indicator=indicator.id,
            )
        )

    def _tally(self):
        """Score the lines, add them up and find the grades. Two statements; the sheet has the same formulas."""
        self.env.flush_all()
        self._score_lines()
        self._add_up()
        self.invalidate_recordset()
        self.env["safety.appraisal.line"].invalidate_model()

    def _score_lines(self):
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_appraisal_line line
                   SET deduction = scored.off, score = line.weight - scored.off
                  FROM (
                        SELECT id, CASE
                               WHEN kind = 'count' THEN LEAST(weight, ROUND(LEAST(count * deduction_each,
                                    COALESCE(NULLIF(deduction_cap, 0), weight)), 2))
                               WHEN kind = 'rate' AND total = 0 AND when_empty = 'full' THEN 0
                               WHEN kind = 'rate' AND total = 0 THEN weight
                               WHEN kind = 'rate'
                               THEN ROUND(weight * (1 - LEAST(1, count * 100.0 / total / target_rate)), 2)
                               ELSE deduction END AS off
                          FROM safety_appraisal_line WHERE appraisal_id IN %s
                       ) scored
                 WHERE scored.id = line.id
                """,
                tuple(self.ids),
            )
        )

    def _add_up(self):
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_appraisal appraisal
                   SET total = sums.total, is_vetoed = sums.vetoed, computed_on = %(now)s,
                       grade_id = grade.id, grade_name = grade.name, is_failing = grade.is_failing IS TRUE,
                       bands = bands.list
                  FROM (
                        SELECT appraisal_id, SUM(score) AS total,
                               BOOL_OR(is_veto AND count >= veto_from) AS vetoed
                          FROM safety_appraisal_line WHERE appraisal_id IN %(ids)s GROUP BY appraisal_id
                       ) sums
                  JOIN safety_appraisal own ON own.id = sums.appraisal_id
                  JOIN LATERAL (
                        SELECT id, name, is_failing FROM safety_appraisal_grade
                         WHERE scheme_id = own.scheme_id AND (minimum <= sums.total OR sums.vetoed)
                         ORDER BY CASE WHEN sums.vetoed THEN minimum ELSE -minimum END LIMIT 1
                       ) grade ON TRUE
                  JOIN LATERAL (
                        SELECT jsonb_agg(jsonb_build_array(name, minimum) ORDER BY minimum DESC) AS list
                          FROM safety_appraisal_grade WHERE scheme_id = own.scheme_id
                       ) bands ON TRUE
                 WHERE appraisal.id = sums.appraisal_id
                """,
                ids=tuple(self.ids),
                now=fields.Datetime.now(),
            )
        )
