from odoo import api, models
from odoo.fields import Date
from odoo.tools import SQL, LazyTranslate

from .safety_digest import Section

_lt = LazyTranslate(__name__)

INVITATIONS = _lt("You are invited to")
ESCALATED = _lt("To look at")
OVERDUE = _lt("Overdue")
TODAY = _lt("Due today")
WEEK = _lt("Due within seven days")
RESOLUTIONS = _lt("Resolutions to carry out")
MINUTES = _lt("Minutes to write")
DOCUMENTS = _lt("Documents to read")
DUTY = "/odoo/action-street_safety_base.safety_duty_action/%s"


class SafetyDigest(models.AbstractModel):
    """What the digest says: each section is one query, whatever the number of people."""

    _inherit = "safety.digest"

    @api.model
    def _must_tell(self, company):
        invited = self.env["safety.meeting"]._claim_invitations(company)
        lines = {
            user: [
                (
                    " · ".join(filter(None, (self._local_time(company, meeting.start), meeting.name, meeting.place))),
                    f"/odoo/action-street_safety_base.safety_meeting_action/{meeting.id}",
                )
                for meeting in meetings
            ]
            for user, meetings in invited.items()
        }
        sections = [*super()._must_tell(company), Section(INVITATIONS, lines)]
        return [*sections, Section(ESCALATED, self._escalated(company))]

    @api.model
    def _routine(self, company):
        today = company._safety_today()
        overdue, due_today, week = {}, {}, {}
        for user, duty, day, what, where in self.env.execute_query(self._duties_sql(company, today)):
            lines = overdue if day < today else due_today if day == today else week
            text = f"{what} · {where} · {Date.to_string(day)}"
            lines.setdefault(user, []).append((text, DUTY % duty))
        return [
            *super()._routine(company),
            Section(OVERDUE, overdue),
            Section(TODAY, due_today),
            Section(WEEK, week),
            Section(RESOLUTIONS, self._lines(self._resolutions_sql(company), "safety_resolution_action")),
            Section(MINUTES, self._lines(self._minutes_sql(company), "safety_meeting_action")),
            Section(DOCUMENTS, self._lines(self._documents_sql(company, today), "safety_document_circulation_action")),
        ]

    def _lines(self, select, action):
        """Return {user id: lines} of rows (user id, record id, name, day)."""
        lines = {}
        for user, record, name, day in self.env.execute_query(select):
            address = f"/odoo/action-street_safety_base.{action}/{record}"
            lines.setdefault(user, []).append((f"{name} · {Date.to_string(day)}" if day else name, address))
        return lines

    def _escalated(self, company):
        """Return the lines of the steps that the night left to the digest, and note them as told."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE safety_duty_notice notice SET to_tell = FALSE FROM safety_duty duty
                 WHERE notice.to_tell AND duty.id = notice.duty_id AND duty.company_id = %s
             RETURNING notice.duty_id, notice.step_id
                """,
                company.id,
            )
        )
        if not rows:
            return {}
        self.env["safety.duty.notice"].invalidate_model(["to_tell"])
        duties = {duty.id: duty for duty in self.env["safety.duty"].browse({duty for duty, _step in rows})}
        steps = {step.id: step for step in self.env["safety.duty.step"].browse({step for _duty, step in rows})}
        people = self.env["safety.duty"]._step_people(company, rows)
        langs = {user.id: user.lang for user in self.env["res.users"].browse({user for user, _d, _s in people})}
        lines = {}
        for user, duty, step in people:
            said = steps[step].message or duties[duty].with_context(lang=langs[user])._step_sentence()
            lines.setdefault(user, []).append((said, DUTY % duty))
        return lines

    def _duties_sql(self, company, today):
        """Return (user, duty, day, what, where) of what is owed within seven days or overdue, the oldest first."""
        return SQL(
            """
            SELECT DISTINCT owing.user_id, duty.id, duty.window_end, rule.name, unit.name
              FROM safety_duty duty
              JOIN safety_duty_rule rule ON rule.id = duty.rule_id
              JOIN safety_unit unit ON unit.id = duty.unit_id
              JOIN LATERAL (
                   SELECT duty.handed_to_id AS user_id WHERE duty.handed_to_id IS NOT NULL
                    UNION
                   SELECT seat.user_id FROM safety_appointment seat
                    WHERE duty.handed_to_id IS NULL AND seat.unit_id = duty.unit_id
                      AND seat.date_start <= %(today)s AND (seat.date_end IS NULL OR seat.date_end >= %(today)s)
                      AND (seat.post_id = duty.post_id OR rule.actor_mode <> 'each' AND EXISTS (
                           SELECT 1 FROM safety_duty_rule_safety_post_rel rel
                            WHERE rel.safety_duty_rule_id = rule.id AND rel.safety_post_id = seat.post_id))
                   ) owing ON TRUE
             WHERE duty.company_id = %(company)s AND duty.state = 'open' AND duty.window_end <= %(today)s + 7
             ORDER BY duty.window_end, duty.id
            """,
            company=company.id,
            today=today,
        )

    def _resolutions_sql(self, company):
        return SQL(
            "SELECT user_id, id, name, due FROM safety_resolution"
            " WHERE company_id = %s AND state = 'open' AND user_id IS NOT NULL ORDER BY due, id",
            company.id,
        )

    def _minutes_sql(self, company):
        return SQL(
            "SELECT recorder_id, id, name, held_on FROM safety_meeting"
            " WHERE company_id = %s AND state = 'held' AND recorder_id IS NOT NULL ORDER BY held_on, id",
            company.id,
        )

    def _documents_sql(self, company, today):
        return SQL(
            """
            SELECT DISTINCT COALESCE(line.user_id, seat.user_id), line.id, document.name, line.due
              FROM safety_document_circulation line
              JOIN safety_document document ON document.id = line.document_id AND document.company_id = %(company)s
         LEFT JOIN safety_appointment seat ON seat.unit_id = line.unit_id AND line.user_id IS NULL
                   AND seat.date_start <= %(today)s AND (seat.date_end IS NULL OR seat.date_end >= %(today)s)
             WHERE line.state IN ('open', 'read') AND COALESCE(line.user_id, seat.user_id) IS NOT NULL
             ORDER BY line.due, line.id
            """,
            company=company.id,
            today=today,
        )
