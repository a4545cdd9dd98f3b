from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

#: What somebody has to answer for.
WRONG = ("problem", "omission", "concealment")


class SafetySupervisionLine(models.Model):
    """One thing looked at: what was reported, what was found, and what the unit answers by its deadline.

    Frozen with the feedback; the answer of the unit and its acceptance are steps of their own.
    """

    _name = "safety.supervision.line"
    _description = "Line of a supervision"
    # The freeze comes first: steps of the workflow pass it, writing by hand does not.
    _inherit = ["safety.frozen.line", "safety.reasoned", "safety.workflow", "safety.shared", "safety.deadline"]
    _frozen_parent = "supervision_id"
    _order = "supervision_id, sequence, id"

    _workflow = {
        "ask": Transition(("none",), "open"),
        "reply": Transition(("open",), "replied", "read", guard="_check_reply"),
        "accept": Transition(("replied",), "closed", guard="_check_acceptor", after="_after_accept"),
        "return": Transition(("replied",), "open", guard="_check_acceptor", after="_after_return"),
    }
    _workflow_fields = (
        "reported", "reply", "reply_photo_ids", "replied_on", "replied_by_id", "accepted_on", "accepted_by_id",
        "return_reason",
    )  # fmt: skip
    _reason_fields = {"return": "return_reason"}
    _owed_states = ("open",)

    # A relation of its own, which goes when this addon goes; the pattern's would belong to the base.
    reader_unit_ids = fields.Many2many(relation="safety_supervision_line_reader_rel")
    supervision_id = fields.Many2one("safety.supervision", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    item_id = fields.Many2one("safety.checklist.item", string="Item of the form", ondelete="restrict", readonly=True)
    section = fields.Char()
    name = fields.Char(string="What is looked at", required=True)
    enterprise_id = fields.Many2one("safety.enterprise", index="btree_not_null", ondelete="restrict")
    unit_id = fields.Many2one(
        "safety.unit",
        string="Unit that answers",
        compute="_compute_unit_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        help="Who reported, and who puts it right: the unit visited, or the community of the enterprise.",
    )
    company_id = fields.Many2one(related="supervision_id.company_id", store=True, index=True)
    kind_id = fields.Many2one(related="supervision_id.kind_id", store=True, index=True)
    date = fields.Date(related="supervision_id.date", store=True, index=True)
    issued_on = fields.Date(related="supervision_id.issued_on", store=True)
    reported = fields.Char(
        string="What was reported", readonly=True, help="As the records said when the supervision was prepared."
    )
    found = fields.Text(string="What was found")
    verdict = fields.Selection(
        [
            ("fine", "As reported"),
            ("problem", "Problem"),
            ("omission", "Omitted from the reports"),
            ("concealment", "Concealed"),
        ],
        string="Compared",
        index=True,
        help="Omitted: it was there and nobody reported it. Concealed: it was reported otherwise than it is, for "
        "example as put right. Both are proposed to the office as a violation.",
    )
    points = fields.Integer(string="Full marks", aggregator=None, readonly=True)
    score = fields.Integer(aggregator=None)
    deadline = fields.Date(string="Answer by", compute="_compute_deadline", store=True, readonly=False)
    reply = fields.Text(string="Answer of the unit", readonly=True, copy=False)
    reply_photo_ids = fields.Many2many(
        "ir.attachment", string="Photos of the answer", readonly=True, copy=False, bypass_search_access=True
    )
    replied_on = fields.Date(string="Answered on", readonly=True, copy=False)
    replied_by_id = fields.Many2one("res.users", string="Answered by", readonly=True, copy=False)
    accepted_on = fields.Date(string="Accepted on", readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.users", string="Accepted by", readonly=True, copy=False)
    return_reason = fields.Char(string="Sent back because", readonly=True, copy=False)
    can_reply = fields.Boolean(compute="_compute_can_reply")
    state = fields.Selection(
        [
            ("none", "Nothing to answer"),
            ("open", "To be answered"),
            ("replied", "Answered"),
            ("closed", "Answer accepted"),
        ],
        default="none",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    _score_bounded = models.Constraint(
        "CHECK(score BETWEEN 0 AND GREATEST(points, 0))", "A score lies between 0 and the full marks."
    )

    @api.depends("supervision_id.target_unit_id", "supervision_id.unit_id", "enterprise_id")
    def _compute_unit_id(self):
        for line in self:
            visit = line.supervision_id
            known = visit.target_unit_id or line.enterprise_id.unit_id._answering_unit() or line.unit_id
            line.unit_id = known or visit.unit_id

    @api.depends("verdict", "supervision_id.date", "supervision_id.kind_id")
    def _compute_deadline(self):
        for line in self:
            visit = line.supervision_id
            proposed = visit.date and fields.Date.add(visit.date, days=visit.kind_id.reply_days)
            line.deadline = line.verdict in WRONG and (line.deadline or proposed)

    @api.depends_context("uid")
    def _compute_can_reply(self):
        act = self.env["safety.unit"].sudo().search([("id", "child_of", self.env.user.safety_act_unit_ids.ids)])
        for line in self:
            line.can_reply = line.state == "open" and line.unit_id in act

    @api.depends("supervision_id.unit_id", "supervision_id.state", "unit_id")
    def _compute_reader_unit_ids(self):
        return super()._compute_reader_unit_ids()

    def _reader_units(self):
        """Return who sees it: those who supervise, and from the feedback on the unit that answers, and no other."""
        visit = self.supervision_id
        return visit.unit_id if visit.state == "draft" else visit.unit_id | self.unit_id

    @api.constrains("unit_id", "enterprise_id")
    def _check_same_street(self):
        for line in self.sudo():
            if line.unit_id.company_id != line.company_id or (
                line.enterprise_id and line.enterprise_id.company_id != line.company_id
            ):
                raise ValidationError(self.env._("“%s” lies in another street.", line.name))

    @api.onchange("enterprise_id")
    def _onchange_enterprise_id(self):
        if self.enterprise_id and not self.name:
            self.name = self.enterprise_id.name

    @api.onchange("verdict")
    def _onchange_verdict(self):
        if self.verdict in WRONG and self.score == self.points:
            self.score = 0

    def _valid_field_parameter(self, field, name):
        # The pattern tracks its deadline; a line has no chatter of its own.
        return name == "tracking" or super()._valid_field_parameter(field, name)

    def _safety_check_level(self, level):
        """Raise AccessError unless the user's seats reach ``level`` on the supervising unit."""
        if level == "read":
            self.check_access("read")
        else:
            self.env["safety.access"]._check(self.sudo().supervision_id.unit_id, level)


class SafetyUnit(models.Model):
    _inherit = "safety.unit"

    def _answering_unit(self):
        """Return the unit that answers for what lies here: of a grid the unit above it, else this one."""
        unit = self.sudo()
        grid = self.env.ref("street_safety_base.unit_type_grid", raise_if_not_found=False)
        return (unit.parent_id if unit.type_id == grid and unit.parent_id else unit).sudo(self.env.su)
