from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition


class SafetySupervision(models.Model):
    """Supervision 督查: who checks the checkers (XT-3.1 – XT-3.3, BF-1.3.9, ZF-T11.6, GY-3.5, GY-3.9, XY-3.1d).

    It belongs to the unit that supervises. Whoever is supervised sees nothing of it, nor of the draw behind it, until
    the feedback goes out; then each unit sees its own lines and answers them, and somebody who supervises accepts.
    """

    _name = "safety.supervision"
    _description = "Supervision"
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
    _number_code = "safety.supervision"
    _photo_fields = ("photo_ids",)

    _workflow = {
        "issue": Transition(
            ("draft",), "issued", guard="_check_issuable", values="_issue_values", after="_after_issue"
        ),
        "close": Transition(("issued",), "closed", guard="_check_answered", values="_close_values"),
        "void": Transition(("issued",), "void", "approve", after="_after_void"),
    }
    _workflow_frozen = ("issued", "closed", "void")
    _workflow_fields = ("issued_on", "issued_by_id", "closed_on")

    # A relation of its own, which goes when this addon goes; the pattern's would belong to the base.
    reader_unit_ids = fields.Many2many(relation="safety_supervision_reader_rel")
    name = fields.Char(
        string="Subject", compute="_compute_name", store=True, precompute=True, readonly=False, required=True,
        tracking=True,
    )  # fmt: skip
    kind_id = fields.Many2one(
        "safety.supervision.kind",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env["safety.supervision.kind"].search([], limit=1),
    )
    subject = fields.Selection(related="kind_id.subject")
    needs_draw = fields.Boolean(related="kind_id.needs_draw")
    unit_id = fields.Many2one(
        string="Supervising unit", help="Until the feedback goes out only this unit's seats see anything of it."
    )
    date = fields.Date(
        string="Visited on",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self.env.company._safety_today(),
    )
    leader_id = fields.Many2one("res.users", string="Led by", index=True, default=lambda self: self.env.user)
    supervisor_ids = fields.Many2many(
        "res.users", string="Supervised by", required=True, default=lambda self: self.env.user
    )
    guests = fields.Char(string="Other participants")
    target_unit_id = fields.Many2one(
        "safety.unit",
        string="Unit visited",
        index="btree_not_null",
        ondelete="restrict",
        help="It answers the lines that name no other unit.",
    )
    draw_id = fields.Many2one(
        "safety.draw",
        string="From the draw",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('state', '=', 'drawn')]",
    )
    checklist_id = fields.Many2one(
        "safety.checklist",
        string="Form",
        ondelete="restrict",
        domain="[('state', '=', 'published'), ('use', '=', 'supervision')]",
    )
    line_ids = fields.One2many("safety.supervision.line", "supervision_id", string="Looked at", copy=False)
    enterprise_ids = fields.Many2many(
        "safety.enterprise", string="Enterprises", compute="_compute_targets", store=True, compute_sudo=True
    )
    target_unit_ids = fields.Many2many(
        "safety.unit",
        "safety_supervision_target_unit_rel",
        string="Units supervised",
        compute="_compute_targets",
        store=True,
        compute_sudo=True,
    )
    note = fields.Text(string="Overall finding")
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True, copy=False)
    score = fields.Integer(compute="_compute_figures", store=True, compute_sudo=True, aggregator="avg")
    full_marks = fields.Integer(
        string="Full marks", compute="_compute_figures", store=True, compute_sudo=True, aggregator=None
    )
    problem_count = fields.Integer(string="Problems", compute="_compute_figures", store=True, compute_sudo=True)
    concealed_count = fields.Integer(
        string="Omitted or concealed", compute="_compute_figures", store=True, compute_sudo=True
    )
    open_count = fields.Integer(
        string="To be answered", compute="_compute_figures", store=True, compute_sudo=True, help="By the units."
    )
    replied_count = fields.Integer(string="To be accepted", compute="_compute_figures", store=True, compute_sudo=True)
    reply_due = fields.Date(
        string="Answer due", compute="_compute_figures", store=True, compute_sudo=True, index=True,
        help="The first deadline that is still open.",
    )  # fmt: skip
    issued_on = fields.Date(string="Fed back on", readonly=True, copy=False, tracking=True, index=True)
    issued_by_id = fields.Many2one("res.users", string="Fed back by", readonly=True, copy=False)
    closed_on = fields.Date(string="Settled on", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Fed back"), ("closed", "All settled"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )

    _unit_date = models.Index("(unit_id, date)")

    # ---- computes ----------------------------------------------------------------------------------------------------

    @api.depends("kind_id", "target_unit_id")
    def _compute_name(self):
        for record in self:
            record.name = " · ".join(filter(None, (record.kind_id.name, record.target_unit_id.name)))

    @api.depends("number", "name")
    def _compute_display_name(self):
        for record in self:
            record.display_name = " ".join(filter(None, (record.number, record.name)))

    @api.depends("line_ids.enterprise_id", "line_ids.unit_id", "target_unit_id")
    def _compute_targets(self):
        for record in self:
            record.enterprise_ids = record.line_ids.enterprise_id
            record.target_unit_ids = record.line_ids.unit_id | record.target_unit_id

    @api.depends("line_ids.verdict", "line_ids.state", "line_ids.score", "line_ids.points", "line_ids.deadline")
    def _compute_figures(self):
        for record in self:
            lines = record.line_ids
            unanswered = lines.filtered(lambda line: line.state == "open")
            record.score = sum(lines.mapped("score"))
            record.full_marks = sum(lines.mapped("points"))
            record.problem_count = len(lines.filtered(lambda line: line.verdict not in (False, "fine")))
            record.concealed_count = len(lines.filtered(lambda line: line.verdict in ("omission", "concealment")))
            record.open_count = len(unanswered)
            record.replied_count = len(lines.filtered(lambda line: line.state == "replied"))
            record.reply_due = min(filter(None, unanswered.mapped("deadline")), default=False)

    @api.depends("unit_id", "target_unit_ids", "state")
    def _compute_reader_unit_ids(self):
        return super()._compute_reader_unit_ids()

    def _reader_units(self):
        """Return who sees it: nobody but those who supervise before the feedback, then the units supervised, too."""
        units = super()._reader_units()
        return units if self.state == "draft" else units | self.target_unit_ids

    @api.constrains("unit_id", "target_unit_id")
    def _check_target_unit_id(self):
        for record in self:
            if record.target_unit_id == record.unit_id:
                raise ValidationError(self.env._("“Unit visited”: a unit does not supervise itself."))

    # ---- filling the form --------------------------------------------------------------------------------------------

    @api.onchange("kind_id")
    def _onchange_kind_id(self):
        if self.kind_id.checklist_id and not any(self.line_ids.mapped("verdict")):
            self.checklist_id = self.kind_id.checklist_id
            self._onchange_checklist_id()

    @api.onchange("checklist_id")
    def _onchange_checklist_id(self):
        if not any(self.line_ids.mapped("verdict")):
            self.line_ids = [Command.clear(), *self._item_commands(self.checklist_id)]

    @api.model
    def _item_commands(self, checklist):
        return [
            Command.create(
                {
                    "item_id": item.id,
                    "sequence": index,
                    "section": item.section,
                    "name": item.name,
                    "points": item.points,
                    "score": item.points,
                }
            )
            for index, item in enumerate(checklist.item_ids, start=1)
        ]

    @api.model_create_multi
    def create(self, vals_list):
        filled = []
        for vals in vals_list:
            vals = dict(vals)
            kind = self.env["safety.supervision.kind"].browse(vals.get("kind_id"))
            checklist = vals.setdefault("checklist_id", kind.checklist_id.id)
            if checklist and not vals.get("line_ids"):
                vals["line_ids"] = self._item_commands(self.env["safety.checklist"].browse(checklist))
            filled.append(vals)
        return super().create(filled)
