from odoo import api, fields, models
from odoo.fields import Command

#: A change of one of these changes what the calendar shows.
SHOWN = {"date_start", "date_end", "place", "attendee_ids", "user_id"}


class CalendarEvent(models.Model):
    """An entry may show a training session."""

    _inherit = "calendar.event"

    safety_training_id = fields.Many2one("safety.training", index="btree_not_null", ondelete="set null", copy=False)

    @api.model
    def _safety_fields(self):
        return [*super()._safety_fields(), "safety_training_id"]


class SafetyTraining(models.Model):
    """The calendar's view of a session, for those of its people who have a login; nobody is mailed."""

    _name = "safety.training"
    _inherit = ["safety.training", "safety.calendar"]
    _calendar_field = "safety_training_id"
    _calendar_states = ("draft",)
    _calendar_gone = ("void",)

    event_ids = fields.One2many("calendar.event", "safety_training_id", string="Calendar entries", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        sessions._project()
        return sessions

    def write(self, vals):
        result = super().write(vals)
        if SHOWN & vals.keys():
            self._project()
        return result

    def action_fill_audience(self):
        result = super().action_fill_audience()
        self._project()
        return result

    def action_void(self):
        result = super().action_void()
        self._project()
        return result

    def _event_values(self):
        street = self.with_context(lang=self.company_id._safety_lang())
        return {
            "name": street.env._("Training"),
            "start": self.date_start,
            "stop": self.date_end,
            "location": self.place,
            "privacy": "private",
            "user_id": self.user_id.id,
            "partner_ids": [Command.set(self.attendee_ids.user_id.partner_id.ids)],
        }
