from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list


class SafetyMeeting(models.Model):
    """Clashes: the same guest or the same room at the same time. Shown, found by a filter, resolved by one button."""

    _inherit = "safety.meeting"

    clash = fields.Char(
        compute="_compute_clash", help="Guests who are invited to another meeting, and the room that is taken."
    )
    has_clash = fields.Boolean(string="Has a clash", compute="_compute_clash", search="_search_has_clash")

    @api.depends("start", "stop", "place", "state", "attendee_ids.user_id")
    def _compute_clash(self):
        """Name who is invited elsewhere and which room is taken in the same hours. Two queries for any number."""
        planned = self.filtered(lambda meeting: meeting.start and meeting.stop and meeting.state == "planned")
        self.clash = self.has_clash = False
        if not planned:
            return
        hours = (
            Domain("state", "=", "planned")
            & Domain("start", "<", max(planned.mapped("stop")))
            & Domain("stop", ">", min(planned.mapped("start")))
        )
        guests = Domain("attendee_ids.user_id", "in", planned.attendee_ids.user_id.ids)
        rooms = Domain("place", "in", [place for place in planned.mapped("place") if place])
        others = self.sudo().search(hours & (guests | rooms & Domain("company_id", "in", planned.company_id.ids)))
        others.attendee_ids.fetch(["user_id", "meeting_id"])
        for meeting in planned:
            same = others.filtered(
                lambda other, meeting=meeting: (
                    other != meeting._origin and other.start < meeting.stop and other.stop > meeting.start
                )
            )
            found = (same.attendee_ids.user_id & meeting.attendee_ids.user_id).mapped("name")
            rooms_taken = {(other.company_id, other.place) for other in same}
            if meeting.place and (meeting.company_id, meeting.place) in rooms_taken:
                found.append(meeting.place)
            meeting.clash = format_list(self.env, found) or False
            meeting.has_clash = bool(found)

    def _search_has_clash(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env.flush_all()
        clashing = Domain(
            "id",
            "in",
            SQL(
                """(
                SELECT one.id FROM safety_meeting one
                  JOIN safety_meeting other ON other.id <> one.id AND other.state = 'planned'
                       AND other.start < one.stop AND other.stop > one.start
                 WHERE one.state = 'planned'
                   AND (one.company_id = other.company_id AND one.place <> '' AND one.place = other.place
                        OR EXISTS (SELECT 1 FROM safety_meeting_attendee mine
                                     JOIN safety_meeting_attendee theirs ON theirs.user_id = mine.user_id
                                    WHERE mine.meeting_id = one.id AND theirs.meeting_id = other.id))
                )"""
            ),
        )
        return clashing if True in value else ~clashing

    def action_free_time(self):
        """Move the meeting to the next time at which all guests and the room are free, within its duty's window.

        :raises UserError: there is none
        """
        for meeting in self:
            meeting.check_access("write")
            company, duty = meeting.company_id, meeting.duty_id.sudo()
            today, day = company._safety_today(), company._safety_date(meeting.start)
            first = max(today, duty.window_start or min(day, today))
            last = max(first, duty.window_end or first + timedelta(days=14))
            busy = meeting._busy(company, first, last, but=meeting.ids)
            calendar = self.env["safety.special.day"]._work_calendar(company)
            wish = meeting._wish(first, last)
            start = meeting._find_start(company, wish, busy, calendar)
            if not start or meeting._is_taken(wish, busy, start):
                raise UserError(
                    self.env._(
                        "From %(first)s to %(last)s there is no time at which everybody and the room are free. "
                        "Choose a time, another room, or take somebody off the list.",
                        first=first,
                        last=last,
                    )
                )
            meeting.write({"start": start, "stop": start + wish.length})
        return True
