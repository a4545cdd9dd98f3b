from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# A person is invited a week ahead, and then to all that is planned in the two weeks: hardly ever twice a week.
AHEAD, REACH = 7, 14


class SafetyMeeting(models.Model):
    """One invitation a person and week, in the digest; a new time is told again, a cancelled meeting at once."""

    _inherit = "safety.meeting"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"start", "place"}:
            told = self.sudo().attendee_ids.filtered("announced_on")
            told.filtered(lambda line: line.meeting_id.state == "planned").write({"announced_on": False})
        return result

    def _after_cancel(self):
        result = super()._after_cancel()
        for meeting in self:
            told = meeting.sudo().attendee_ids.filtered("announced_on").user_id.partner_id
            if told:
                meeting.message_notify(
                    partner_ids=told.ids,
                    subject=self.env._("Cancelled: %s", meeting.name),
                    body=meeting.cancel_reason,
                )
        return result

    @api.model
    def _claim_invitations(self, company):
        """Note the guests whose invitation is due as invited, and return {user id: [meeting]}. Three statements.

        Due is somebody with a meeting within a week that they were not told of; they are told of two weeks.
        """
        today = company._safety_today()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH waiting AS (
                    SELECT guest.id, guest.user_id, guest.meeting_id, meeting.start
                      FROM safety_meeting_attendee guest
                      JOIN safety_meeting meeting ON meeting.id = guest.meeting_id
                      JOIN res_users person ON person.id = guest.user_id AND person.active
                     WHERE meeting.company_id = %(company)s AND meeting.state = 'planned'
                       AND guest.announced_on IS NULL AND guest.state = 'invited'
                       AND meeting.start > %(now)s AND meeting.start < %(reach)s)
                UPDATE safety_meeting_attendee guest SET announced_on = %(today)s
                  FROM waiting
                 WHERE guest.id = waiting.id
                   AND waiting.user_id IN (SELECT user_id FROM waiting WHERE start < %(ahead)s)
             RETURNING guest.user_id, guest.meeting_id
                """,
                company=company.id,
                today=today,
                now=fields.Datetime.now(),
                ahead=company._safety_instant(today + timedelta(days=AHEAD + 1)),
                reach=company._safety_instant(today + timedelta(days=REACH + 1)),
            )
        )
        self.env["safety.meeting.attendee"].invalidate_model(["announced_on"])
        meetings = self.sudo().browse({meeting for _user, meeting in rows})
        meetings.fetch(["name", "start", "place"])
        invited = {}
        for user, meeting in rows:
            invited.setdefault(user, []).append(self.sudo().browse(meeting))
        return {
            user: self.sudo().browse().concat(*found).with_prefetch(meetings._prefetch_ids).sorted("start")
            for user, found in invited.items()
        }
