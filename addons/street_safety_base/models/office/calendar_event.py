from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# What the record decides; everything else (a reminder, a colour) is the guest's own affair.
TRUTH = {"name", "start", "stop", "start_date", "stop_date", "allday", "location", "partner_ids", "active", "privacy"}


class CalendarEvent(models.Model):
    """The entry of one of our records: a move becomes a proposal, a deletion is undone, a recurrence is refused."""

    _inherit = "calendar.event"

    safety_meeting_id = fields.Many2one("safety.meeting", index="btree_not_null", ondelete="set null", copy=False)

    @api.model
    def _safety_fields(self):
        """Return the fields that lead from an entry to the record it shows; an addon appends its own."""
        return ["safety_meeting_id"]

    def _safety_source(self):
        """Return the record that the entry shows; None for an entry of somebody's own."""
        self.ensure_one()
        return next((self[name] for name in self._safety_fields() if self[name]), None)

    def write(self, vals):
        leads = vals.keys() & set(self._safety_fields())
        if leads and not self.env.su:
            raise AccessError(self.env._("This calendar entry is kept by the record that it shows."))
        projected = self.sudo().filtered(lambda event: event._safety_source())
        if not projected or leads:
            return super().write(vals)
        if vals.get("recurrency"):
            raise UserError(self.env._("This entry shows a record of street safety: it does not repeat by itself."))
        if others := self - projected:
            super(CalendarEvent, others).write(vals)
        for event in projected:
            foreign = event._differing(vals)
            if "start" in foreign:
                event._safety_source()._propose(fields.Datetime.to_datetime(vals["start"]), self.env.user)
            own = {key: value for key, value in vals.items() if key not in foreign}
            super(CalendarEvent, event.sudo(self.env.su)).write(own)
        return True

    def _differing(self, vals):
        """Return the names in ``vals`` that would make the entry differ from its record."""
        truth = self._safety_source()._event_values()
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
        shown = [self.sudo()[name] for name in self._safety_fields()]
        result = super().unlink()
        for records in shown:
            if planned := records.filtered(lambda record: record.state in record._calendar_states):
                planned.invalidate_recordset(["event_ids"])
                planned._project()
        return result
