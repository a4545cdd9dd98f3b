from odoo import api, models
from odoo.tools import SQL


class SafetyDuty(models.Model):
    """Generation of launched duties."""

    _inherit = "safety.duty"

    @api.model
    def _generate_launched(self, launch):
        """Make and open the duties of ``launch``. Idempotent. One statement a rule."""
        calendar = self.env["safety.special.day"]._work_calendar(launch.company_id)
        for rule in launch.rule_ids.sudo():
            cause = SQL(
                "SELECT %s AS id, %s AS unit_id, %s::date AS date, %s::timestamp AS at",
                launch.id,
                launch.unit_id.id,
                launch.company_id._safety_date(launch.started_at),
                launch.started_at,
            )
            self._insert_launched(rule, launch, cause, calendar)
        self._open_due(launch.company_id, launch.rule_ids.sudo())

    def _insert_launched(self, rule, launch, cause, calendar):
        join, _first, last, due_at = self._clock_sql(rule, calendar)
        if launch.hours:
            due_at = SQL("cause.at + make_interval(hours => %s)", launch.hours)
            last = SQL("((%s) AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", due_at, launch.company_id.safety_tz)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_duty (rule_id, kind_id, unit_id, post_id, company_id, cause_model, cause_res_id,
                                         period_start, period_end, window_start, window_end, due_date, due_at,
                                         record_required, record_done, target_done, state)
                SELECT rule.id, rule.kind_id, unit.id, seat.post_id, unit.company_id, %(model)s, cause.id,
                       cause.date, %(last)s, cause.date, %(last)s, %(last)s, %(due_at)s,
                       rule.required_count * rule.times, 0, 0, 'planned'
                  FROM (%(cause)s) cause
                  JOIN safety_duty_rule rule ON rule.id = %(rule)s
                  JOIN safety_unit place ON place.id = cause.unit_id
                  JOIN (%(seats)s) seat ON seat.rule_id = rule.id
                  JOIN safety_unit unit ON unit.id = seat.unit_id
                       AND (starts_with(unit.parent_path, place.parent_path)
                            OR starts_with(place.parent_path, unit.parent_path))
                  %(join)s
                ON CONFLICT DO NOTHING
                """,
                model="safety.duty.launch",
                last=last,
                due_at=due_at,
                cause=cause,
                rule=rule.id,
                seats=self._seats_sql(rule),
                join=join,
            )
        )
        self.invalidate_model()

    def _call_off(self, launch):
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty SET state = 'waived', closed_on = %s
                 WHERE cause_model = 'safety.duty.launch' AND cause_res_id = %s AND state IN ('planned', 'open')
                """,
                launch.company_id._safety_today(),
                launch.id,
            )
        )
        self.invalidate_model()
