from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.street_safety_base.models.duty.safety_duty_targets import ANCESTORS

from .safety_appraisal import OFFICE, OPEN

#: What a line keeps of its indicator, so that a scheme edited later changes no confirmed sheet.
KEPT = (
    "sequence", "section", "name", "standard", "weight", "kind", "effect", "deduction_each", "deduction_cap",
    "target_rate", "when_empty", "is_veto", "veto_from",
)  # fmt: skip


class SafetyAppraisal(models.Model):
    """Computation: statements grow with the indicators of a scheme, never with the units appraised (design.md §6)."""

    _inherit = "safety.appraisal"

    @api.model
    def _generate(self, scheme, company, year, number=1):
        """Make the missing appraisals of ``company`` by ``scheme`` for a period; compute and return all of it.

        :param number: which period of the year, for schemes that appraise more often
        :raises AccessError: not the office, or its seats do not reach a unit
        :raises ValidationError: the scheme is not complete, or the year has no such period
        """
        scheme.check_access("read")
        scheme._check_usable()
        if not self.env.su and not self.env.user.has_group(OFFICE):
            raise AccessError(self.env._("Only the safety committee office appraises."))
        first, last = scheme._span(year, number)
        units = self._subjects(scheme, company, first, last)
        self.env["safety.access"]._check(units, "approve")
        self._insert_missing(scheme, units, first, last)
        appraisals = self.search(
            Domain("scheme_id", "=", scheme.id)
            & Domain("company_id", "=", company.id)
            & Domain("period_start", "=", first)
            & Domain("state", "!=", "void")
        )
        appraisals.filtered(lambda appraisal: appraisal.state in OPEN)._compute_figures()
        return appraisals

    def _insert_missing(self, scheme, units, first, last):
        """Insert a draft for each of ``units``, or each of its people, that has none for the period. One statement."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_appraisal (scheme_id, unit_id, user_id, company_id, year, period_start, date_from,
                                              date_to, state, total, is_vetoed, create_uid, create_date, write_uid,
                                              write_date)
                SELECT %(scheme)s, subject.unit_id, subject.user_id, subject.company_id, %(year)s, %(first)s,
                       subject.date_from, subject.date_to, 'draft', 0, FALSE, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM (%(subjects)s) subject
                ON CONFLICT DO NOTHING
                """,
                scheme=scheme.id,
                year=first.year,
                first=first,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                subjects=self._subjects_sql(scheme, units, first, last),
            )
        )
        self.invalidate_model()

    def _subjects_sql(self, scheme, units, first, last):
        """Return SQL of (unit_id, user_id, company_id, date_from, date_to): people for the days they held the post."""
        ids = units.ids or [0]
        if scheme.subject == "unit":
            return SQL(
                "SELECT id AS unit_id, NULL::int AS user_id, company_id, %s::date AS date_from, %s::date AS date_to"
                " FROM safety_unit WHERE id = ANY(%s)",
                first,
                last,
                ids,
            )
        return SQL(
            """
            SELECT seat.unit_id, seat.user_id, unit.company_id, GREATEST(MIN(seat.date_start), %(first)s) AS date_from,
                   LEAST(MAX(COALESCE(seat.date_end, %(last)s)), %(last)s) AS date_to
              FROM safety_appointment seat
              JOIN safety_unit unit ON unit.id = seat.unit_id
             WHERE seat.unit_id = ANY(%(units)s) AND seat.post_id = ANY(%(posts)s)
               AND seat.date_start <= %(last)s AND (seat.date_end IS NULL OR seat.date_end >= %(first)s)
             GROUP BY seat.unit_id, seat.user_id, unit.company_id
            """,
            first=first,
            last=last,
            units=ids,
            posts=scheme.post_ids.ids or [0],
        )

    def _subjects(self, scheme, company, first, last):
        """Return the units of the scheme's types that existed in the period."""
        return (
            self.env["safety.unit"]
            .with_context(active_test=False)
            .search(
                Domain("type_id", "in", (scheme.unit_type_id | scheme.more_type_ids).ids)
                & Domain("company_id", "=", company.id)
                & (Domain("date_start", "=", False) | Domain("date_start", "<=", last))
                & (Domain("date_end", "=", False) | Domain("date_end", ">=", first))
            )
        )

    def _compute_figures(self):
        """Compute the open appraisals anew, with the ids of the records counted; marks given by hand stay."""
        for (scheme, _start), group in self.grouped(lambda a: (a.scheme_id, a.period_start)).items():
            self.env.flush_all()
            group._make_lines()
            first, last = min(group.mapped("date_from")), max(group.mapped("date_to"))
            indicators = scheme.sudo().with_company(group.company_id[:1]).indicator_ids
            for indicator in indicators.filtered(lambda i: i.kind != "hand"):
                total = indicator._chosen_domain(first, last, indicator.domain_total)
                counted = indicator._chosen_domain(first, last)
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

    def _count(self, indicator, domain, column, ids_column):
        """Write how many records of ``domain`` lie in each appraised unit and its days, and which. One statement."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_appraisal_line line
                   SET %(column)s = found.n, %(ids_column)s = found.ids, amount = found.amount
                  FROM (
                        SELECT appraisal.id, COUNT(DISTINCT record.id) AS n, COALESCE(SUM(record.value), 0) AS amount,
                               COALESCE(jsonb_agg(record.id ORDER BY record.id) FILTER (WHERE record.id IS NOT NULL),
                                        '[]'::jsonb) AS ids
                          FROM safety_appraisal appraisal
                          JOIN (%(ancestors)s) tree ON tree.ancestor_id = appraisal.unit_id
                     LEFT JOIN (%(records)s) record ON record.unit_id = tree.unit_id
                               AND record.day BETWEEN appraisal.date_from AND appraisal.date_to
                               AND %(own)s
                         WHERE appraisal.id = ANY(%(ids)s)
                         GROUP BY appraisal.id
                       ) found
                 WHERE line.appraisal_id = found.id AND line.indicator_id = %(indicator)s
                """,
                column=SQL.identifier(column),
                ids_column=SQL.identifier(ids_column),
                ancestors=ANCESTORS,
                records=self._records_sql(indicator, domain),
                own=self._own_sql(indicator),
                ids=self.ids,
                indicator=indicator.id,
            )
        )

    def _records_sql(self, indicator, domain):
        """Return SQL of (id, unit_id, day, value, user_id) of the records of ``domain``."""
        person, summed = indicator.person_field_id, indicator.kind == "sum"
        return indicator._chosen_sql(
            domain,
            ("value", indicator.value_field_id.name if summed else None),
            ("user_id", person.name if person.ttype == "many2one" else None),
        )

    def _own_sql(self, indicator):
        """Return the condition that a record is the appraised person's, where the indicator says whose it is."""
        person = indicator.person_field_id
        if not person:
            return SQL("TRUE")
        if person.ttype == "many2one":
            return SQL("(appraisal.user_id IS NULL OR record.user_id = appraisal.user_id)")
        field = self.env[indicator.model]._fields[person.name]
        return SQL(
            "(appraisal.user_id IS NULL OR EXISTS (SELECT 1 FROM %s own WHERE %s = record.id"
            " AND %s = appraisal.user_id))",
            SQL.identifier(field.relation),
            SQL.identifier("own", field.column1),
            SQL.identifier("own", field.column2),
        )
