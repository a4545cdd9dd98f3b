from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICER = "street_safety_base.group_street_safety_officer"


class SafetyInspection(models.Model):
    """One visit to one enterprise: what was looked at and what was found.

    Done, it is evidence and frozen, and each finding has become a hazard (XT-2.1c, XT-2.1d).
    """

    _name = "safety.inspection"
    _description = "Inspection"
    _inherit = ["safety.reasoned", "safety.workflow", "safety.of.enterprise", "safety.signed", "mail.thread"]
    _order = "date desc, id desc"
    _unit_source = "notice_id"
    _derived_fields = ("finding_count",)

    _workflow = {
        "done": Transition(("draft",), "done", guard="_check_complete", after="_after_done"),
        "void": Transition(("done",), "void", "approve", OFFICER, guard="_check_voidable", after="_after_void"),
    }
    _workflow_frozen = ("done", "void")
    _workflow_fields = ("void_reason",)
    _reason_fields = {"void": "void_reason"}

    kind_id = fields.Many2one(
        "safety.inspection.kind",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self._default_kind_id(),
    )
    is_reinspection = fields.Boolean(related="kind_id.is_reinspection")
    date = fields.Date(required=True, index=True, tracking=True, default=lambda self: self.env.company._safety_today())
    inspector_ids = fields.Many2many(
        "res.users", string="Inspectors", required=True, default=lambda self: self.env.user
    )
    notice_id = fields.Many2one(
        "safety.notice",
        string="Notice looked after",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('state', 'in', ('issued', 'served'))]",
        help="The notice whose hazards are re-inspected.",
    )
    representative_name = fields.Char(string="On-site representative", help="Who of the enterprise was present.")
    checklist_id = fields.Many2one(
        "safety.checklist",
        ondelete="restrict",
        domain="[('state', '=', 'published'), ('use', '=', 'inspection')]",
    )
    checklist_note = fields.Text(related="checklist_id.note", string="Hint")
    line_ids = fields.One2many("safety.inspection.line", "inspection_id", string="Items")
    recheck_ids = fields.One2many("safety.inspection.recheck", "inspection_id", string="Hazards re-inspected")
    note = fields.Text(string="Remarks")
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    void_reason = fields.Char(string="Void because", readonly=True, copy=False)
    hazard_ids = fields.One2many("safety.hazard", "inspection_id", string="Hazards found")
    notice_ids = fields.One2many("safety.notice", "inspection_id", string="Notices")

    finding_count = fields.Integer(string="Findings", compute="_compute_finding_count", store=True)
    hazard_count = fields.Integer(string="Number of hazards", compute="_compute_hazard_count")
    answered_count = fields.Integer(string="Answered", compute="_compute_progress")
    question_count = fields.Integer(string="To answer", compute="_compute_progress")
    progress = fields.Float(string="Answered (%)", compute="_compute_progress")
    progress_text = fields.Char(string="Progress", compute="_compute_progress")
    default_deadline = fields.Date(string="Proposed deadline", compute="_compute_default_deadline")
    class_id = fields.Many2one(related="enterprise_id.class_id", string="Supervision class")
    class_color = fields.Integer(related="enterprise_id.class_color")
    address = fields.Char(related="enterprise_id.address", string="Address")
    last_visit = fields.Date(related="enterprise_id.last_inspection_date", string="Last visit")
    open_hazard_count = fields.Integer(related="enterprise_id.open_hazard_count", string="Open hazards")

    _unit_date = models.Index("(unit_id, date)")
    _enterprise_date = models.Index("(enterprise_id, date) WHERE state = 'done'")

    # ---- defaults and computes ---------------------------------------------------------------------------------------

    def _default_kind_id(self):
        wanted = bool(self.env.context.get("default_notice_id"))
        return self.env["safety.inspection.kind"].search([("is_reinspection", "=", wanted)], limit=1)

    @api.depends("enterprise_id", "kind_id", "date")
    def _compute_display_name(self):
        for inspection in self:
            parts = (inspection.enterprise_id.name, inspection.kind_id.name, fields.Date.to_string(inspection.date))
            inspection.display_name = " · ".join(filter(None, parts))

    @api.depends("line_ids.result")
    def _compute_finding_count(self):
        for inspection in self:
            inspection.finding_count = len(inspection.line_ids.filtered(lambda line: line.result == "not"))

    def _compute_hazard_count(self):
        # Without @api.depends: a figure of the form that depends on the lines would send every answer to the server.
        for inspection in self:
            inspection.hazard_count = len(inspection.hazard_ids | inspection.recheck_ids.hazard_id)

    @api.depends("line_ids.result", "recheck_ids.result")
    def _compute_progress(self):
        for inspection in self:
            results = [*inspection.line_ids.mapped("result"), *inspection.recheck_ids.mapped("result")]
            inspection.question_count = len(results)
            inspection.answered_count = len(list(filter(None, results)))
            inspection.progress = 100 * inspection.answered_count / (len(results) or 1)
            inspection.progress_text = f"{inspection.answered_count}/{len(results)}"

    @api.depends("date", "company_id", "enterprise_id")
    def _compute_default_deadline(self):
        for inspection in self:
            company = inspection.enterprise_id.company_id or self.env.company
            day = inspection.date or company._safety_today()
            inspection.default_deadline = fields.Date.add(day, days=company.safety_deadline_days)

    @api.constrains("kind_id", "notice_id", "enterprise_id")
    def _check_notice_id(self):
        for inspection in self.filtered("notice_id"):
            if inspection.sudo().notice_id.enterprise_id != inspection.enterprise_id:
                raise ValidationError(self.env._("The notice was issued to another enterprise."))
            if not inspection.kind_id.is_reinspection:
                raise ValidationError(self.env._("Only a re-inspection looks after a notice. Choose such a kind."))
            if not inspection.sudo().notice_id.frozen_at:
                raise ValidationError(self.env._("The notice has not been issued yet: there is nothing to re-inspect."))

    # ---- filling the form --------------------------------------------------------------------------------------------

    @api.onchange("notice_id")
    def _onchange_notice_id(self):
        if self.notice_id:
            self.enterprise_id = self.notice_id.enterprise_id
            self.unit_id = self.notice_id.unit_id
            self.line_ids = self.checklist_id = False
            self.recheck_ids = [Command.clear(), *self._recheck_commands(self.notice_id)]

    @api.onchange("enterprise_id", "kind_id")
    def _onchange_enterprise_id(self):
        if self.enterprise_id and not self.is_reinspection and not any(self.line_ids.mapped("result")):
            self.checklist_id = self.env["safety.checklist"]._proposed_for(self.enterprise_id)
            self._onchange_checklist_id()

    @api.onchange("checklist_id")
    def _onchange_checklist_id(self):
        answered = self.line_ids.filtered("result")
        if answered.item_id.checklist_id - self.checklist_id:
            return {"warning": {"title": self.env._("Checklist kept"), "message": self._already_answered()}}
        if self.checklist_id != self.line_ids.item_id.checklist_id:
            self.line_ids = [Command.clear(), *self._line_commands(self.checklist_id)]
        return None

    def _already_answered(self):
        return self.env._("Items of another checklist are answered already; they stay. Start a new inspection instead.")

    @api.model
    def _line_commands(self, checklist):
        return [Command.create(vals) for vals in checklist.item_ids._line_vals()]

    @api.model
    def _recheck_commands(self, notice):
        hazards = notice.sudo().line_ids.hazard_id.filtered(lambda hazard: hazard.state in ("rectifying", "submitted"))
        return [Command.create({"hazard_id": hazard.id}) for hazard in hazards]

    @api.model_create_multi
    def create(self, vals_list):
        filled = []
        for vals in vals_list:
            vals = dict(vals)
            checklist = self.env["safety.checklist"].browse(vals.get("checklist_id"))
            if checklist and not vals.get("line_ids"):
                vals["line_ids"] = self._line_commands(checklist)
            notice = self.env["safety.notice"].browse(
                vals.get("notice_id") or self.env.context.get("default_notice_id")
            )
            if notice and not vals.get("kind_id"):
                vals["kind_id"] = self.with_context(default_notice_id=notice.id)._default_kind_id().id
            if notice and not vals.get("recheck_ids"):
                vals["recheck_ids"] = self._recheck_commands(notice)
            filled.append(vals)
        return super().create(filled)

    def action_load_checklist(self):
        """Make the lines of the chosen checklist, or of the one proposed for the enterprise."""
        self.ensure_one()
        checklist = self.checklist_id or self.env["safety.checklist"]._proposed_for(self.enterprise_id)
        known = self.line_ids.item_id
        self.write(
            {
                "checklist_id": checklist.id,
                "line_ids": [
                    Command.create(vals) for vals in checklist.item_ids._line_vals() if vals["item_id"] not in known.ids
                ],
            }
        )
        return True
