from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..enterprise.people import ROLE_FIELDS, plain_name


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
            ("alarm", "Called out"),
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
    user_id = fields.Many2one("res.users", string="Person", index=True, default=lambda self: self.env.user)
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
        "safety.appointment",
        string="Seat",
        compute="_compute_appointment_id",
        store=True,
        readonly=False,
        ondelete="restrict",
        help="Who holds several seats chooses the one in which it was done: it counts for the duty of that post.",
    )
    post_id = fields.Many2one(related="appointment_id.post_id", store=True, index=True)
    recipient = fields.Char(string="To whom", help="Authority or person that was told.")
    note = fields.Text(string="What happened")
    hours_after = fields.Float(
        string="Hours after", compute="_compute_hours_after", help="Time since the incident happened."
    )
    called_at = fields.Datetime(
        string="Alarm",
        compute="_compute_called_at",
        help="When this person was called out; else the first report of the accident.",
    )
    alarm_minutes = fields.Integer(
        string="Minutes after the alarm",
        compute="_compute_called_at",
        aggregator=None,
        help="From the call to this person, or else the first report, to this entry (XY-2.4b).",
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)

    @api.depends("outsider", "incident_id.enterprise_id")
    def _compute_outsider_role(self):
        """The name on the file as it is when the entry is made: a later successor takes nothing over."""
        for line in self:
            own, named = plain_name(line.outsider), line._roles_named()
            line.outsider_role = next((role for role, name in named.items() if name == own), False)

    def _roles_named(self):
        """Return {role: plain name} of those whom the file of the enterprise names."""
        firm = self.incident_id.sudo().enterprise_id
        return {role: plain_name(firm[name]) for role, name in ROLE_FIELDS.items() if firm[name]}

    @api.constrains("outsider", "outsider_role")
    def _check_outsider_role(self):
        for line in self.filtered("outsider_role"):
            if line._roles_named().get(line.outsider_role) != plain_name(line.outsider):
                raise ValidationError(
                    self.env._(
                        "The file of %(enterprise)s does not name “%(name)s” as %(role)s: enter the name there first,"
                        " or leave “In the enterprise” empty.",
                        enterprise=line.incident_id.sudo().enterprise_id.name or line.incident_id.name,
                        name=line.outsider or "",
                        role=dict(self._fields["outsider_role"]._description_selection(self.env))[line.outsider_role],
                    )
                )

    @api.depends("user_id", "outsider", "incident_id")
    def _compute_appointment_id(self):
        for line in self:
            line.appointment_id = line._possible_seats()[:1]

    def _possible_seats(self):
        """Return the seats in which the person may have done it: those that serve the place, the nearest one first,
        then those of teams and departments beside it. Who writes down what others did did not do it.
        """
        self.ensure_one()
        unit, user = self.incident_id.sudo().unit_id, self.user_id
        if not unit or not user or self.outsider:
            return self.env["safety.appointment"]
        above = [int(part) for part in unit.parent_path.split("/") if part]
        beside = user._safety_seats().filtered(
            lambda seat: not seat.unit_id.is_territory and seat.unit_id.parent_id.id in above
        )
        return user._safety_seats_for(unit) | beside

    @api.constrains("appointment_id", "user_id", "outsider", "incident_id")
    def _check_appointment_id(self):
        for line in self.filtered("appointment_id"):
            if line.appointment_id not in line._possible_seats():
                raise ValidationError(
                    self.env._(
                        "“%(seat)s” is no seat of %(person)s that serves the place of the accident. Choose another.",
                        seat=line.appointment_id.sudo().display_name,
                        person=line.outsider or line.user_id.name,
                    )
                )

    def _who(self):
        """Return what tells the persons of a log apart: the one without a login by name, the others by user."""
        self.ensure_one()
        return self.outsider or self.user_id.id

    @api.depends("at", "user_id", "outsider", "incident_id.first_report_at", "incident_id.log_ids.kind")
    def _compute_called_at(self):
        """The own alarm before the entry counts, else the first report. Each log is read once."""
        for line in self:
            own = line.incident_id.log_ids.filtered(
                lambda one, line=line: (
                    one.kind == "alarm" and one._who() == line._who() and line.at and one.at <= line.at
                )
            )
            alarm = max(own.mapped("at"), default=False) or line.incident_id.first_report_at
            line.called_at = alarm
            line.alarm_minutes = bool(line.at and alarm) and round((line.at - alarm).total_seconds() / 60)

    @api.depends("at", "incident_id.occurred_at")
    def _compute_hours_after(self):
        for line in self:
            happened = line.incident_id.occurred_at
            line.hours_after = line.at and happened and (line.at - happened).total_seconds() / 3600
