from datetime import timedelta
from itertools import chain

import psycopg2
from psycopg2 import OperationalError

from odoo import api, models
from odoo.tools import SQL

from ...recurrence import RecurrenceError
from ..regulation.safety_duty_rule_calendar import PERIODIC


class SafetyDuty(models.Model):
    """Generation: rules become duties. Statements grow with the rules, never with units or duties."""

    _inherit = "safety.duty"

    @api.model
    def _generate(self, company, first, last, rules=None):
        """Make the calendar duties of ``company`` whose periods overlap the dates ``first`` … ``last``.

        Idempotent: the database holds one duty per rule, seat and period. What is only planned follows its rule: dates
        move when a holiday is announced late, and it goes when its rule, period or unit is gone; what has begun stays.
        A rule that cannot be computed is named in its own ``last_error`` and does not stop the others.

        :param rules: only these, whether in force or not (simulation); None: those in force
        """
        if rules is None:
            self._withdraw_invalid(company)
        in_force = self._rules_in_force(company, PERIODIC) if rules is None else rules
        spans = self.env["safety.special.day"]._spans(company)
        calendar = self.env["safety.special.day"]._work_calendar(company)
        rows, errors = {}, {}
        for rule in in_force:
            try:
                rows[rule] = [
                    SQL("(%s, %s::date, %s::date, %s::date, %s::date, %s::date, %s::timestamp)", rule.id, *dates)
                    for dates in self._occurrence_dates(rule, first, last, spans, calendar, valid=rules is None)
                ]
            except RecurrenceError as error:
                errors[rule] = rule._recurrence_message(error)
            except (ArithmeticError, ValueError) as error:  # figures that no date can hold
                errors[rule] = str(error)
        self._note_errors(in_force, errors)
        if rules is None:
            self._drop_planned(company, in_force)
        sound = in_force.filtered(lambda rule: rule not in errors)
        if sound:
            self._insert_sound(sound, rows, first, last)
            self._assign_turns(sound)

    def _rules_in_force(self, company, causes):
        return (
            self.env["safety.duty.rule"]
            .sudo()
            .search(
                [
                    ("cause", "in", causes),
                    ("company_id", "=", company.id),
                    ("regulation_id.state", "=", "in_force"),
                    ("stage", "=", "valid"),
                ]
            )
        )

    def _occurrence_dates(self, rule, first, last, spans=None, calendar=None, valid=True):
        for item in rule._occurrences(first, last, spans, calendar, valid=valid):
            due, due_at = item.due, None
            if rule.due_kind == "hours":
                due_at = rule.company_id._safety_instant(item.window_start) + timedelta(hours=rule.due_value)
                due = rule.company_id._safety_date(due_at - timedelta(seconds=1))
            yield (
                item.period.start,
                item.period.end,
                item.window_start,
                max(item.window_end, due) if due_at else item.window_end,
                due,
                due_at,
            )

    def _note_errors(self, rules, errors):
        """Write the problems found, and clear those that are gone; touches only rules whose text changes."""
        for rule in rules:
            message = errors.get(rule, False)
            if rule.last_error != message:
                rule.last_error = message

    def _seats_sql(self, rules):
        """Return the SELECT (rule_id, unit_id, post_id, company_id, since, until) of the seats that owe ``rules``.

        With "any" and "joint" the first post that exists at the unit stands for all of them.
        """
        return SQL(
            """
            SELECT owing.rule_id, unit.id AS unit_id, owing.post_id, unit.company_id,
                   unit.date_start AS since, unit.date_end AS until
              FROM (
                SELECT rule.id AS rule_id, rule.company_id, place.type_id, post.id AS post_id, rule.actor_mode,
                       row_number() OVER (PARTITION BY rule.id, place.type_id ORDER BY post.sequence, post.id) AS rank
                  FROM safety_duty_rule rule
                  JOIN (SELECT id AS rule_id, unit_type_id AS type_id FROM safety_duty_rule
                         UNION
                        SELECT safety_duty_rule_id, safety_unit_type_id FROM safety_duty_rule_other_unit_type_rel
                       ) place ON place.rule_id = rule.id
                  JOIN safety_duty_rule_safety_post_rel rel ON rel.safety_duty_rule_id = rule.id
                  JOIN safety_post post ON post.id = rel.safety_post_id
                  JOIN safety_post_safety_unit_type_rel exists_at ON exists_at.safety_post_id = post.id
                       AND exists_at.safety_unit_type_id = place.type_id
                 WHERE rule.id IN %s
                   ) owing
              JOIN safety_unit unit ON unit.type_id = owing.type_id AND unit.company_id = owing.company_id
                   AND unit.active
             WHERE (owing.actor_mode = 'each' OR owing.rank = 1)
               AND (unit.id IN (SELECT safety_unit_id FROM safety_duty_rule_safety_unit_rel only_at
                                 WHERE only_at.safety_duty_rule_id = owing.rule_id)
                    OR NOT EXISTS (SELECT 1 FROM safety_duty_rule_safety_unit_rel only_at
                                    WHERE only_at.safety_duty_rule_id = owing.rule_id))
            """,
            tuple(rules.ids),
        )

    def _insert_sound(self, rules, rows, first, last):
        """Insert the duties of all ``rules`` together; when one breaks the statement, one by one, and it is named.

        :param rows: {rule: its occurrences as SQL rows}
        """
        try:
            with self.env.cr.savepoint():
                self._insert_calendar(rules, list(chain.from_iterable(rows[rule] for rule in rules)), first, last)
        except OperationalError:  # another worker or the server, not a rule
            raise
        except psycopg2.Error:
            self.env.invalidate_all(flush=False)
            for rule in rules:
                with self._guarded(rule):
                    self._insert_calendar(rule, rows[rule], first, last)

    def _insert_calendar(self, rules, rows, first, last):
        """Insert what is planned, move what has not begun, and take away what is planned no more. Two statements."""
        self.env.flush_all()
        plan = self._plan_sql(rules, rows)
        self._drop_unplanned(rules, plan, first, last)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_duty (rule_id, kind_id, unit_id, post_id, company_id, cause_res_id,
                                         period_start, period_end, window_start, window_end, due_date, due_at,
                                         record_required, record_done, target_done, state)
                SELECT rule.id, rule.kind_id, plan.unit_id, plan.post_id, plan.company_id, 0,
                       plan.period_start, plan.period_end, plan.window_start, plan.window_end, plan.due_date,
                       plan.due_at, rule.required_count * rule.times, 0, 0, 'planned'
                  FROM (%s) plan
                  JOIN safety_duty_rule rule ON rule.id = plan.rule_id
                ON CONFLICT (rule_id, unit_id, post_id, period_start) WHERE cause_res_id = 0 DO UPDATE
                   SET period_end = EXCLUDED.period_end, window_start = EXCLUDED.window_start,
                       window_end = EXCLUDED.window_end, due_date = EXCLUDED.due_date, due_at = EXCLUDED.due_at,
                       record_required = EXCLUDED.record_required
                 WHERE safety_duty.state = 'planned'
                   AND (safety_duty.period_end, safety_duty.window_start, safety_duty.window_end,
                        safety_duty.due_date, safety_duty.due_at, safety_duty.record_required)
                       IS DISTINCT FROM
                       (EXCLUDED.period_end, EXCLUDED.window_start, EXCLUDED.window_end,
                        EXCLUDED.due_date, EXCLUDED.due_at, EXCLUDED.record_required)
                """,
                plan,
            )
        )
        self.invalidate_model()

    def _plan_sql(self, rules, rows):
        """Return the SELECT of what is planned: each occurrence in ``rows`` for each seat that exists in its period."""
        empty = SQL("(NULL::int, NULL::date, NULL::date, NULL::date, NULL::date, NULL::date, NULL::timestamp)")
        return SQL(
            """
            SELECT plan.*, seat.unit_id, seat.post_id, seat.company_id
              FROM (VALUES %s) plan (rule_id, period_start, period_end, window_start, window_end, due_date, due_at)
              JOIN (%s) seat ON seat.rule_id = plan.rule_id
                   AND (seat.since IS NULL OR seat.since <= plan.period_end)
                   AND (seat.until IS NULL OR seat.until >= plan.period_start)
            """,
            SQL(", ").join(rows or [empty]),
            self._seats_sql(rules),
        )

    def _drop_unplanned(self, rules, plan, first, last):
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM safety_duty duty
                 WHERE duty.state = 'planned' AND duty.cause_res_id = 0 AND duty.rule_id IN %(rules)s
                   AND duty.period_end >= %(first)s AND duty.period_start <= %(last)s
                   AND (duty.rule_id, duty.unit_id, duty.post_id, duty.period_start) NOT IN (
                       SELECT rule_id, unit_id, post_id, period_start FROM (%(plan)s) plan)
                """,
                rules=tuple(rules.ids),
                first=first,
                last=last,
                plan=plan,
            )
        )

    def _drop_planned(self, company, in_force):
        """Take away what was planned for rules that are not in force any more: repealed, archived, replaced."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM safety_duty
                 WHERE state = 'planned' AND cause_res_id = 0 AND company_id = %s AND NOT rule_id = ANY(%s)
                """,
                company.id,
                in_force.ids,
            )
        )

    @api.model
    def _horizon(self, company):
        """Return (first, last): from today to the street's horizon."""
        today = company._safety_today()
        return today, today + timedelta(days=company.safety_horizon_days)
