from odoo import api, models

PLAIN = ("code", "name", "minutes_form", "agenda", "agenda_required", "start_hour", "duration", "late_after")
LINKS = {
    "unit_types": "unit_type_ids",
    "report_units": "report_unit_type_ids",
    "guests": "guest_post_ids",
    "chair": "chair_post_ids",
    "recorder": "recorder_post_ids",
}


class SafetyMeetingType(models.Model):
    """A meeting type in the exchange file of a regulation: who comes, who reports, how the minutes look."""

    _inherit = "safety.meeting.type"

    def _to_file(self):
        """Return the type as JSON-serialisable content; what is as usual is left out."""
        self.ensure_one()
        usual = self.default_get(PLAIN)
        content = {
            name: self[name]
            for name in PLAIN
            if self[name] and (name in ("code", "minutes_form") or self[name] != usual.get(name))
        }
        return content | {key: self[name].mapped("code") for key, name in LINKS.items() if self[name]}

    @api.model
    def _from_file(self, content):
        """Return the values of a type; posts and unit types that do not exist here are left out."""
        vals = {name: content[name] for name in PLAIN if name in content}
        for key, name in LINKS.items():
            model = self.env[self._fields[name].comodel_name].sudo()
            vals[name] = model.search([("code", "in", content.get(key) or [])]).ids
        return vals
