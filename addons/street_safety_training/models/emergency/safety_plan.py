from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

# What was approved does not change: a new version does. Filing and evaluation come afterwards.
APPROVED_FIELDS = {"name", "type_id", "unit_id", "enterprise_id", "content", "file_ids", "version", "previous_id"}


class SafetyPlan(models.Model):
    """An emergency plan of a unit or an enterprise, version by version: drafted, approved, filed, evaluated, replaced.

    GY-2.6, GY-4.2.2, GY-5.5a: a plan must be in force. The approval of a new version replaces the one before it.
    """

    _name = "safety.plan"
    _description = "Emergency plan"
    _inherit = ["safety.reasoned", "safety.workflow", "safety.scope.mixin", "mail.thread"]
    _order = "name, version desc, id desc"

    _workflow = {
        "approve": Transition(
            ("draft",), "in_force", "approve", guard="_check_complete", values="_approval_values",
            after="_after_approve",
        ),
        "replace": Transition(("in_force",), "replaced", "approve"),
        "void": Transition(("in_force",), "void", "approve"),
    }  # fmt: skip
    _workflow_frozen = ("replaced", "void")
    _workflow_fields = ("approved_on", "approved_by_id", "void_reason")
    _reason_fields = {"void": "void_reason"}

    name = fields.Char(string="Title", required=True, tracking=True)
    type_id = fields.Many2one(
        "safety.plan.type", required=True, index=True, ondelete="restrict", tracking=True,
        default=lambda self: self.env["safety.plan.type"].search([], limit=1),
    )  # fmt: skip
    type_note = fields.Text(related="type_id.note", string="Hint")
    needs_filing = fields.Boolean(related="type_id.needs_filing")
    unit_id = fields.Many2one(tracking=True)
    enterprise_id = fields.Many2one(
        "safety.enterprise", index="btree_not_null", ondelete="restrict", tracking=True,
        domain="[('unit_id', 'child_of', unit_id)]", help="Only for the plan of one enterprise.",
    )  # fmt: skip
    version = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "safety.plan", string="Replaces", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    content = fields.Html(string="Plan")
    file_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True, copy=False)
    user_id = fields.Many2one(
        "res.users", string="Drafted by", required=True, index=True, default=lambda self: self.env.user
    )
    approved_on = fields.Date(string="Approved on", readonly=True, copy=False, index=True)
    approved_by_id = fields.Many2one("res.users", string="Approved by", readonly=True, copy=False)
    filed_on = fields.Date(string="Filed on", copy=False, tracking=True)
    filed_with = fields.Char(string="Filed with", copy=False, tracking=True)
    filing_number = fields.Char(string="Filing number", copy=False, tracking=True)
    evaluated_on = fields.Date(string="Evaluated on", copy=False, tracking=True)
    evaluation = fields.Text(copy=False, help="Whether the plan still fits: what changed, what drills showed.")
    review_due = fields.Date(
        string="Evaluation due", compute="_compute_review_due", store=True, readonly=False, copy=False, tracking=True
    )
    is_review_overdue = fields.Boolean(
        string="Evaluation overdue", compute="_compute_is_review_overdue", search="_search_is_review_overdue"
    )
    drill_ids = fields.One2many("safety.drill", "plan_id", string="Drills", readonly=True)
    drill_count = fields.Integer(string="Drilled", compute="_compute_drill_count")
    void_reason = fields.Char(string="Void because", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In force"), ("replaced", "Superseded"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _one_successor = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL AND state != 'void'",
        "There is a newer version of this plan already. Open that one.",
    )

    # ---- computes ----------------------------------------------------------------------------------------------------

    @api.depends("name", "version")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.name or ''} V{plan.version}"

    @api.depends("approved_on", "evaluated_on", "type_id.review_months")
    def _compute_review_due(self):
        for plan in self:
            since, months = plan.evaluated_on or plan.approved_on, plan.type_id.review_months
            plan.review_due = since + relativedelta(months=months) if since and months else False

    @api.depends("review_due", "state", "company_id")
    def _compute_is_review_overdue(self):
        for plan in self:
            today = (plan.company_id or self.env.company)._safety_today()
            plan.is_review_overdue = plan.state == "in_force" and bool(plan.review_due) and plan.review_due < today

    def _search_is_review_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "=", "in_force") & Domain("review_due", "<", self.env.company._safety_today())
        return overdue if True in value else ~overdue

    @api.depends("drill_ids.state")
    def _compute_drill_count(self):
        groups = self.env["safety.drill"]._read_group(
            [("plan_id", "in", self.ids), ("state", "in", ("held", "evaluated"))], ["plan_id"], ["__count"]
        )
        counts = {plan.id: count for plan, count in groups}
        for plan in self:
            plan.drill_count = counts.get(plan._origin.id, 0)

    @api.constrains("filed_on", "evaluated_on", "approved_on")
    def _check_order(self):
        for plan in self:
            for day in filter(None, (plan.filed_on, plan.evaluated_on)):
                if not plan.approved_on or day < plan.approved_on:
                    raise UserError(
                        self.env._("“%s” is filed and evaluated after it was approved, not before.", plan.name)
                    )

    # ---- write and steps ---------------------------------------------------------------------------------------------

    def write(self, vals):
        changed = APPROVED_FIELDS & vals.keys()
        if changed and (closed := self.filtered(lambda plan: plan.state != "draft")):
            raise UserError(
                self.env._("“%s” is approved: what it says is changed by a new version.", closed[0].display_name)
            )
        return super().write(vals)

    def _check_complete(self):
        for plan in self:
            if is_html_empty(plan.content) and not plan.file_ids:
                raise UserError(self.env._("“%s” is empty: write the plan or attach its file.", plan.name))

    def _approval_values(self):
        return {"approved_on": self[:1].company_id._safety_today(), "approved_by_id": self.env.uid}

    def _after_approve(self):
        older = self.previous_id.filtered(lambda plan: plan.state == "in_force")
        if older:
            older._workflow_do("replace")
        self.env["safety.duty"]._prove(self)

    def action_approve(self):
        """Approve the plan: it is in force, and replaces the version before it."""
        return self._workflow_do("approve")

    def action_void(self):
        """Ask why the plan is given up, then take it out of force."""
        return self._open_reason("void", self.env._("Take out of force"))

    def action_new_version(self):
        """Open a draft of the next version; the present one stays in force until that is approved."""
        self.ensure_one()
        newer = self._new_versions()[self]
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": newer.id, "view_mode": "form"}

    def _new_versions(self):
        """Return {plan in force: the draft of its next version}, made where there is none; any number in one pass."""
        self.check_access("write")
        self._safety_check_level("act")
        if self.filtered(lambda plan: plan.state != "in_force"):
            raise UserError(self.env._("Only a plan in force gets a new version."))
        drafts = self.search([("previous_id", "in", self.ids), ("state", "=", "draft")])
        newer = {draft.previous_id: draft for draft in drafts}
        without = self.filtered(lambda plan: plan not in newer)
        made = self.create(
            [
                {**vals, "previous_id": plan.id, "version": plan.version + 1, "user_id": self.env.uid}
                for plan, vals in zip(without, without.copy_data(), strict=True)
            ]
        )
        return newer | dict(zip(without, made, strict=True))

    def action_plan_drill(self):
        """Open a new drill of this plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_drill_action_new")
        context = {"default_plan_id": self.id, "default_unit_id": self.unit_id.id, "default_name": self.name}
        if self.enterprise_id:
            context["default_enterprise_ids"] = [(6, 0, self.enterprise_id.ids)]
        return {**action, "context": context}

    def action_open_drills(self):
        """Open the drills of the plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_drill_action")
        return {**action, "domain": [("plan_id", "=", self.id)], "context": {"default_plan_id": self.id}}
