from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

# Causes older than this make no duty that counts in working days: the table of working days has to end somewhere.
WORKDAY_REACH = 800
# Never filled in they are NULL in the table, and mean 0.
OFFSETS = ("offset_from", "offset_to")


class SafetyDuty(models.Model):
    """Generation: one duty per causing record and seat. Set-based; a rule that fails is named and stops nothing."""

    _inherit = "safety.duty"

    @api.model
    def _generate_caused(self, company, rules=None, span=None):
        """Make or move the duties that records cause, one per record, round and seat; waive those whose cause is gone.

        :param rules: only these, whether in force or not (simulation)
        :param span: (first, last) causing date, instead of the rules' own validity
        """
        rules = self._rules_in_force(company, ("record",)) if rules is None else rules
        calendar = self.env["safety.special.day"]._work_calendar(company)
        for rule in rules:
            with self._guarded(rule):
                domain = self.env["safety.duty.kind"]._parse_domain(rule.cause_domain, rule.cause_model, rule.name)
                causes = self._causes_sql(rule, domain)
                self._insert_caused(rule, causes, calendar, span)
                self._waive_uncaused(rule, causes)

    def _causes_sql(self, rule, domain):
        """Return a subquery (id, unit_id, date, at) of the records that cause duties of ``rule``; at: the instant."""
        model = self.env[rule.cause_model].sudo().with_context(active_test=False)
        query = model._search(domain & self._street_domain(model, rule.company_id))
        alias = query.table
        name = rule.cause_date_field_id.sudo().name
        column = model._field_to_sql(alias, name, query)
        if model._fields[name].type == "datetime":
            instant = column
        else:
            zone = rule.company_id.safety_tz
            instant = SQL("(%s::timestamp AT TIME ZONE %s) AT TIME ZONE 'UTC'", column, zone)
        return query.select(
            SQL("%s AS id", SQL.identifier(alias, "id")),
            SQL("%s AS unit_id", model._field_to_sql(alias, rule.cause_unit_field_id.sudo().name, query)),
            SQL("%s AS date", self._day_sql(model, alias, name, query, rule.company_id)),
            SQL("%s AS at", instant),
        )

    def _day_sql(self, model, alias, name, query, company):
        """Return the SQL of the street's date of a date or datetime field."""
        column = model._field_to_sql(alias, name, query)
        if model._fields[name].type == "datetime":
            return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", column, company.safety_tz)
        return column

    def _clock_sql(self, rule, calendar):
        """Return (JOIN, window start, due date, due instant) SQL for ``cause.date`` and ``cause.at``."""
        if rule.offset_unit == "hours":
            due_at = SQL("cause.at + make_interval(hours => COALESCE(rule.offset_to, 0))")
            day = SQL("((%s) AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", due_at, rule.company_id.safety_tz)
            return SQL(), SQL("cause.date + LEAST(rule.offset_from, 0)"), day, due_at
        if rule.offset_unit == "workdays":
            today = rule.company_id._safety_today()
            days = (today + timedelta(days=n) for n in range(-WORKDAY_REACH, WORKDAY_REACH))
            rows = [
                SQL(
                    "(%s::date, %s::date, %s::date)",
                    day,
                    calendar.add_workdays(day, rule.offset_from),
                    calendar.add_workdays(day, rule.offset_to),
                )
                for day in days
            ]
            join = SQL("JOIN (VALUES %s) worked (day, first, last) ON worked.day = cause.date", SQL(", ").join(rows))
            return join, SQL("worked.first"), SQL("worked.last"), SQL("NULL::timestamp")
        first, last = (SQL("cause.date + COALESCE(%s, 0)", SQL.identifier("rule", name)) for name in OFFSETS)
        # Months have no thirty days: one record must not stand for two rounds.
        first = SQL("GREATEST(%s, cause.previous + COALESCE(rule.offset_to, 0) + 1)", first)
        return SQL(), first, last, SQL("NULL::timestamp")

    def _rounds_sql(self, rule, causes, until):
        """Return ``causes`` with the round: once, or for a rule that repeats every so many months up to ``until``."""
        if not rule.repeat_months:
            return SQL("SELECT cause.*, 0 AS round, NULL::date AS previous FROM (%s) cause", causes)
        return SQL(
            """
            SELECT cause.id, cause.unit_id, (cause.date + make_interval(months => round * %(every)s))::date AS date,
                   cause.at + make_interval(months => round * %(every)s) AS at, round,
                   CASE WHEN round > 0
                        THEN (cause.date + make_interval(months => (round - 1) * %(every)s))::date END AS previous
              FROM (%(causes)s) cause
              JOIN LATERAL age(%(until)s::timestamp, cause.date::timestamp) passed ON TRUE
              JOIN LATERAL generate_series(
                       0, GREATEST(0, (12 * EXTRACT(YEAR FROM passed) + EXTRACT(MONTH FROM passed))::int / %(every)s)
                   ) round ON TRUE
            """,
            causes=causes,
            every=rule.repeat_months,
            until=until,
        )

    def _insert_caused(self, rule, causes, calendar, span=None):
        """Insert the duties of the causes, and move those that are open with their causes. One statement."""
        self.env.flush_all()
        start, end = span or rule._valid_span()
        rounds = self._rounds_sql(rule, causes, span and span[1] or rule.company_id._safety_today())
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_duty (rule_id, kind_id, unit_id, post_id, company_id, cause_model, cause_res_id,
                                         cause_round, period_start, period_end, window_start, window_end, due_date,
                                         due_at, record_required, record_done, target_done, state)
                SELECT rule_id, kind_id, unit_id, post_id, company_id, %s, cause_id, round, first, last, first, last,
                       last, due_at, required, 0, 0, 'planned'
                  FROM (%s) caused
                ON CONFLICT (rule_id, unit_id, post_id, cause_res_id, COALESCE(cause_round, 0))
                      WHERE cause_res_id <> 0 DO UPDATE
                   SET period_start = EXCLUDED.period_start, period_end = EXCLUDED.period_end,
                       window_start = EXCLUDED.window_start, window_end = EXCLUDED.window_end,
                       due_date = EXCLUDED.due_date, due_at = EXCLUDED.due_at
                 WHERE safety_duty.state IN ('planned', 'open')
                   AND (safety_duty.due_date, safety_duty.due_at)
                       IS DISTINCT FROM (EXCLUDED.due_date, EXCLUDED.due_at)
                """,
                rule.cause_model,
                self._caused_sql(rule, rounds, calendar, start, end),
            )
        )
        self.invalidate_model()

    def _caused_sql(self, rule, causes, calendar, start, end):
        """Return the SELECT of the duties that ``causes`` of the days ``start`` … ``end`` (None: open) cause.

        What is closed stays as it was closed, and years of it must not be tried again every night.
        """
        join, first, last, due_at = self._clock_sql(rule, calendar)
        return SQL(
            """
            SELECT rule.id AS rule_id, rule.kind_id, unit.id AS unit_id, seat.post_id, unit.company_id,
                   cause.id AS cause_id, cause.round, %(first)s AS first, %(last)s AS last, %(due_at)s AS due_at,
                   rule.required_count * rule.times AS required
              FROM (%(causes)s) cause
              JOIN safety_duty_rule rule ON rule.id = %(rule)s
              JOIN safety_unit place ON place.id = cause.unit_id AND place.company_id = rule.company_id
              JOIN (%(seats)s) seat ON seat.rule_id = rule.id
              JOIN safety_unit unit ON unit.id = seat.unit_id
                   AND %(bound)s
              %(join)s
             WHERE cause.date IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM safety_duty known
                                WHERE known.rule_id = rule.id AND known.cause_res_id = cause.id
                                  AND known.unit_id = unit.id AND known.post_id = seat.post_id
                                  AND COALESCE(known.cause_round, 0) = cause.round
                                  AND known.state NOT IN ('planned', 'open'))
               AND (%(start)s::date IS NULL OR cause.date >= %(start)s)
               AND (%(end)s::date IS NULL OR cause.date <= %(end)s)
            """,
            causes=causes,
            rule=rule.id,
            seats=self._seats_sql(rule),
            bound=self._bound_sql(rule),
            join=join,
            first=first,
            last=last,
            due_at=due_at,
            start=start,
            end=end,
        )

    def _waive_uncaused(self, rule, causes):
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty SET state = 'waived', closed_on = %(today)s
                 WHERE rule_id = %(rule)s AND state IN ('planned', 'open')
                   AND NOT EXISTS (SELECT 1 FROM (%(causes)s) cause WHERE cause.id = safety_duty.cause_res_id)
                """,
                today=rule.company_id._safety_today(),
                rule=rule.id,
                causes=causes,
            )
        )
        self.invalidate_model()
