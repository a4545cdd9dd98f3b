from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition

OFFICE = "street_safety_base.group_street_safety_office"
#: What a violation takes from its missed duty.
FROM_DUTY = {"name", "date", "unit_id", "post_id", "rule_id", "clause_id"}
#: States in which a violation counts: confirmed, and not reversed.
COUNTED = ("confirmed", "appealed", "upheld")


class SafetyViolation(models.Model):
    """One violation of a regulation by a seat: proposed by the engine or the office, confirmed by a named officer.

    Clauses XT-6.1 – XT-6.3. Nothing follows from a proposal; the person is heard before, and may appeal after.
    """

    _name = "safety.violation"
    _description = "Violation"
    _inherit = ["safety.reasoned", "safety.workflow", "safety.personal", "safety.scope.mixin", "mail.thread"]
    _personal_field = "user_ids"
    _order = "date desc, id desc"

    _workflow = {
        "confirm": Transition(
            ("proposed",), "confirmed", "approve", OFFICE, "_check_heard", "_confirmed_values", "_after_confirm"
        ),
        "reject": Transition(("proposed",), "rejected", "approve", OFFICE, "_check_not_party", "_decided_values"),
        "appeal": Transition(("confirmed",), "appealed", "read", None, "_check_appeal", "_appealed_values"),
        "uphold": Transition(
            ("appealed",), "upheld", "approve", OFFICE, "_check_other_officer", "_decided_values", "_after_uphold"
        ),
        "reverse": Transition(
            ("confirmed", "appealed", "upheld"),
            "reversed",
            "approve",
            OFFICE,
            "_check_reversal",
            "_decided_values",
            "_after_reverse",
        ),
    }
    _workflow_frozen = ("confirmed", "rejected", "withdrawn", "upheld", "reversed")
    _workflow_fields = (
        "duty_id",
        "source_model",
        "source_id",
        "notified_on",
        "notified_by_id",
        "statement_until",
        "appeal_until",
        "appealed_on",
        "statement",
        "appeal",
        "decision",
        "confirmed_by_id",
        "confirmed_on",
        "decided_by_id",
        "decided_on",
    )
    _reason_fields = {
        "statement": "statement",
        "reject": "decision",
        "appeal": "appeal",
        "uphold": "decision",
        "reverse": "decision",
    }

    name = fields.Char(
        string="What", required=True, tracking=True, help="Of a missed duty: what should have been done."
    )
    title = fields.Char(compute="_compute_title")
    description = fields.Text(string="What happened", help="Entered by hand: what was found, by whom, where.")
    duty_id = fields.Many2one(
        "safety.duty", string="Missed duty", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    source_model = fields.Char(readonly=True, copy=False)
    source_id = fields.Many2oneReference(
        string="Record",
        model_field="source_model",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The record that caused it.",
    )
    rule_id = fields.Many2one(
        "safety.penalty.rule",
        string="Penalty rule",
        index=True,
        ondelete="restrict",
        tracking=True,
        help="Empty: it counts for the unit, but costs nothing.",
    )
    clause_id = fields.Many2one("safety.clause", index=True, ondelete="restrict", tracking=True)
    regulation_id = fields.Many2one(related="clause_id.regulation_id", string="Regulation")
    date = fields.Date(
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self.env.company._safety_today(),
        help="The day it counts for: the day the duty fell due.",
    )
    year = fields.Integer(
        compute="_compute_year", store=True, precompute=True, aggregator=None, help="Calendar year it is counted in."
    )
    count_start = fields.Date(
        string="Counted from",
        compute="_compute_count_start",
        store=True,
        precompute=True,
        help="First day of the period in which it is counted.",
    )
    amount = fields.Monetary(
        compute="_compute_cost",
        store=True,
        precompute=True,
        help="What the rule took on the day it was proposed: a rule changed later changes nothing here.",
    )
    points = fields.Float(compute="_compute_cost", store=True, precompute=True, digits=(16, 2))
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_id = fields.Many2one(tracking=True)
    post_id = fields.Many2one("safety.post", index=True, ondelete="restrict", tracking=True)
    seat_date = fields.Date(
        string="Seat held on",
        compute="_compute_seat_date",
        store=True,
        precompute=True,
        help="Whoever held the seat on this day answers.",
    )
    user_ids = fields.Many2many(
        "res.users",
        string="People",
        compute="_compute_user_ids",
        store=True,
        readonly=False,
        tracking=True,
        help="Who held the seat on that day. Empty: the seat was vacant; it counts for the unit alone.",
    )
    user_id = fields.Many2one("res.users", string="Person", compute="_compute_user_id")
    is_vacant = fields.Boolean(string="Vacant seat", compute="_compute_user_id")
    can_edit = fields.Boolean(compute="_compute_can_edit")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("confirmed", "Confirmed"),
            ("appealed", "Appealed"),
            ("upheld", "Upheld"),
            ("reversed", "Reversed"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),  # by the engine: the duty is not missed any more
        ],
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    notified_on = fields.Date(string="Notice given on", readonly=True, copy=False, tracking=True)
    notified_by_id = fields.Many2one("res.users", string="Notice given by", readonly=True, copy=False)
    statement_until = fields.Date(string="Statement until", readonly=True, copy=False)
    statement = fields.Text(readonly=True, copy=False, tracking=True, help="What the person says, before a decision.")
    appeal_until = fields.Date(
        string="Appeal until", readonly=True, copy=False, help="The last day counts. Empty: no deadline."
    )
    appeal = fields.Text(readonly=True, copy=False, tracking=True)
    appealed_on = fields.Date(string="Appealed on", readonly=True, copy=False)
    decision = fields.Text(string="Reason of the decision", readonly=True, copy=False, tracking=True)
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", readonly=True, copy=False)
    confirmed_on = fields.Date(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_on = fields.Date(readonly=True, copy=False)
    penalty_ids = fields.One2many("safety.penalty", "violation_id", string="Penalties")
    count_in_year = fields.Integer(
        string="Confirmed in the period",
        compute="_compute_count_in_year",
        help="Confirmed violations of the person (or unit) under the same counter in the same period.",
    )
    count_text = fields.Char(string="Count in the period", compute="_compute_count_in_year")

    # No violation twice for one cause.
    _duty_uniq = models.UniqueIndex(
        "(duty_id) WHERE duty_id IS NOT NULL", "This missed duty has already been proposed as a violation."
    )
    _source_uniq = models.UniqueIndex(
        "(COALESCE(rule_id, 0), source_model, source_id, unit_id) WHERE source_id IS NOT NULL",
        "This record has already been proposed as a violation under the rule.",
    )
    _count_idx = models.Index("(rule_id, count_start, state)")
    _month_idx = models.Index("(company_id, date)")

    @api.depends("name", "duty_id")
    def _compute_title(self):
        for violation in self:
            name = violation.name or ""
            violation.title = self.env._("Not done: %s", name) if violation.duty_id else name

    @api.depends("title", "date", "unit_id")
    def _compute_display_name(self):
        for violation in self:
            violation.display_name = f"{violation.title} ({violation.unit_id.name or ''}, {violation.date or ''})"

    @api.depends("date")
    def _compute_year(self):
        for violation in self:
            violation.year = violation.date and violation.date.year

    @api.constrains("name", "description", "date")
    def _check_entered_by_hand(self):
        for violation in self.filtered(lambda v: not v.duty_id and not v.source_id):
            if not (violation.description or "").strip():
                raise ValidationError(self.env._("Write what happened: a violation entered by hand needs its reason."))
            if violation.date > violation.company_id._safety_today():
                raise ValidationError(self.env._("A violation cannot lie in the future."))

    # ---- who may change a proposal -----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        violations = super().create(vals_list)
        violations._check_officer()
        return violations

    def write(self, vals):
        if not self._frozen_writable.issuperset(vals):
            self._check_officer()
        if FROM_DUTY & vals.keys() and any(violation.duty_id for violation in self):
            raise UserError(
                self.env._("What follows from a missed duty is not edited: confirm the proposal or reject it.")
            )
        return super().write(vals)

    def _check_officer(self):
        """A proposal is kept by the office, never by those it is about."""
        if self.env.su:
            return
        if not self.env.user.has_group(OFFICE):
            raise AccessError(self.env._("Only the safety committee office keeps violations."))
        self._safety_check_level("approve")
