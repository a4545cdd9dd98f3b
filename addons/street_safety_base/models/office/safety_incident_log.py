from odoo import api, fields, models


class SafetyIncidentLog(models.Model):
    """One step around an incident with its time and the seat that took it: arrival, report, measure, statement …"""

    _name = "safety.incident.log"
    _description = "Incident log"
    _inherit = ["safety.frozen.line", "safety.photos"]
    _frozen_parent = "incident_id"
    _photo_fields = ("attachment_ids",)
    _order = "at, id"
    _rec_name = "incident_id"

    incident_id = fields.Many2one("safety.incident", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="incident_id.unit_id", store=True, index=True)
    company_id = fields.Many2one(related="incident_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("report", "Report"),
            ("passed_on", "Passed on"),
            ("arrival", "At the scene"),
            ("measure", "Rescue measure"),
            ("figures", "Change of figures"),
            ("aftermath", "Aftermath"),
            ("investigation", "Investigation"),
            ("statement", "Statement of the enterprise"),
        ],
        string="Kind of entry",
        required=True,
        default="measure",
    )
    at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Who", index=True, default=lambda self: self.env.user)
    outsider = fields.Char(string="Other person", help="Somebody without a login, for example of the enterprise.")
    appointment_id = fields.Many2one(
        "safety.appointment", string="Seat", compute="_compute_appointment_id", store=True, ondelete="restrict"
    )
    post_id = fields.Many2one(related="appointment_id.post_id", store=True, index=True)
    recipient = fields.Char(string="To whom", help="Authority or person that was told.")
    note = fields.Text(string="What")
    hours_after = fields.Float(
        string="Hours after", compute="_compute_hours_after", help="Time since the incident happened."
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)

    @api.depends("user_id", "incident_id")
    def _compute_appointment_id(self):
        for line in self:
            unit = line.incident_id.unit_id
            line.appointment_id = bool(line.user_id and unit) and line.user_id._safety_seat_for(unit)

    @api.depends("at", "incident_id.occurred_at")
    def _compute_hours_after(self):
        for line in self:
            happened = line.incident_id.occurred_at
            line.hours_after = line.at and happened and (line.at - happened).total_seconds() / 3600
