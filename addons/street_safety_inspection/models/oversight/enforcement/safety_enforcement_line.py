from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: Why an enterprise is a target; the first that holds is kept.
GROUNDS = [
    ("refused", "Refuses to rectify"),
    ("failed", "Found not fixed again"),
    ("major", "Major hazard"),
    ("overdue", "Overdue"),
    ("repeat", "Came back"),
    ("other", "Other"),
]


class SafetyEnforcementLine(models.Model):
    """One target of a joint action: why, what was found there, which measure it ended with (XT-2.3b, ZF-T12.1)."""

    _name = "safety.enforcement.line"
    _description = "Target of enforcement"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "enforcement_id"
    _order = "enforcement_id, sequence, id"
    _rec_name = "enterprise_id"

    enforcement_id = fields.Many2one("safety.enforcement", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    unit_id = fields.Many2one(related="enforcement_id.unit_id", store=True, index=True)
    company_id = fields.Many2one(related="enforcement_id.company_id", store=True, index=True)
    date = fields.Date(related="enforcement_id.date", store=True, index=True)
    state = fields.Selection(related="enforcement_id.state", store=True, index=True)
    enterprise_id = fields.Many2one("safety.enterprise", required=True, index=True, ondelete="restrict")
    place_id = fields.Many2one(related="enterprise_id.unit_id", string="Where")
    ground = fields.Selection(GROUNDS, required=True, default="other", index=True)
    hazard_id = fields.Many2one(
        "safety.hazard",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('enterprise_id', '=', enterprise_id), ('state', '!=', 'void')]",
    )
    refusal_id = fields.Many2one(
        "safety.record", string="Reported as refusing", index="btree_not_null", ondelete="restrict"
    )
    reported_on = fields.Date(
        compute="_compute_reported_on",
        store=True,
        help="When it was reported that somebody refuses, or what was found.",
    )
    days_since_report = fields.Integer(
        compute="_compute_days_since_report",
        aggregator=None,
        help="From the report to the day of the action; until it is done, to today (BF-1.3.4a).",
    )
    service_step_id = fields.Many2one(related="hazard_id.service_step_id")
    inspection_ids = fields.One2many("safety.inspection", "enforcement_line_id", string="Inspections", readonly=True)
    notice_ids = fields.One2many("safety.notice", "enforcement_line_id", string="Documents", readonly=True)
    measure_id = fields.Many2one("safety.enforcement.measure", index="btree_not_null", ondelete="restrict")
    measure_group = fields.Selection(related="measure_id.group", store=True, string="Set of measures")
    decision = fields.Selection(related="measure_id.decision", store=True, index=True)
    result = fields.Text(help="What was found and done there; why nothing was, where nothing was.")
    authority = fields.Char(string="Decided by", help="The body that decided, where it was not the street.")
    decision_number = fields.Char()

    _hazard_uniq = models.UniqueIndex(
        "(enforcement_id, hazard_id) WHERE hazard_id IS NOT NULL", "A hazard is a target once in an action."
    )

    @api.depends("refusal_id.date", "hazard_id.date")
    def _compute_reported_on(self):
        for line in self:
            origin = line.sudo()
            line.reported_on = origin.refusal_id.date or origin.hazard_id.date

    @api.depends("reported_on", "date", "state")
    def _compute_days_since_report(self):
        for line in self:
            today = (line.company_id or self.env.company)._safety_today()
            until = line.date if line.state == "done" else today
            line.days_since_report = (until - line.reported_on).days if line.reported_on and until else 0

    @api.constrains("enterprise_id", "hazard_id", "enforcement_id")
    def _check_same(self):
        for line in self.sudo():
            if line.hazard_id and line.hazard_id.enterprise_id != line.enterprise_id:
                raise ValidationError(self.env._("“%s” is a hazard of another enterprise.", line.hazard_id.name))
            if line.enterprise_id.company_id != line.company_id:
                raise ValidationError(self.env._("“%s” lies in another street.", line.enterprise_id.name))

    @api.onchange("hazard_id")
    def _onchange_hazard_id(self):
        if self.hazard_id:
            self.enterprise_id = self.hazard_id.enterprise_id

    def _check_settled(self):
        """Raise UserError for a target without measure, or whose measure lacks what it asks for."""
        for line in self:
            name = line.enterprise_id.name
            if not line.measure_id:
                raise UserError(self.env._("“%s”: which measure did it end with?", name))
            if not (line.result or "").strip():
                raise UserError(self.env._("“%s”: write under “Result” what was found and done.", name))
            if line.measure_id.needs_decision and not (line.decision_number and line.authority):
                raise UserError(self.env._("“%s”: fill in number and authority of the decision.", name))
            if line.measure_id.is_transfer and not line._letters():
                raise UserError(self.env._("“%s”: issue the letter that passes the case on.", name))

    def _letters(self):
        """Return the letters of transfer of these targets that were issued."""
        return self.sudo().notice_ids.filtered(
            lambda notice: notice.needs_counterpart and notice.state in ("issued", "served")
        )

    def action_inspect(self):
        """Open the enforcement inspection of this target, or begin it with the departments of the action."""
        self.ensure_one()
        self.check_access("read")
        joint = self.enforcement_id
        return self.inspection_ids._open_or_begin(
            self.enterprise_id,
            joint.participant_ids,
            enforcement_line_id=self.id,
            kind_id=self.env.ref("street_safety_inspection.inspection_kind_enforcement").id,
            date=joint.date,
            joint_unit_ids=joint.department_ids.ids,
            joint_with=joint.other_bodies,
        )

    def action_transfer(self):
        """Open the letter that passes the case on to the body with the power, or draft it."""
        self.ensure_one()
        self.check_access("read")
        notice = self.notice_ids.filtered(lambda one: one.state != "void" and one.needs_counterpart)[:1]
        if not notice:
            hazards = self.hazard_id or self.env["safety.hazard"].search(
                [("enterprise_id", "=", self.enterprise_id.id), ("state", "in", ("reported", "rectifying"))]
            )
            if not hazards:
                raise UserError(
                    self.env._(
                        "Report what is wrong at “%s” as a hazard first: the letter lists it.", self.display_name
                    )
                )
            notice = self.env["safety.notice"].create(
                {
                    "kind_id": self.env.ref("street_safety_inspection.notice_kind_transfer").id,
                    "enterprise_id": self.enterprise_id.id,
                    "enforcement_line_id": self.id,
                    "line_ids": hazards._notice_line_commands(),
                }
            )
        return {"type": "ir.actions.act_window", "res_model": notice._name, "res_id": notice.id, "view_mode": "form"}
