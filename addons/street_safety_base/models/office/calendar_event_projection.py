from odoo import fields, models
from odoo.tools import SQL

# What an entry shows of its record, and the type of the column.
SHOWN = {
    "name": SQL("varchar"), "start": SQL("timestamp"), "stop": SQL("timestamp"), "location": SQL("varchar"),
    "privacy": SQL("varchar"), "user_id": SQL("int"),
}  # fmt: skip


class CalendarEvent(models.Model):
    """Many entries brought in line with their records at once.

    Odoo's own write asks for each entry by itself who came, who went and who is to be mailed; a hand-over in a street
    moves the guests of a hundred meetings. Nobody is mailed here, so the statements are the same for any number.
    """

    _inherit = "calendar.event"

    def _follow(self, wanted):
        """Write the values of each entry, silently. Constant statements.

        :param wanted: {entry: values as of ``safety.calendar._event_values()``}
        """
        events = self.browse(event.id for event in wanted)
        partners = {event.id: set(values["partner_ids"][0][2]) for event, values in wanted.items()}
        moved = events.filtered(lambda event: event.start != wanted[event]["start"])
        changed = events.filtered(lambda event: event._shows_other(wanted[event]))
        changed._show({event.id: wanted[event] for event in changed})
        events.filtered(lambda event: set(event.partner_ids.ids) != partners[event.id])._invite_only(partners)
        if reminded := moved.filtered("alarm_ids"):
            reminded._setup_alarms()  # a guest's own reminder goes with the meeting

    def _shows_other(self, values):
        """Tell whether the entry shows something else than ``values``, guests aside."""
        return any(self._fields[name].convert_to_write(self[name], self) != values[name] for name in SHOWN)

    def _show(self, values):
        """Write what entries show of their records: {id: values}. One statement."""
        if not self:
            return
        self.flush_recordset()
        rows = SQL(", ").join(
            SQL("(%s)", SQL(", ").join([SQL("%s", id_), *(SQL("%s", shown[name] or None) for name in SHOWN)]))
            for id_, shown in values.items()
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE calendar_event event
                   SET %(columns)s, write_uid = %(uid)s, write_date = %(now)s, duration = round((EXTRACT(
                       EPOCH FROM made.stop::timestamp - made.start::timestamp) / 3600)::numeric, 2)
                  FROM (VALUES %(rows)s) made (id, %(names)s)
                 WHERE event.id = made.id
                """,
                columns=SQL(", ").join(
                    SQL("%s = made.%s::%s", SQL.identifier(name), SQL.identifier(name), kind)
                    for name, kind in SHOWN.items()
                ),
                names=SQL(", ").join(SQL.identifier(name) for name in SHOWN),
                rows=rows,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_recordset()

    def _invite_only(self, partners):
        """Let exactly ``partners`` ({entry id: set of partner ids}) be the guests. Constant statements."""
        if not self:
            return
        known = self.attendee_ids
        gone = known.filtered(lambda guest: guest.partner_id.id not in partners[guest.event_id.id])
        there = {(guest.event_id.id, guest.partner_id.id) for guest in known - gone}
        gone.unlink()
        self.env["calendar.attendee"].create(
            [
                {"event_id": event.id, "partner_id": partner}
                for event in self
                for partner in sorted(partners[event.id])
                if (event.id, partner) not in there
            ]
        )
        self._link_partners(partners)

    def _link_partners(self, partners):
        field = self._fields["partner_ids"]
        table, event_id, partner_id = (SQL.identifier(n) for n in (field.relation, field.column1, field.column2))
        self.flush_recordset(["partner_ids"])
        self.env.cr.execute(SQL("DELETE FROM %s WHERE %s = ANY(%s)", table, event_id, self.ids))
        pairs = [(event, partner) for event in self.ids for partner in sorted(partners[event])]
        if pairs:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %s (%s, %s) VALUES %s",
                    table,
                    event_id,
                    partner_id,
                    SQL(", ").join(SQL("(%s, %s)", *pair) for pair in pairs),
                )
            )
        self.invalidate_recordset(["partner_ids", "attendee_ids"])


class CalendarAttendee(models.Model):
    """Guests of a record's entry do not follow it: what is to be told is told by the record."""

    _inherit = "calendar.attendee"

    def _subscribe_partner(self):
        others = self.filtered(lambda guest: not guest.event_id.sudo()._safety_source())
        return super(CalendarAttendee, others)._subscribe_partner()
