from odoo import api, fields, models
from odoo.fields import Command


class SafetyMeeting(models.Model):
    """The calendar's view of a meeting: a private entry with a neutral title, kept by the meeting alone."""

    _name = "safety.meeting"
    _inherit = ["safety.meeting", "safety.calendar"]
    _calendar_field = "safety_meeting_id"

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
        self.sudo().write({"proposed_start": start, "proposed_by_id": user.id})
        return super()._propose(start, user)

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
