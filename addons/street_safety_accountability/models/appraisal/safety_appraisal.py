from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

from ..violation.safety_penalty_rule import MONTHS

OFFICE = "street_safety_base.group_street_safety_office"
#: States in which figures still follow the records.
OPEN = ("draft", "submitted", "reviewed", "panelled")


class SafetyAppraisal(models.Model):
    """The appraisal of one unit or person for a period: computed, completed by hand, confirmed, published.

    Clauses GY-7.1 and GY-7.2, XY-3.1g. A confirmed sheet keeps its figures and the records they count.
    """

    _name = "safety.appraisal"
    _description = "Appraisal"
    _inherit = ["safety.reasoned", "safety.workflow", "safety.personal", "safety.scope.mixin", "mail.thread"]
    _order = "year desc, scheme_id, total desc, unit_id"

    _workflow = {
        "submit": Transition(("draft",), "submitted", "read", None, "_check_submit"),
        "review": Transition(("draft", "submitted"), "reviewed", "approve", OFFICE, "_check_review"),
        "panel": Transition(("draft", "submitted", "reviewed"), "panelled", "approve", OFFICE, "_check_panel"),
        "back": Transition(("submitted", "reviewed", "panelled"), "draft", "approve", OFFICE),
        "confirm": Transition(
            OPEN, "confirmed", "approve", OFFICE, "_check_complete", "_confirmed_values", "_after_confirm"
        ),
        "object": Transition(("confirmed",), "objected", "read", None, "_check_objection", "_objected_values"),
        "keep": Transition(("objected",), "confirmed", "approve", OFFICE, "_check_other_officer", "_kept_values"),
        "correct": Transition(
            ("objected",), "draft", "approve", OFFICE, "_check_other_officer", None, "_after_correct"
        ),
        "publish": Transition(
            ("confirmed",), "published", "approve", OFFICE, "_check_publishable", "_published_values"
        ),
        "void": Transition(("confirmed", "objected", "published"), "void", "approve", OFFICE, after="_void_records"),
    }
    _workflow_frozen = ("confirmed", "objected", "published", "void")
    _workflow_fields = (
        "total",
        "grade_id",
        "grade_name",
        "is_vetoed",
        "is_failing",
        "bands",
        "computed_on",
        "confirmed_by_id",
        "confirmed_on",
        "published_on",
        "rank",
        "ranked",
        "grade_note",
        "void_reason",
        "panel_note",
        "objection",
        "objected_on",
        "objection_until",
        "objection_decision",
        "objection_decided_by_id",
    )
    _reason_fields = {
        "void": "void_reason",
        "panel": "panel_note",
        "object": "objection",
        "keep": "objection_decision",
        "correct": "objection_decision",
    }

    scheme_id = fields.Many2one(
        "safety.appraisal.scheme", required=True, readonly=True, index=True, ondelete="restrict"
    )
    with_self = fields.Boolean(related="scheme_id.with_self")
    with_review = fields.Boolean(related="scheme_id.with_review")
    with_panel = fields.Boolean(related="scheme_id.with_panel")
    unit_id = fields.Many2one(readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True, index="btree_not_null")
    period_start = fields.Date(string="Period", readonly=True, index=True)
    rank = fields.Integer(readonly=True, copy=False, aggregator=None, help="Place among all that are appraised.")
    ranked = fields.Integer(string="Out of", readonly=True, copy=False, aggregator=None)
    grade_note = fields.Char(string="About the grade", readonly=True, copy=False)
    history_count = fields.Integer(string="Earlier appraisals", compute="_compute_history_count")
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    line_ids = fields.One2many("safety.appraisal.line", "appraisal_id", string="Lines")
    total = fields.Float(digits=(16, 2), readonly=True, copy=False, aggregator="avg", tracking=True)
    grade_id = fields.Many2one(
        "safety.appraisal.grade", string="Current grade", readonly=True, copy=False, ondelete="set null"
    )
    grade_name = fields.Char(string="Grade", readonly=True, copy=False, index=True, tracking=True)
    grade_color = fields.Integer(related="grade_id.color")
    is_vetoed = fields.Boolean(string="Vetoed", readonly=True, copy=False)
    is_failing = fields.Boolean(string="Not up to standard", readonly=True, copy=False)
    bands = fields.Json(string="Grades as they were", readonly=True, copy=False)
    computed_on = fields.Datetime(string="Figures of", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Self-assessed"),
            ("reviewed", "Reviewed"),
            ("panelled", "Seen by the panel"),
            ("confirmed", "Confirmed"),
            ("objected", "Objection"),
            ("published", "Published"),
            ("void", "Void"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", readonly=True, copy=False)
    confirmed_on = fields.Date(readonly=True, copy=False)
    published_on = fields.Date(readonly=True, copy=False)
    panel_note = fields.Text(
        string="What the panel found", readonly=True, copy=False, help="Who sat on it, and what it found."
    )
    objection_until = fields.Date(string="Objection until", readonly=True, copy=False)
    objection = fields.Text(readonly=True, copy=False, tracking=True)
    objected_on = fields.Date(string="Objected on", readonly=True, copy=False)
    objection_decision = fields.Text(string="Decision about the objection", readonly=True, copy=False, tracking=True)
    objection_decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    void_reason = fields.Text(string="Void because", readonly=True, copy=False)
    to_assess_count = fields.Integer(string="Still by hand", compute="_compute_to_assess_count")

    _unit_year_uniq = models.UniqueIndex(
        "(scheme_id, unit_id, COALESCE(user_id, 0), date_from) WHERE state != 'void'",
        "The unit or person already has this appraisal for the period.",
    )

    @api.depends("scheme_id", "unit_id", "user_id", "year")
    def _compute_display_name(self):
        for appraisal in self:
            parts = (appraisal.unit_id.name, appraisal.sudo().user_id.name, appraisal._period_name())
            appraisal.display_name = " ".join([*filter(None, parts), appraisal.scheme_id.name or ""])

    def _period_name(self):
        period = self.scheme_id.period
        if not self.period_start or period in (False, "year"):
            return str(self.year or "")
        number = (self.period_start.month - 1) // MONTHS[period] + 1
        return f"{self.year}-{number:02d}" if period == "month" else f"{self.year}/{number}"

    @api.depends("unit_id", "user_id")
    def _compute_history_count(self):
        groups = self._read_group(
            [("unit_id", "in", self.unit_id.ids), ("state", "!=", "void")], ["unit_id", "user_id"], ["__count"]
        )
        counts = {(unit, user): count for unit, user, count in groups}
        for appraisal in self:
            appraisal.history_count = max(counts.get((appraisal.unit_id, appraisal.user_id), 0) - 1, 0)

    @api.depends("line_ids.assessed")
    def _compute_to_assess_count(self):
        groups = self.env["safety.appraisal.line"]._read_group(
            [("appraisal_id", "in", self.ids), ("kind", "=", "hand"), ("assessed", "=", False)],
            ["appraisal_id"],
            ["__count"],
        )
        counts = {appraisal.id: count for appraisal, count in groups}
        for appraisal in self:
            appraisal.to_assess_count = counts.get(appraisal.id, 0)

    # ---- workflow ----------------------------------------------------------------------------------------------------

    def _check_complete(self):
        for appraisal in self:
            missing = appraisal._steps_missing()
            if missing:
                raise UserError(
                    self.env._(
                        "%(appraisal)s: first comes %(step)s.", appraisal=appraisal.display_name, step=missing[0]
                    )
                )
        if open_line := self.line_ids.filtered(lambda line: line.kind == "hand" and not line.assessed)[:1]:
            raise UserError(
                self.env._(
                    "%(appraisal)s: “%(indicator)s” is still to be assessed by hand.",
                    appraisal=open_line.appraisal_id.display_name,
                    indicator=open_line.name,
                )
            )
        if empty := self.filtered(lambda appraisal: not appraisal.line_ids):
            raise UserError(self.env._("%s has not been computed yet.", empty[0].display_name))

    def _confirmed_values(self):
        today = self.company_id[:1]._safety_today()
        days = max(self.scheme_id.mapped("objection_days"), default=0)
        until = fields.Date.add(today, days=days) if days else False
        return {"confirmed_by_id": self.env.uid, "confirmed_on": today, "objection_until": until}

    def _published_values(self):
        return {"published_on": self.company_id[:1]._safety_today()}

    def action_confirm(self):
        """Confirm: the sheet keeps its figures from now on."""
        return self._workflow_do("confirm")

    def action_publish(self):
        """Publish the confirmed appraisals."""
        return self._workflow_do("publish")

    def action_void(self):
        """Ask for the reason, then void a wrong appraisal: a new one can be made."""
        return self._open_reason("void", self.env._("Void the appraisal"))

    def action_recompute(self):
        """Bring the figures of drafts up to date; what was entered by hand stays."""
        self._check_officer()
        self.filtered(lambda appraisal: appraisal.state in OPEN)._compute_figures()
        return True

    def action_sheet(self):
        """Download the appraisal sheet (XLSX)."""
        return self.env.ref("street_safety_accountability.action_report_safety_appraisal_sheet").report_action(self)

    def _check_officer(self):
        if self.env.su:
            return
        if not self.env.user.has_group(OFFICE):
            raise AccessError(self.env._("Only the safety committee office appraises."))
        self._safety_check_level("approve")
