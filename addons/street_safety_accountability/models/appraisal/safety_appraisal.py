from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICE = "street_safety_base.group_street_safety_office"


class SafetyAppraisal(models.Model):
    """The appraisal of one unit for one year: computed, completed by hand, confirmed with its numbers, published.

    Clauses GY-7.1 and GY-7.2. A confirmed sheet keeps its figures and the records they count.
    """

    _name = "safety.appraisal"
    _description = "Appraisal"
    _inherit = ["safety.reasoned", "safety.workflow", "safety.scope.mixin", "mail.thread"]
    _order = "year desc, scheme_id, total desc, unit_id"

    _workflow = {
        "confirm": Transition(("draft",), "confirmed", "approve", OFFICE, "_check_complete", "_confirmed_values"),
        "publish": Transition(("confirmed",), "published", "approve", OFFICE, None, "_published_values"),
        "void": Transition(("confirmed", "published"), "void", "approve", OFFICE),
    }
    _workflow_frozen = ("confirmed", "published", "void")
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
        "void_reason",
    )
    _reason_fields = {"void": "void_reason"}

    scheme_id = fields.Many2one(
        "safety.appraisal.scheme", required=True, readonly=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(readonly=True)
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
        [("draft", "Draft"), ("confirmed", "Confirmed"), ("published", "Published"), ("void", "Void")],
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
    void_reason = fields.Text(string="Void because", readonly=True, copy=False)
    to_assess_count = fields.Integer(string="Still by hand", compute="_compute_to_assess_count")

    _unit_year_uniq = models.UniqueIndex(
        "(scheme_id, unit_id, year) WHERE state != 'void'", "The unit already has this appraisal for the year."
    )

    @api.depends("scheme_id", "unit_id", "year")
    def _compute_display_name(self):
        for appraisal in self:
            appraisal.display_name = (
                f"{appraisal.unit_id.name or ''} {appraisal.year or ''} {appraisal.scheme_id.name or ''}"
            )

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
        return {"confirmed_by_id": self.env.uid, "confirmed_on": self.company_id[:1]._safety_today()}

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
        self.filtered(lambda appraisal: appraisal.state == "draft")._compute_figures()
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

    @api.model
    def _year_span(self, year):
        return date(year, 1, 1), date(year, 12, 31)
