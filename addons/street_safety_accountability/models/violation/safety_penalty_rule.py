from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

PERIODS = [("month", "Month"), ("quarter", "Quarter"), ("half_year", "Half-year"), ("year", "Calendar year")]
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def period_start(day, period):
    """Return the first day of the ``period`` (a key of :data:`MONTHS`) in which ``day`` lies."""
    months = MONTHS[period]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


class SafetyPenaltyRule(models.Model):
    """What a confirmed violation costs, whom, and what follows when it happens too often. Every figure is data.

    Clauses XT-6.1a/b (cadres pay, the third in the year disqualifies), XT-6.2a/b (deputy heads pay, everybody of the
    work point is disqualified), XT-6.3a/b (concealment, the third goes to the discipline commission). A street that
    takes points instead of money writes points, and a threshold of points.
    """

    _name = "safety.penalty.rule"
    _description = "Penalty rule"
    _inherit = ["safety.cause", "safety.frozen.line"]
    _frozen_parent = "regulation_id"
    _order = "regulation_id, sequence, id"

    name = fields.Char(required=True, help="A plain sentence: what is punished.")
    code = fields.Char(help="Short name by which the file of a regulation knows the rule, e.g. XT-6.1.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    regulation_id = fields.Many2one("safety.regulation", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="regulation_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    clause_id = fields.Many2one("safety.clause", index=True, domain="[('regulation_id', '=', regulation_id)]")
    duty_rule_ids = fields.Many2many(
        "safety.duty.rule",
        string="Missed duties it punishes",
        domain="[('company_id', '=', company_id)]",
        help="Each missed duty of these rules is proposed as one violation. Empty, and no records chosen either:"
        " violations are entered by hand.",
    )
    date_from = fields.Date(
        string="Holds from",
        required=True,
        default=lambda self: self.env.company._safety_today(),
        help="What fell due or happened earlier is never proposed: a new rule does not punish the past.",
    )
    date_to = fields.Date(
        string="Holds until", help="What fell due or happened later is left to the rule that follows this one."
    )

    # Whom it reaches.
    subject = fields.Selection(
        [
            ("posts", "Whoever holds these posts in the unit"),
            ("everybody", "Everybody in the unit and below it"),
        ],
        string="Whom it reaches",
        default="posts",
        required=True,
        help="Everybody: all posts in the unit that penalties reach, or those chosen here.",
    )
    post_ids = fields.Many2many(
        "safety.post",
        "safety_penalty_rule_payer_rel",
        string="Posts it reaches",
        domain="[('penalised', '=', True)]",
        help="Empty: the posts that owe the duty, where penalties reach them at all.",
    )
    holder_day = fields.Selection(
        [
            ("due", "On the day the duty fell due"),
            ("period_end", "On the last day of the duty's period"),
            ("month_end", "On the last day of that month"),
        ],
        string="Who held the seat",
        default="due",
        required=True,
        help="Whoever held the seat on this day answers, also after a hand-over in mid-month.",
    )

    # What it costs.
    amount = fields.Monetary(string="Penalty", help="For each confirmed violation.")
    points = fields.Float(
        digits=(16, 2), help="Marks that each confirmed violation takes off, where a street counts them."
    )
    payer = fields.Selection(
        [("each", "Each of them pays it"), ("shared", "They share it")],
        string="Several people in the seat",
        default="each",
        required=True,
    )
    fund = fields.Selection(
        [("bonus", "Performance bonus"), ("deposit", "Safety deposit")],
        string="Taken from",
        default="bonus",
        required=True,
        help="Each is settled by runs of its own.",
    )

    # The hearing.
    hearing_days = fields.Integer(
        string="Days for a statement",
        default=3,
        help="Nothing is confirmed before the person was given notice and has answered, or these days are over."
        " 0: it may be confirmed at once.",
    )
    appeal_days = fields.Integer(
        string="Days for an appeal", default=15, help="From the confirmation; the last day counts. 0: no deadline."
    )

    # What follows when it happens too often.
    counted_per = fields.Selection(
        [("person", "Person"), ("unit", "Unit")], default="person", required=True, help="Whose violations are counted."
    )
    counter = fields.Char(
        help="Rules with the same word here are counted together, also a rule and the one that follows it in mid-year."
        " Empty: on its own.",
    )
    measured = fields.Selection(
        [("count", "Violations"), ("points", "Points"), ("amount", "Yuan")],
        string="The threshold counts",
        default="count",
        required=True,
    )
    count_period = fields.Selection(PERIODS, string="Counted in each", default="year", required=True)
    threshold = fields.Float(digits=(16, 2), help="0: nothing follows.")
    threshold_inclusive = fields.Boolean(
        string="The threshold itself counts",
        default=True,
        help="“Three or more” includes the third. Off: only above it.",
    )
    consequence = fields.Selection(
        [
            ("none", "Nothing"),
            ("disqualification", "Disqualification from the year's merit awards"),
            ("measure", "A measure is proposed"),
        ],
        string="What follows",
        default="none",
        required=True,
    )
    measure_kind_id = fields.Many2one(
        "safety.measure.kind",
        string="Which measure",
        ondelete="restrict",
        help="For example the transfer to the discipline commission, with these violations attached.",
    )
    consequence_day = fields.Selection(
        [
            ("reached", "On the day the threshold is reached"),
            ("period", "At any time in the period"),
        ],
        string="Who was in post",
        default="reached",
        required=True,
        help="Counted per unit: whom the consequence reaches.",
    )
    consequence_post_ids = fields.Many2many(
        "safety.post",
        "safety_penalty_rule_consequence_rel",
        string="Posts disqualified",
        help="Counted per unit: everybody who holds one of these posts in the unit or below it on the day the "
        "threshold is reached. Empty: every post.",
    )
    summary = fields.Char(string="In words", compute="_compute_summary")
    violation_ids = fields.One2many("safety.violation", "rule_id", string="Violations")

    _amount_positive = models.Constraint("CHECK(amount >= 0 AND points >= 0)", "A penalty cannot be negative.")
    _threshold_positive = models.Constraint("CHECK(threshold >= 0)", "The threshold cannot be negative.")
    _days_positive = models.Constraint("CHECK(hearing_days >= 0 AND appeal_days >= 0)", "Days cannot be negative.")
    _dates_ordered = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)", "A rule cannot end before it begins."
    )

    @api.constrains("consequence", "threshold", "measure_kind_id")
    def _check_threshold(self):
        for rule in self:
            if rule.consequence != "none" and not rule.threshold:
                raise ValidationError(
                    self.env._("“%s”: say after how many violations in the period this follows.", rule.name)
                )
            if rule.consequence == "measure" and not rule.measure_kind_id:
                raise ValidationError(self.env._("“%s”: choose which measure is proposed.", rule.name))

    @api.constrains("measured", "amount", "points", "threshold")
    def _check_measured(self):
        for rule in self.filtered("threshold"):
            if (rule.measured == "points" and not rule.points) or (rule.measured == "amount" and not rule.amount):
                raise ValidationError(
                    self.env._(
                        "“%s” would never reach its threshold: it counts what the rule does not take.", rule.name
                    )
                )

    @api.constrains("duty_rule_ids", "active", "date_from", "date_to")
    def _check_duty_rule_ids(self):
        """One missed duty is one violation, so only one penalty rule may punish a duty rule at a time. One query."""
        others = self.sudo().search([("duty_rule_ids", "in", self.duty_rule_ids.ids)])
        for rule in self.filtered("active"):
            for other in (others - rule).filtered(rule._overlaps):
                if common := other.duty_rule_ids & rule.duty_rule_ids:
                    raise ValidationError(
                        self.env._(
                            "“%(duty)s” is already punished by “%(rule)s”: one cause is punished once.",
                            duty=common[0].name,
                            rule=other.name,
                        )
                    )

    def _overlaps(self, other):
        begins_before = not other.date_to or self.date_from <= other.date_to
        return begins_before and (not self.date_to or other.date_from <= self.date_to)

    @api.depends(
        "amount", "points", "post_ids", "subject", "threshold", "threshold_inclusive", "measured", "count_period",
        "counted_per", "consequence", "measure_kind_id", "payer",
    )  # fmt: skip
    def _compute_summary(self):
        labels = dict(self._fields["consequence"]._description_selection(self.env))
        periods = dict(self._fields["count_period"]._description_selection(self.env))
        for rule in self:
            rule.summary = self.env._(
                "%(cost)s from %(payers)s for each", cost=rule._cost_in_words(), payers=rule._payers_in_words()
            )
            if rule.consequence != "none":
                rule.summary += self.env._(
                    "; at %(figure)s in the %(period)s: %(consequence)s",
                    figure=rule._threshold_in_words(),
                    period=periods[rule.count_period],
                    consequence=rule.measure_kind_id.name or labels[rule.consequence],
                )

    def _cost_in_words(self):
        parts = []
        if self.amount or not self.points:
            parts.append(self.currency_id.format(self.amount) if self.currency_id else f"{self.amount:g}")
        if self.points:
            parts.append(self.env._("%s points", f"{self.points:g}"))
        return "、".join(parts)

    def _payers_in_words(self):
        posts = "、".join(self.post_ids.mapped("name"))
        if self.subject == "everybody":
            return posts or self.env._("everybody of the unit")
        return posts or self.env._("the posts that owe the duty")

    def _threshold_in_words(self):
        labels = dict(self._fields["measured"]._description_selection(self.env))
        sign = "≥" if self.threshold_inclusive else ">"
        return f"{sign} {self.threshold:g} {labels[self.measured]}"

    # ---- counting ----------------------------------------------------------------------------------------------------

    def _is_reached(self, figure):
        """Tell whether ``figure`` (violations, points or yuan in the period) reaches the threshold."""
        self.ensure_one()
        if not self.threshold:
            return False
        reached = round(figure - self.threshold, 2)
        return reached >= 0 if self.threshold_inclusive else reached > 0

    def _counted_with(self):
        """Return these rules and those that count into the same counters. One query."""
        words = [word for word in self.mapped("counter") if word]
        found = self.with_context(active_test=False).search(
            Domain("counter", "in", words) & Domain("company_id", "in", self.company_id.ids)
        )
        return self | found

    def _counter_key(self):
        """Return what tells the counter of this rule from others."""
        self.ensure_one()
        return (self.company_id.id, self.counter) if self.counter else self.id

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_follow(self):
        """Open a copy that follows this rule from today; the old one goes on governing what happened before."""
        self.ensure_one()
        self.check_access("write")
        today = self.company_id._safety_today()
        if not self.counter:
            self.counter = self.code or self.name
        duties, start = self.duty_rule_ids, max(today, fields.Date.add(self.date_from, days=1))
        self.date_to = fields.Date.subtract(start, days=1)
        follower = self.copy({"name": self.name, "date_from": start, "date_to": False, "duty_rule_ids": duties.ids})
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": follower.id, "view_mode": "form"}

    def action_open_violations(self):
        """Open the violations under the rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_accountability.safety_violation_action")
        return {**action, "domain": [("rule_id", "=", self.id)], "context": {"default_rule_id": self.id}}
