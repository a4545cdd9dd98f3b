from datetime import timedelta

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...recurrence import RecurrenceError, occurrences


class SafetyDuty(models.Model):
    """Generation: rules become duties. Statements grow with the rules, never with units or duties."""

    _inherit = "safety.duty"

    @api.model
    def _generate(self, company, first, last):
        """Make the calendar duties of ``company`` whose periods overlap the dates ``first`` … ``last``.

        Idempotent: the database holds one duty per rule, seat and period. A rule that cannot be computed is named in
        its own ``last_error`` and does not stop the others.
        """
        self._withdraw_invalid(company)
        rules = self._rules_in_force(company, "calendar")
        rows, errors = [], {}
        for rule in rules:
            try:
                rows += [
                    SQL("(%s, %s::date, %s::date, %s::date, %s::date, %s::date)", rule.id, *dates)
                    for dates in self._occurrence_dates(rule, first, last)
                ]
            except RecurrenceError as error:
                errors[rule] = rule._recurrence_message(error)
        self._note_errors(rules, errors)
        if rows:
            self._insert_calendar(SQL(", ").join(rows))

    @api.model
    def _generate_caused(self, company):
        """Make or move the duties that records cause, one per record and seat; waive those whose cause is gone."""
        rules = self._rules_in_force(company, "record")
        errors = {}
        for rule in rules:
            try:
                domain = self.env["safety.duty.kind"]._parse_domain(rule.cause_domain, rule.cause_model, rule.name)
            except ValidationError as error:
                errors[rule] = error.args[0]
                continue
            causes = self._causes_sql(rule, domain)
            self._insert_caused(rule, causes)
            self._waive_uncaused(rule, causes)
        self._note_errors(rules, errors)

    def _rules_in_force(self, company, cause):
        return (
            self.env["safety.duty.rule"]
            .sudo()
            .search([("cause", "=", cause), ("company_id", "=", company.id), ("regulation_id.state", "=", "in_force")])
        )

    def _occurrence_dates(self, rule, first, last):
        start, end = rule._valid_span()
        for item in occurrences(
            first,
            last,
            unit=rule.period_unit,
            anchor=rule.anchor_date or None,
            window_spec=rule._window_spec(),
            due_spec=rule._due_spec(),
            valid_from=start,
            valid_to=end,
            edge_mode=rule.edge_mode,
        ):
            yield item.period.start, item.period.end, item.window_start, item.window_end, item.due

    def _note_errors(self, rules, errors):
        """Write the problems found, and clear those that are gone; touches only rules whose text changes."""
        for rule in rules:
            message = errors.get(rule, False)
            if rule.last_error != message:
                rule.last_error = message

    def _seats_sql(self):
        """Return the FROM part that gives every rule ``rule`` its posts as ``seat.post_id``."""
        return SQL(
            """
            JOIN LATERAL (
                SELECT post.id AS post_id
                  FROM safety_duty_rule_safety_post_rel rel
                  JOIN safety_post post ON post.id = rel.safety_post_id
                 WHERE rel.safety_duty_rule_id = rule.id
                 ORDER BY post.sequence, post.id
                 LIMIT CASE WHEN rule.actor_mode = 'each' THEN NULL ELSE 1 END
            ) seat ON TRUE
            """
        )

    def _insert_calendar(self, rows):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_duty (rule_id, kind_id, unit_id, post_id, company_id, cause_res_id,
                                         period_start, period_end, window_start, window_end, due_date,
                                         record_required, record_done, target_done, state)
                SELECT rule.id, rule.kind_id, unit.id, seat.post_id, unit.company_id, 0,
                       plan.period_start, plan.period_end, plan.window_start, plan.window_end, plan.due_date,
                       rule.required_count, 0, 0, 'planned'
                  FROM (VALUES %s) plan (rule_id, period_start, period_end, window_start, window_end, due_date)
                  JOIN safety_duty_rule rule ON rule.id = plan.rule_id
                  JOIN safety_unit unit ON unit.type_id = rule.unit_type_id AND unit.company_id = rule.company_id
                       AND unit.active
                       AND (unit.date_start IS NULL OR unit.date_start <= plan.period_end)
                       AND (unit.date_end IS NULL OR unit.date_end >= plan.period_start)
                  %s
                ON CONFLICT DO NOTHING
                """,
                rows,
                self._seats_sql(),
            )
        )
        self.invalidate_model()

    def _causes_sql(self, rule, domain):
        """Return a subquery (id, unit_id, date) of the records that cause duties of ``rule``."""
        model = self.env[rule.cause_model].sudo().with_context(active_test=False)
        query = model._search(domain)
        alias = query.table
        day = self._day_sql(model, alias, rule.cause_date_field_id.sudo().name, query, rule.company_id)
        return query.select(
            SQL("%s AS id", SQL.identifier(alias, "id")),
            SQL("%s AS unit_id", model._field_to_sql(alias, rule.cause_unit_field_id.sudo().name, query)),
            SQL("%s AS date", day),
        )

    def _day_sql(self, model, alias, name, query, company):
        """Return the SQL of the street's date of a date or datetime field."""
        column = model._field_to_sql(alias, name, query)
        if model._fields[name].type == "datetime":
            return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", column, company.safety_tz)
        return column

    def _insert_caused(self, rule, causes):
        start, end = rule._valid_span()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_duty (rule_id, kind_id, unit_id, post_id, company_id, cause_model, cause_res_id,
                                         period_start, period_end, window_start, window_end, due_date,
                                         record_required, record_done, target_done, state)
                SELECT rule.id, rule.kind_id, unit.id, seat.post_id, unit.company_id, %(model)s, cause.id,
                       cause.date + rule.offset_from, cause.date + rule.offset_to,
                       cause.date + rule.offset_from, cause.date + rule.offset_to, cause.date + rule.offset_to,
                       rule.required_count, 0, 0, 'planned'
                  FROM (%(causes)s) cause
                  JOIN safety_duty_rule rule ON rule.id = %(rule)s
                  JOIN safety_unit place ON place.id = cause.unit_id AND place.company_id = rule.company_id
                  JOIN safety_unit unit ON unit.type_id = rule.unit_type_id
                       AND starts_with(place.parent_path, unit.parent_path)
                  %(seats)s
                 WHERE cause.date IS NOT NULL
                   AND (%(start)s::date IS NULL OR cause.date >= %(start)s)
                   AND (%(end)s::date IS NULL OR cause.date <= %(end)s)
                ON CONFLICT (rule_id, unit_id, post_id, cause_res_id) WHERE cause_res_id <> 0 DO UPDATE
                   SET period_start = EXCLUDED.period_start, period_end = EXCLUDED.period_end,
                       window_start = EXCLUDED.window_start, window_end = EXCLUDED.window_end,
                       due_date = EXCLUDED.due_date
                 WHERE safety_duty.state IN ('planned', 'open') AND safety_duty.due_date <> EXCLUDED.due_date
                """,
                model=rule.cause_model,
                causes=causes,
                rule=rule.id,
                seats=self._seats_sql(),
                start=start,
                end=end,
            )
        )
        self.invalidate_model()

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

    @api.model
    def _horizon(self, company):
        """Return (first, last): from today to the street's horizon."""
        today = company._safety_today()
        return today, today + timedelta(days=company.safety_horizon_days)
