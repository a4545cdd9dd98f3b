from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

# A step that nobody did in time is still done so many days later; older ones are history (a rule adopted late).
GRACE = 7
# So many duties a digest names; the rest it counts.
LISTED = 50


class SafetyDuty(models.Model):
    """Steps: reminders before, escalation after. Everybody told gets one digest, however many duties it names."""

    _inherit = "safety.duty"

    @api.model
    def _do_steps(self, company, units=("days", "workdays", "hours"), tell=True):
        """Do the steps of the duties of ``company`` whose moment has come. Statements grow with people told only.

        :param units: only steps counted in these: days are told once a day, by the night
        :param tell: send the messages now; else the daily digest of the same night tells them
        """
        limits = self._step_limits(company, units)
        rows = self._claim_steps(company, limits, to_tell=not tell) if limits else []
        if rows:
            if tell:
                self._tell_steps(company, rows)
            steps = self.env["safety.duty.step"].sudo().browse({step for _duty, step in rows})
            for step in steps.filtered(lambda step: step.propose != "none"):
                duties = self.browse(duty for duty, step_id in rows if step_id == step.id)
                getattr(self, f"_propose_{step.propose}")(duties, step)

    def _step_limits(self, company, units=("days", "workdays", "hours")):
        """Return (step id, last due date, last due instant) whose step has come, as SQL rows."""
        steps = (
            self.env["safety.duty.step"].sudo().search([("company_id", "=", company.id), ("offset_unit", "in", units)])
        )
        if not steps:
            return []
        today, now = company._safety_today(), fields.Datetime.now()
        calendar = self.env["safety.special.day"]._work_calendar(company)
        rows = []
        for step in steps:
            if step.offset_unit == "hours":
                rows.append(SQL("(%s, NULL::date, %s::timestamp)", step.id, now - timedelta(hours=step.offset)))
                continue
            day = today - timedelta(days=step.offset)
            if step.offset_unit == "workdays":
                day = today + timedelta(days=2 * abs(step.offset) + 20) if step.offset < 0 else today
                while calendar.add_workdays(day, step.offset) > today:
                    day -= timedelta(days=1)
            rows.append(SQL("(%s, %s::date, NULL::timestamp)", step.id, day))
        return rows

    def _claim_steps(self, company, limits, to_tell=False):
        """Note the steps that have come and are not done, and return them as (duty id, step id)."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                INSERT INTO safety_duty_notice (duty_id, step_id, done_at, to_tell)
                SELECT duty.id, step.id, %(now)s, %(to_tell)s
                  FROM (VALUES %(limits)s) moment (step_id, day, instant)
                  JOIN safety_duty_step step ON step.id = moment.step_id
                  JOIN safety_duty duty ON duty.rule_id = step.rule_id AND duty.company_id = %(company)s
                       AND (duty.state = 'open' OR duty.state = 'missed' AND step.offset >= 0)
                       -- Working days after it is due may be twice as many days; before, as many at the least.
                       AND duty.due_date >= %(oldest)s - step.offset * CASE
                           WHEN step.offset_unit = 'hours' THEN 0
                           WHEN step.offset_unit = 'workdays' AND step.offset > 0 THEN 2 ELSE 1 END
                       AND (duty.due_date <= moment.day OR duty.due_at <= moment.instant)
                ON CONFLICT DO NOTHING
                RETURNING duty_id, step_id
                """,
                now=fields.Datetime.now(),
                to_tell=to_tell,
                limits=SQL(", ").join(limits),
                company=company.id,
                oldest=company._safety_today() - timedelta(days=GRACE),
            )
        )

    def _tell_steps(self, company, rows):
        """Send everybody who is to be told of ``rows`` one message with all of them."""
        told = {}
        for user, duty, step in self._step_people(company, rows):
            told.setdefault(user, []).append((duty, step))
        duties = self.browse({duty for duty, _step in rows}).with_context(prefetch_fields=True)
        names = {duty.id: duty for duty in duties}
        steps = {step.id: step for step in self.env["safety.duty.step"].sudo().browse({s for _d, s in rows})}
        for user in self.env["res.users"].sudo().browse(told):
            lines = [
                steps[step].message or names[duty].with_context(lang=user.lang)._step_sentence()
                for duty, step in told[user.id][:LISTED]
            ]
            env = self.with_context(lang=user.lang).env
            if more := len(told[user.id]) - len(lines):
                lines.append(env._("… and %s more", more))
            self.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=env._("%s duties to look at", len(told[user.id])),
                body=Markup("<ul>%s</ul>") % Markup().join(Markup("<li>%s</li>") % line for line in lines),
            )

    def _step_sentence(self):
        return self.env._(
            "%(what)s – due %(day)s, %(progress)s done",
            what=self.display_name,
            day=self.due_date,
            progress=self.progress_text,
        )

    def _step_people(self, company, rows):
        """Return (user, duty, step): who holds the posts to be told at the unit, or the one above, of the step.

        Nobody of the unit from which a duty is kept is told of it.
        """
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT person.id, duty.id, step.id
                  FROM safety_duty_notice notice
                  JOIN safety_duty duty ON duty.id = notice.duty_id
                  JOIN safety_duty_rule rule ON rule.id = duty.rule_id
                  JOIN safety_duty_step step ON step.id = notice.step_id
             LEFT JOIN LATERAL (SELECT safety_post_id AS post_id FROM safety_duty_step_safety_post_rel rel
                                 WHERE rel.safety_duty_step_id = step.id) told ON TRUE
                  JOIN safety_unit unit ON unit.id = duty.unit_id
                  JOIN safety_unit place ON starts_with(unit.parent_path, place.parent_path)
                       AND CASE WHEN step.unit_type_id IS NULL THEN place.id = unit.id
                                ELSE place.type_id = step.unit_type_id END
             LEFT JOIN safety_appointment seat ON seat.unit_id = place.id
                       AND seat.date_start <= %(today)s AND (seat.date_end IS NULL OR seat.date_end >= %(today)s)
                       AND CASE WHEN told.post_id IS NOT NULL THEN seat.post_id = told.post_id
                                WHEN rule.actor_mode = 'each' THEN seat.post_id = duty.post_id
                                ELSE EXISTS (SELECT 1 FROM safety_duty_rule_safety_post_rel owing
                                              WHERE owing.safety_duty_rule_id = rule.id
                                                AND owing.safety_post_id = seat.post_id) END
                  JOIN res_users person ON person.id = COALESCE(
                       CASE WHEN told.post_id IS NULL THEN duty.handed_to_id END, seat.user_id)
                 WHERE (notice.duty_id, notice.step_id) IN %(rows)s AND NOT %(kept)s
                 ORDER BY 1, 2, 3
                """,
                today=company._safety_today(),
                rows=tuple(rows),
                kept=self._kept_from_sql(),
            )
        )

    def _kept_from_sql(self):
        """Return the condition that ``duty`` is kept from ``person``, who has a seat in the unit that was drawn."""
        return SQL(
            """
            EXISTS (SELECT 1 FROM safety_unit drawn
                      JOIN safety_access reach ON reach.user_id = person.id
                      JOIN safety_unit within ON within.id = reach.unit_id
                           AND starts_with(within.parent_path, drawn.parent_path)
                     WHERE drawn.id = duty.hidden_unit_id)
            """
        )
