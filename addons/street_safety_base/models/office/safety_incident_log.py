from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Whose name on the file of the enterprise the other person bears.
ROLE_FIELDS = {"safety_manager": "safety_manager_name", "principal": "principal_name"}


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
            ("protection", "Scene protected"),
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
    outsider_role = fields.Selection(
        [("safety_manager", "Its safety manager"), ("principal", "Its principal")],
        string="In the enterprise",
        compute="_compute_outsider_role",
        store=True,
        readonly=False,
        precompute=True,
        help="Who the other person is in the enterprise where it happened, by the name on its file. Others: empty.",
    )
    appointment_id = fields.Many2one(
        "safety.appointment", string="Seat", compute="_compute_appointment_id", store=True, ondelete="restrict"
    )
    post_id = fields.Many2one(related="appointment_id.post_id", store=True, index=True)
    recipient = fields.Char(string="To whom", help="Authority or person that was told.")
    note = fields.Text(string="What")
    hours_after = fields.Float(
        string="Hours after", compute="_compute_hours_after", help="Time since the incident happened."
    )
    alarm_minutes = fields.Integer(
        string="Minutes after the alarm",
        compute="_compute_alarm_minutes",
        aggregator=None,
        help="From the first report to this entry (XY-2.4b).",
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)

    @api.depends("outsider", "incident_id.enterprise_id")
    def _compute_outsider_role(self):
        """The name on the file as it is when the entry is made: a later successor takes nothing over."""
        for line in self:
            named = line._roles_named() if line.outsider else {}
            line.outsider_role = next((role for role, name in named.items() if name == _plain(line.outsider)), False)

    def _roles_named(self):
        """Return {role: plain name} of those whom the file of the enterprise names."""
        firm = self.incident_id.sudo().enterprise_id
        return {role: _plain(firm[name]) for role, name in ROLE_FIELDS.items() if firm[name]}

    @api.constrains("outsider", "outsider_role")
    def _check_outsider_role(self):
        for line in self.filtered("outsider_role"):
            if line._roles_named().get(line.outsider_role) != _plain(line.outsider):
                raise ValidationError(
                    self.env._(
                        "The file of %(enterprise)s does not name “%(name)s” as %(role)s: enter the name there first,"
                        " or leave “In the enterprise” empty.",
                        enterprise=line.incident_id.sudo().enterprise_id.name or line.incident_id.name,
                        name=line.outsider or "",
                        role=dict(self._fields["outsider_role"]._description_selection(self.env))[line.outsider_role],
                    )
                )

    @api.depends("at", "incident_id.first_report_at")
    def _compute_alarm_minutes(self):
        for line in self:
            alarm = line.incident_id.first_report_at
            line.alarm_minutes = bool(line.at and alarm) and round((line.at - alarm).total_seconds() / 60)

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


def _plain(name):
    return "".join((name or "").lower().split())
