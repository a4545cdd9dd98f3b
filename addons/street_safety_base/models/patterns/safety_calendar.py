from odoo import api, fields, models

# Odoo mails every guest and follows every change unless told not to: 20 events of 15 guests cost 300 mails.
SILENT = {
    "no_mail_to_attendees": True,
    "dont_notify": True,
    "skip_contact_description": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "tracking_disable": True,
}


class SafetyCalendar(models.AbstractModel):
    """A record shown in Odoo's calendar: one silent, private entry with a neutral title, kept by the record alone.

    A concrete model names the field of ``calendar.event`` that leads back to it, has ``event_ids`` over that field,
    gives ``_event_values()``, and calls ``_project()`` when something that it shows has changed. The field's name goes
    into ``calendar.event._safety_fields()``.
    """

    _name = "safety.calendar"
    _description = "Record shown in the calendar"
    _calendar_field = ""
    #: The states in which there is an entry, and those in which there is none any more; in others it stays as it is.
    _calendar_states = ("planned",)
    _calendar_gone = ("cancelled",)

    @api.ondelete(at_uninstall=False)
    def _unlink_events(self):
        events = self.sudo().event_ids
        if not events:
            return
        events.write({self._calendar_field: False})
        events.with_context(**SILENT).unlink()

    def _project(self):
        """Bring the calendar in line with the records: one entry each; none for what is called off."""
        records = self.sudo().with_context(**SILENT)
        gone = records.filtered(lambda record: record.state in self._calendar_gone).event_ids
        if gone:
            gone.write({self._calendar_field: False})
            gone.unlink()
        planned = records.filtered(lambda record: record.state in self._calendar_states)
        shown = planned.filtered("event_ids")
        events = self.env["calendar.event"].sudo().with_context(**SILENT)
        events._follow({record.event_ids[0]: record._event_values() for record in shown})
        events.create([record._event_values() | {self._calendar_field: record.id} for record in planned - shown])

    def _event_values(self):
        """Return what the entry shows: name, start, stop, location, privacy, user_id and partner_ids."""
        raise NotImplementedError

    def _propose(self, start, user):
        """Keep a move made in the calendar as a proposal in the chatter: who keeps the record decides."""
        for record in self.sudo():
            when = fields.Datetime.context_timestamp(record.with_context(tz=record.company_id.safety_tz), start)
            record.message_post(
                body=self.env._(
                    "%(user)s moved the entry in the calendar. Proposed: %(when)s.",
                    user=user.name,
                    when=when.strftime("%Y-%m-%d %H:%M"),
                )
            )
