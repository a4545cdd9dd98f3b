from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..patterns.safety_workflow import Transition

OFFICE = "street_safety_base.group_street_safety_office"


class SafetyIncident(models.Model):
    """An accident as an event: what happened, to whom, who was there when, who reported when; graded by its figures.

    Clauses XY-3.2f, XY-3.2g, XY-3.3d, BF-1.2.5a, GY-1.12, GY-2.13, GY-5.5b and their like; grades by Decree 493. What
    follows for people (investigation, accountability) is built on this record by the accountability addon.
    """

    _name = "safety.incident"
    _description = "Incident"
    _inherit = [
        "safety.voidable",
        "safety.workflow",
        "safety.scope.mixin",
        "safety.photos",
        "mail.thread",
    ]
    _order = "occurred_at desc, id desc"
    _number_code = "safety.incident"
    _photo_fields = ("photo_ids",)
    _workflow = {
        "report": Transition(("draft",), "reported", guard="_check_reportable", after="_after_report"),
        "close": Transition(("reported",), "closed", "approve", guard="_check_closable"),
        "void": Transition(("reported",), "void", "approve", OFFICE, after="_after_void"),
    }
    _workflow_frozen = ("closed", "void")

    name = fields.Char(string="What happened", required=True, tracking=True)
    type_id = fields.Many2one("safety.incident.type", index=True, ondelete="restrict", tracking=True)
    enterprise_id = fields.Many2one("safety.enterprise", index=True, ondelete="restrict", tracking=True)
    place = fields.Char(tracking=True)
    occurred_at = fields.Datetime(
        string="Happened at", required=True, index=True, tracking=True, default=fields.Datetime.now
    )
    description = fields.Html(string="Course of events")
    preliminary_cause = fields.Text(string="Preliminary cause")
    investigation_result = fields.Html(string="Investigation result", help="Needed before the incident is closed.")
    deaths = fields.Integer(tracking=True)
    missing = fields.Integer(tracking=True)
    serious_injuries = fields.Integer(
        string="Seriously injured", tracking=True, help="Including acute industrial poisoning."
    )
    minor_injuries = fields.Integer(string="Slightly injured", tracking=True)
    direct_loss = fields.Float(string="Direct loss (10 000 yuan)", tracking=True)
    grade_id = fields.Many2one(
        "safety.incident.grade", compute="_compute_grade_id", store=True, index=True, tracking=True
    )
    grade_color = fields.Integer(related="grade_id.color")
    followup_until = fields.Date(
        string="Casualties followed until", compute="_compute_followup_until", store=True, index=True
    )
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True)
    log_ids = fields.One2many("safety.incident.log", "incident_id")
    first_report_at = fields.Datetime(string="First report", compute="_compute_first_report", store=True)
    report_late = fields.Boolean(string="Reported late", compute="_compute_first_report", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("reported", "Reported"), ("closed", "Closed"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _figures_positive = models.Constraint(
        "CHECK(deaths >= 0 AND missing >= 0 AND serious_injuries >= 0 AND minor_injuries >= 0 AND direct_loss >= 0)",
        "The figures of an incident cannot be negative.",
    )

    @api.depends("deaths", "serious_injuries", "direct_loss")
    def _compute_grade_id(self):
        grades = self.env["safety.incident.grade"].sudo().search(Domain.TRUE)
        for incident in self:
            incident.grade_id = grades._grade_of(incident.deaths, incident.serious_injuries, incident.direct_loss)

    @api.depends("occurred_at", "type_id.followup_days")
    def _compute_followup_until(self):
        for incident in self:
            company = incident.company_id or self.env.company
            day = incident.occurred_at and company._safety_date(incident.occurred_at)
            incident.followup_until = day and incident.type_id and day + timedelta(days=incident.type_id.followup_days)

    @api.depends("occurred_at", "log_ids.kind", "log_ids.at", "company_id.safety_incident_report_hours")
    def _compute_first_report(self):
        for incident in self:
            reports = incident.log_ids.filtered(lambda line: line.kind == "report" and line.at).mapped("at")
            first = min(reports, default=False)
            allowed = timedelta(hours=incident.company_id.safety_incident_report_hours)
            incident.first_report_at = first
            incident.report_late = bool(first and incident.occurred_at and first > incident.occurred_at + allowed)

    @api.constrains("occurred_at")
    def _check_occurred_at(self):
        now = fields.Datetime.now()
        for incident in self:
            if incident.occurred_at > now:
                raise ValidationError(self.env._("“Happened at” of %s lies in the future.", incident.name))

    def _check_reportable(self):
        for incident in self:
            if not (incident.place or incident.enterprise_id):
                raise UserError(self.env._("Fill in the enterprise or the place of %s.", incident.name))

    def _after_report(self):
        untold = self.filtered(lambda incident: "report" not in incident.log_ids.mapped("kind"))
        logs = self.env["safety.incident.log"].create(
            [{"incident_id": incident.id, "kind": "report", "note": incident.name} for incident in untold]
        )
        self.env["safety.duty"]._prove(logs)
        self._issue_number()

    def _check_closable(self):
        for incident in self:
            if not incident.type_id:
                raise UserError(self.env._("Fill in the type of %s before closing it.", incident.name))
            if not incident.investigation_result:
                raise UserError(self.env._("%s cannot be closed without “Investigation result”.", incident.name))

    # ---- actions -----------------------------------------------------------------------------------------------------

    def action_report(self):
        """Report the incident: it gets its number, and the first report is logged with the time."""
        return self._workflow_do("report")

    def action_close(self):
        """Close the incident; it is frozen. Needs type and investigation result."""
        return self._workflow_do("close")

    def action_arrived(self):
        """Log that the current user is at the scene now."""
        return self._log_now("arrival")

    def action_passed_on(self):
        """Log that the current user passed the report on now; to whom is filled in on the line."""
        return self._log_now("passed_on")

    def _log_now(self, kind):
        self.check_access("write")
        logs = self.env["safety.incident.log"].create([{"incident_id": incident.id, "kind": kind} for incident in self])
        self.env["safety.duty"]._prove(logs)
        return True
