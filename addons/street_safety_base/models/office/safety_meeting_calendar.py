from odoo import api, fields, models
from odoo.fields import Command

# Odoo mails every guest and follows every change unless told not to: 20 events of 15 guests cost 300 mails.
SILENT = {
    "no_mail_to_attendees": True,
    "dont_notify": True,
    "skip_contact_description": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "tracking_disable": True,
}


class SafetyMeeting(models.Model):
    """The calendar's view of a meeting: a private entry with a neutral title, kept by the meeting alone."""

    _inherit = "safety.meeting"

    event_ids = fields.One2many("calendar.event", "safety_meeting_id", string="Calendar entries", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create(vals_list)
        meetings._project()
        return meetings

    def write(self, vals):
        result = super().write(vals)
        if {"start", "stop", "place", "attendee_ids"} & vals.keys():
            self._project()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_events(self):
        events = self.sudo().event_ids
        if not events:
            return
        events.write({"safety_meeting_id": False})
        events.with_context(**SILENT).unlink()

    def _project(self):
        """Bring the calendar in line with the meetings: one silent, private entry each; none for a cancelled one."""
        meetings = self.sudo().with_context(**SILENT)
        gone = meetings.filtered(lambda meeting: meeting.state == "cancelled").event_ids
        if gone:
            gone.write({"safety_meeting_id": False})
            gone.unlink()
        planned = meetings.filtered(lambda meeting: meeting.state == "planned")
        shown = planned.filtered("event_ids")
        self.env["calendar.event"].sudo().with_context(**SILENT)._follow_meetings(
            {meeting.event_ids[0]: meeting._event_values() for meeting in shown}
        )
        new = planned - shown
        self.env["calendar.event"].sudo().with_context(**SILENT).create(
            [meeting._event_values() | {"safety_meeting_id": meeting.id} for meeting in new]
        )

    def _event_values(self):
        street = self.with_context(lang=self.company_id._safety_lang())
        return {
            "name": street.env._("Meeting"),
            "start": self.start,
            "stop": self.stop,
            "location": self.place,
            "privacy": "private",
            "user_id": self.recorder_id.id or False,
            "partner_ids": [Command.set(self._event_partners().ids)],
        }

    def _event_partners(self):
        return self.attendee_ids.user_id.partner_id

    def action_calendar_file(self):
        """Download the meeting as a calendar file, for a calendar outside of Odoo. For who sees the meeting."""
        self.ensure_one()
        self.check_access("read")
        url = f"/street-safety/meeting/{self.id}/calendar.ics"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _propose(self, start, user):
        """Keep a move made in the calendar as a proposal: the recorder decides."""
        for meeting in self.sudo():
            meeting.write({"proposed_start": start, "proposed_by_id": user.id})
            when = fields.Datetime.context_timestamp(meeting.with_context(tz=meeting.company_id.safety_tz), start)
            meeting.message_post(
                body=self.env._(
                    "%(user)s moved the entry in the calendar. Proposed: %(when)s.",
                    user=user.name,
                    when=when.strftime("%Y-%m-%d %H:%M"),
                )
            )

    def action_accept_proposal(self):
        """Move the meeting to the proposed time."""
        for meeting in self.filtered("proposed_start"):
            length = meeting.stop - meeting.start
            start = meeting.proposed_start
            meeting.write({"start": start, "stop": start + length, "proposed_start": False, "proposed_by_id": False})
        return True

    def action_decline_proposal(self):
        """Keep the time; the calendar keeps showing it."""
        return self.write({"proposed_start": False, "proposed_by_id": False})
