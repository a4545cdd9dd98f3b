from odoo import fields, models
from odoo.exceptions import AccessError, UserError

# What the meeting decides; everything else (a reminder, a colour) is the guest's own affair.
TRUTH = {"name", "start", "stop", "start_date", "stop_date", "allday", "location", "partner_ids", "active", "privacy"}


class CalendarEvent(models.Model):
    """A meeting's entry: a move becomes a proposal, a deletion is undone, a recurrence is refused."""

    _inherit = "calendar.event"

    safety_meeting_id = fields.Many2one("safety.meeting", index="btree_not_null", ondelete="set null", copy=False)

    def write(self, vals):
        if "safety_meeting_id" in vals and not self.env.su:
            raise AccessError(self.env._("The calendar entry of a meeting is kept by the meeting."))
        projected = self.sudo().filtered("safety_meeting_id")
        if not projected or "safety_meeting_id" in vals:
            return super().write(vals)
        if vals.get("recurrency"):
            raise UserError(
                self.env._("A street safety meeting does not repeat by itself: its rule plans the next ones.")
            )
        if others := self - projected:
            super(CalendarEvent, others).write(vals)
        for event in projected:
            foreign = event._differing(vals)
            if "start" in foreign:
                event.safety_meeting_id._propose(fields.Datetime.to_datetime(vals["start"]), self.env.user)
            own = {key: value for key, value in vals.items() if key not in foreign}
            super(CalendarEvent, event.sudo(self.env.su)).write(own)
        return True

    def _differing(self, vals):
        """Return the names in ``vals`` that would make the entry differ from its meeting."""
        truth = self.safety_meeting_id._event_values()
        differing = set()
        for name in vals.keys() & TRUTH:
            wanted = truth.get(name, self[name])
            value = vals[name]
            if self._fields[name].type == "datetime":
                value = fields.Datetime.to_datetime(value)
            if (value or False) != (wanted or False):
                differing.add(name)
        return differing

    def unlink(self):
        meetings = self.sudo().safety_meeting_id.filtered(lambda meeting: meeting.state == "planned")
        result = super().unlink()
        if meetings:
            meetings.invalidate_recordset(["event_ids"])
            meetings._project()
        return result
