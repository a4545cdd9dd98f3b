from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICER = "street_safety_base.group_street_safety_officer"


class SafetyEnforcement(models.Model):
    """A joint action 统一行动 / 联合执法: who takes part, which targets and why, what each ended with.

    Clauses XT-2.3a, XT-2.3b, BF-1.2.2b, BF-1.3.4a, GY-2.11, ZF-2.3c, ZF-T12.1. Departments that take part see it.
    """

    _name = "safety.enforcement"
    _description = "Joint action"
    _inherit = [
        "safety.shared",
        "safety.voidable",
        "safety.workflow",
        "safety.scope.mixin",
        "safety.photos",
        "mail.thread",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["number", "name"]
    _number_code = "safety.enforcement"
    _photo_fields = ("photo_ids",)

    _workflow = {
        "done": Transition(("draft",), "done", "approve", OFFICER, guard="_check_complete", after="_after_done"),
        "void": Transition(("done",), "void", "approve", OFFICER, after="_after_void"),
    }
    _workflow_frozen = ("done", "void")

    # A relation of its own, which goes when this addon goes; the pattern's would belong to the base.
    reader_unit_ids = fields.Many2many(relation="safety_enforcement_reader_rel")
    name = fields.Char(string="Subject", required=True, tracking=True)
    date = fields.Date(required=True, index=True, tracking=True, default=lambda self: self.env.company._safety_today())
    unit_id = fields.Many2one(string="Leading unit", tracking=True)
    leader_id = fields.Many2one("res.users", index=True, default=lambda self: self.env.user)
    participant_ids = fields.Many2many(
        "res.users",
        string="Participants",
        default=lambda self: self.env.user,
        help="Everybody who goes along: the community's safety officer, too (BF-1.2.2b).",
    )
    department_ids = fields.Many2many(
        "safety.unit",
        "safety_enforcement_department_rel",
        string="Departments taking part",
        help="They see the action and what it ends with.",
    )
    other_bodies = fields.Char(string="Other bodies", help="Who takes part and is no unit of the street.")
    line_ids = fields.One2many("safety.enforcement.line", "enforcement_id", string="Targets", copy=False)
    note = fields.Text(string="What came of it")
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True, copy=False)
    target_count = fields.Integer(string="Number of targets", compute="_compute_figures", store=True, compute_sudo=True)
    settled_count = fields.Integer(string="With a measure", compute="_compute_figures", store=True, compute_sudo=True)
    decisions = fields.Char(compute="_compute_decisions", help="How many targets ended rectified, enforced, shut down.")
    state = fields.Selection(
        [("draft", "Planned"), ("done", "Done"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for action in self:
            action.display_name = " ".join(filter(None, (action.number, action.name)))

    @api.depends("line_ids.measure_id")
    def _compute_figures(self):
        for action in self:
            action.target_count = len(action.line_ids)
            action.settled_count = len(action.line_ids.filtered("measure_id"))

    @api.depends("line_ids.decision")
    def _compute_decisions(self):
        labels = dict(self.env["safety.enforcement.measure"]._fields["decision"]._description_selection(self.env))
        for action in self:
            ended = action.line_ids.mapped("decision")
            parts = [f"{label} {ended.count(key)}" for key, label in labels.items() if key in ended]
            action.decisions = " · ".join(parts) or False

    @api.depends("unit_id", "department_ids")
    def _compute_reader_unit_ids(self):
        return super()._compute_reader_unit_ids()

    def _reader_units(self):
        return super()._reader_units() | self.department_ids

    def _check_complete(self):
        for action in self:
            if action.date > action.company_id._safety_today():
                raise UserError(self.env._("%s lies in the future; it is completed after its day.", action.name))
            if not action.participant_ids:
                raise UserError(self.env._("Fill in “Participants”: who went along?"))
            if not action.line_ids and not (action.note or "").strip():
                raise UserError(
                    self.env._(
                        "Without a target it takes place all the same: write under “What came of it” what was done."
                    )
                )
            action.line_ids._check_settled()

    def _after_done(self):
        self.env["safety.duty"]._prove(self)
        self.env["safety.duty"]._prove(self.line_ids)
        self._issue_number()

    def action_done(self):
        """Complete the action: its results are evidence and closed to changes."""
        return self._workflow_do("done")
