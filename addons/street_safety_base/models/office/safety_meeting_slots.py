from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

# Meetings begin between their usual hour and the last hour of the office's day, tried every half hour.
LAST_HOUR = 17.0
STEP = 0.5


class Wish(NamedTuple):
    """When a meeting may be held, and who and what has to be free."""

    first: date
    last: date
    hour: float
    length: timedelta
    people: frozenset
    room: tuple | None = None


class SafetyMeeting(models.Model):
    """Finding a time: the first working day of the window on which everybody invited, and the room, is free."""

    _inherit = "safety.meeting"

    @api.model
    def _busy(self, company, first, last, but=()):
        """Return {user id or (street, room): [(start, stop)]} of what is planned between two dates. Two statements.

        :param but: ids of meetings that do not count
        """
        self.env.flush_all()
        span = company._safety_instant(first), company._safety_instant(last + timedelta(days=1))
        busy = defaultdict(list)
        taken = SQL(
            "meeting.state IN ('planned', 'held') AND meeting.start < %s AND meeting.stop > %s"
            " AND NOT meeting.id = ANY(%s)",
            span[1],
            span[0],
            list(but),
        )
        people = SQL(
            "SELECT guest.user_id, meeting.start, meeting.stop FROM safety_meeting_attendee guest"
            " JOIN safety_meeting meeting ON meeting.id = guest.meeting_id"
            " WHERE guest.user_id IS NOT NULL AND %s",
            taken,
        )
        rooms = SQL(
            "SELECT meeting.place, meeting.start, meeting.stop FROM safety_meeting meeting"
            " WHERE meeting.company_id = %s AND meeting.place <> '' AND %s",
            company.id,
            taken,
        )
        for user, start, stop in self.env.execute_query(people):
            busy[user].append((start, stop))
        for place, start, stop in self.env.execute_query(rooms):
            busy[company.id, place].append((start, stop))
        return busy

    @api.model
    def _find_start(self, company, wish, busy, calendar):
        """Return the start of a free time for ``wish``: working days first, the usual hour first, never in the past.

        Where nobody finds a time, the usual hour of the first day; the clash is shown. None when the window is over.
        """
        now = fields.Datetime.now()
        days = [wish.first + timedelta(days=n) for n in range((wish.last - wish.first).days + 1)]
        days.sort(key=lambda day: not calendar.is_workday(day))
        usual = None
        for day in days:
            hour = wish.hour
            while hour <= max(LAST_HOUR, wish.hour):
                start = company._safety_instant(day, time(int(hour), round(hour % 1 * 60)))
                hour += STEP
                if start <= now:
                    continue
                usual = usual or start
                if not self._is_taken(wish, busy, start):
                    return start
        return usual

    def _is_taken(self, wish, busy, start):
        stop = start + wish.length
        keys = [*wish.people, wish.room] if wish.room else wish.people
        return any(begin < stop and end > start for key in keys for begin, end in busy.get(key, ()))

    @api.model
    def _take(self, wish, busy, start):
        """Note in ``busy`` that the time is taken."""
        for key in [*wish.people, *([wish.room] if wish.room else [])]:
            busy[key].append((start, start + wish.length))

    def _wish(self, first: date, last: date) -> Wish:
        """Return when this meeting may be held between two dates."""
        self.ensure_one()
        local = datetime.combine(first, time.min)
        if self.start:
            local = fields.Datetime.context_timestamp(self.with_context(tz=self.company_id.safety_tz), self.start)
        return Wish(
            first,
            last,
            self.type_id.start_hour or local.hour,
            self.stop - self.start,
            frozenset(self.attendee_ids.user_id.ids),
            (self.company_id.id, self.place) if self.place else None,
        )
