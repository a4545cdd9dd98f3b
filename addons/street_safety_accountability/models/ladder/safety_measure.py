from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICE = "street_safety_base.group_street_safety_office"
DISCIPLINE = "street_safety_accountability.group_street_safety_discipline"
#: States in which a measure stands.
STANDING = ("issued", "replied", "closed")


class SafetyMeasure(models.Model):
    """One measure: proposed with its evidence or entered by hand, issued with a number, answered, looked at, concluded.

    Clauses BF-4.1 – BF-4.5 (circular, interview, listing, admonition, transfer), ZF-3.1a, ZF-3.3b, XT-6.3b, GY-8.
    """

    _name = "safety.measure"
    _description = "Measure"
    _inherit = ["safety.voidable", "safety.workflow", "safety.personal", "safety.scope.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _personal_field = "user_ids"
    _number_code = "safety.measure"
    _workflow = {
        "issue": Transition(("proposed",), "issued", "read", None, "_check_issuer", "_issued_values", "_after_issue"),
        "reject": Transition(("proposed",), "rejected", "read", None, "_check_issuer", "_decided_values"),
        "reply": Transition(
            ("issued", "replied"), "replied", "read", None, "_check_reply", "_replied_values", "_after_reply"
        ),
        "close": Transition(("issued", "replied"), "closed", "read", None, "_check_closer", "_closed_values"),
        "void": Transition(("issued", "replied"), "void", "approve", OFFICE, after="_after_void"),
    }
    _workflow_frozen = ("issued", "replied", "closed", "rejected", "withdrawn", "void")
    _workflow_fields = (
        "automatic",
        "evidence_model",
        "evidence_ids",
        "source_id",
        "penalty_rule_id",
        "subject_id",
        "violation_ids",
        "issued_on",
        "issued_by_id",
        "reply",
        "replied_on",
        "conclusion",
        "closed_on",
        "closed_by_id",
        "decision",
    )
    _reason_fields = {"void": "void_reason", "reject": "decision", "reply": "reply", "close": "conclusion"}

    kind_id = fields.Many2one(
        "safety.measure.kind", string="Measure", required=True, index=True, ondelete="restrict", tracking=True
    )
    subject = fields.Selection(related="kind_id.subject")
    rule_id = fields.Many2one(
        "safety.measure.rule", string="Circumstance", index=True, ondelete="restrict", tracking=True,
        domain="[('company_id', '=', company_id), ('kind_id', '=?', kind_id)]",
    )  # fmt: skip
    clause_id = fields.Many2one(
        "safety.clause", compute="_compute_clause_id", store=True, readonly=False, precompute=True, ondelete="restrict"
    )
    name = fields.Char(
        string="Reason",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="What the measure is for, in one sentence.",
    )
    description = fields.Text(string="Facts", help="What was found, by whom, where.")
    unit_id = fields.Many2one(tracking=True)
    user_ids = fields.Many2many(
        "res.users",
        string="Persons",
        compute="_compute_user_ids",
        store=True,
        readonly=False,
        tracking=True,
        help="Who answers: whoever held the posts of the circumstance in the unit on that day.",
    )
    enterprise_id = fields.Many2one("safety.enterprise", index="btree_not_null", ondelete="restrict")
    date = fields.Date(
        required=True, index=True, default=lambda self: self.env.company._safety_today(), help="The day of the facts."
    )
    period_start = fields.Date(string="Counted from", readonly=True, copy=False)
    body = fields.Text(
        string="Words of the document",
        compute="_compute_body",
        store=True,
        readonly=False,
        help="From the template; edited freely until it is issued.",
    )
    # Where it comes from.
    automatic = fields.Boolean(string="Proposed from facts", readonly=True, copy=False)
    evidence_model = fields.Char(readonly=True, copy=False)
    evidence_ids = fields.Json(readonly=True, copy=False)
    evidence_count = fields.Integer(compute="_compute_evidence_count")
    source_id = fields.Integer(string="Record", readonly=True, copy=False, aggregator=None)
    penalty_rule_id = fields.Many2one(
        "safety.penalty.rule", string="Penalty rule", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict",
    )  # fmt: skip
    subject_id = fields.Many2one("res.users", string="Counted person", readonly=True, copy=False)
    violation_ids = fields.Many2many("safety.violation", string="Violations", readonly=True, copy=False)
    # What became of it.
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("issued", "Issued"),
            ("replied", "Replied"),
            ("closed", "Concluded"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),  # by the engine: the violations behind it do not stand any more
            ("void", "Void"),
        ],
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    issued_on = fields.Date(string="Issued on", readonly=True, copy=False, tracking=True, index=True)
    issued_by_id = fields.Many2one("res.users", string="Issued by", readonly=True, copy=False)
    reply_until = fields.Date(string="Reply until", copy=False, tracking=True)
    followup_on = fields.Date(string="Looked at again on", copy=False, tracking=True)
    reply = fields.Text(readonly=True, copy=False, tracking=True)
    replied_on = fields.Date(string="Replied on", readonly=True, copy=False)
    conclusion = fields.Text(readonly=True, copy=False, tracking=True)
    closed_on = fields.Date(string="Concluded on", readonly=True, copy=False, tracking=True)
    closed_by_id = fields.Many2one("res.users", string="Concluded by", readonly=True, copy=False)
    decision = fields.Text(string="Rejected because", readonly=True, copy=False, tracking=True)
    is_waiting = fields.Boolean(
        string="Reply or follow-up overdue", compute="_compute_is_waiting", search="_search_is_waiting"
    )
    earlier_count = fields.Integer(string="Earlier measures", compute="_compute_earlier_count")
    is_kept = fields.Boolean(compute="_compute_is_kept", search="_search_is_kept")
    can_issue = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")

    # No measure twice for one cause.
    _cause_uniq = models.UniqueIndex(
        "(rule_id, unit_id, period_start, COALESCE(source_id, 0)) WHERE automatic AND rule_id IS NOT NULL",
        "These facts have already been proposed for a measure.",
    )
    _count_uniq = models.UniqueIndex(
        "(penalty_rule_id, period_start, unit_id, COALESCE(subject_id, 0)) WHERE penalty_rule_id IS NOT NULL",
        "This threshold has already been proposed for a measure.",
    )

    @api.depends("kind_id", "unit_id", "date", "name")
    def _compute_display_name(self):
        for measure in self:
            parts = (measure.kind_id.name, measure.unit_id.name, measure.number or measure.name)
            measure.display_name = " · ".join(filter(None, parts))

    @api.depends("rule_id")
    def _compute_clause_id(self):
        for measure in self:
            measure.clause_id = measure.rule_id.clause_id or measure.clause_id

    @api.depends("rule_id")
    def _compute_name(self):
        for measure in self:
            measure.name = measure.rule_id.name or measure.name

    @api.depends("rule_id", "unit_id", "date")
    def _compute_user_ids(self):
        """Whoever held the posts of the circumstance on the day, in the unit itself. One query."""
        seats = self.env["safety.appointment"].sudo().search([("unit_id", "in", self.unit_id.ids)])
        for measure in self:
            day, posts = measure.date, measure.rule_id.post_ids
            held = seats.filtered(
                lambda seat, day=day, measure=measure, posts=posts: (
                    seat.unit_id == measure.unit_id
                    and seat.post_id in posts
                    and day
                    and seat.date_start <= day
                    and (not seat.date_end or seat.date_end >= day)
                )
            )
            measure.user_ids = held.user_id if posts else measure.user_ids

    @api.depends("kind_id", "unit_id", "user_ids", "enterprise_id", "name", "description", "clause_id", "date")
    def _compute_body(self):
        for measure in self.filtered(lambda one: one.state == "proposed"):
            measure.body = measure.kind_id._fill(measure._words()) if measure.kind_id else False

    def _words(self):
        """Return what the placeholders of the document stand for."""
        until = self.reply_until or self._day_after(self.kind_id.reply_days)
        clause = self.clause_id
        return {
            "street": self.company_id.name or "",
            "unit": self.unit_id.name or "",
            "people": "、".join(self.sudo().user_ids.mapped("name")),
            "enterprise": self.enterprise_id.name or "",
            "reason": self.name or "",
            "facts": self.description or "",
            "clause": f"《{clause.regulation_id.name}》{clause.reference or clause.code or ''}" if clause else "",
            "date": fields.Date.to_string(self.date) or "",
            "reply_until": fields.Date.to_string(until) or "",
        }

    def _day_after(self, days):
        return days and fields.Date.add((self.company_id or self.env.company)._safety_today(), days=days)

    @api.depends("evidence_ids")
    def _compute_evidence_count(self):
        for measure in self:
            measure.evidence_count = len(measure.evidence_ids or ())

    @api.depends("state", "reply_until", "followup_on")
    def _compute_is_waiting(self):
        for measure in self:
            today = (measure.company_id or self.env.company)._safety_today()
            unanswered = measure.state == "issued" and measure.reply_until and measure.reply_until < today
            unseen = measure.state in ("issued", "replied") and measure.followup_on and measure.followup_on <= today
            measure.is_waiting = bool(unanswered or unseen)

    def _search_is_waiting(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._safety_today()
        unanswered = Domain("state", "=", "issued") & Domain("reply_until", "<", today)
        unseen = Domain("state", "in", ("issued", "replied")) & Domain("followup_on", "<=", today)
        return (unanswered | unseen) if True in value else ~(unanswered | unseen)

    @api.depends("unit_id", "user_ids", "state")
    def _compute_earlier_count(self):
        groups = self._read_group(
            [("unit_id", "in", self.unit_id.ids), ("state", "in", STANDING)], ["unit_id"], ["id:array_agg"]
        )
        found = {unit.id: set(ids) for unit, ids in groups}
        for measure in self:
            measure.earlier_count = len(found.get(measure.unit_id.id, set()) - {measure._origin.id})

    @api.constrains("kind_id", "user_ids", "enterprise_id", "state")
    def _check_subject(self):
        for measure in self.filtered(lambda one: not one.automatic and one.state == "proposed"):
            if measure.subject == "person" and not measure.user_ids:
                raise ValidationError(
                    self.env._("“%s” concerns persons: name at least one under “Persons”.", measure.display_name)
                )
            if measure.subject == "enterprise" and not measure.enterprise_id:
                raise ValidationError(
                    self.env._("“%s” concerns an enterprise: choose it under “Enterprise”.", measure.display_name)
                )

    @api.constrains("date")
    def _check_date(self):
        for measure in self:
            if measure.date > measure.company_id._safety_today():
                raise ValidationError(self.env._("The facts of a measure cannot lie in the future."))
