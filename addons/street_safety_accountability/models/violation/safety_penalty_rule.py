from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyPenaltyRule(models.Model):
    """What a confirmed violation costs, whom, and what follows when it happens too often. Every figure is data.

    Clauses XT-6.1a/b (cadres pay, the third in the year disqualifies) and XT-6.2a/b (deputy heads pay, everybody of
    the work point is disqualified).
    """

    _name = "safety.penalty.rule"
    _description = "Penalty rule"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "regulation_id"
    _order = "regulation_id, sequence, id"

    name = fields.Char(required=True, help="A plain sentence: what is punished.")
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
        help="Each missed duty of these rules is proposed as one violation. Empty: violations are entered by hand.",
    )
    date_from = fields.Date(
        string="Duties due from",
        required=True,
        default=lambda self: self.env.company._safety_today(),
        help="What fell due earlier is never proposed: a new rule does not punish the past.",
    )

    # Whom it reaches.
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
    payer = fields.Selection(
        [("each", "Each of them pays it"), ("shared", "They share it")],
        string="Several people in the seat",
        default="each",
        required=True,
    )

    # What follows when it happens too often.
    counted_per = fields.Selection(
        [("person", "Person"), ("unit", "Unit")], default="person", required=True, help="Whose violations are counted."
    )
    threshold = fields.Integer(string="Threshold in a calendar year", help="0: nothing follows.")
    threshold_inclusive = fields.Boolean(
        string="The threshold itself counts",
        default=True,
        help="“Three or more” includes the third. Off: only above it.",
    )
    consequence = fields.Selection(
        [("none", "Nothing"), ("disqualification", "Disqualification from the year's merit awards")],
        string="What follows",
        default="none",
        required=True,
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

    _amount_positive = models.Constraint("CHECK(amount >= 0)", "A penalty cannot be negative.")
    _threshold_positive = models.Constraint("CHECK(threshold >= 0)", "The threshold cannot be negative.")

    @api.constrains("consequence", "threshold")
    def _check_threshold(self):
        for rule in self:
            if rule.consequence != "none" and not rule.threshold:
                raise ValidationError(
                    self.env._("“%s”: say after how many violations in a year this follows.", rule.name)
                )

    @api.constrains("duty_rule_ids", "active")
    def _check_duty_rule_ids(self):
        """One missed duty is one violation, so only one penalty rule may punish a duty rule. One query."""
        others = self.sudo().search([("duty_rule_ids", "in", self.duty_rule_ids.ids)])
        for rule in self.filtered("active"):
            for other in others - rule:
                if common := other.duty_rule_ids & rule.duty_rule_ids:
                    raise ValidationError(
                        self.env._(
                            "“%(duty)s” is already punished by “%(rule)s”: one cause is punished once.",
                            duty=common[0].name,
                            rule=other.name,
                        )
                    )

    @api.depends("amount", "post_ids", "threshold", "threshold_inclusive", "counted_per", "consequence", "payer")
    def _compute_summary(self):
        labels = dict(self._fields["consequence"]._description_selection(self.env))
        for rule in self:
            payers = "、".join(rule.post_ids.mapped("name")) or self.env._("the posts that owe the duty")
            rule.summary = self.env._(
                "%(amount)s from %(payers)s for each",
                amount=rule.currency_id.format(rule.amount) if rule.currency_id else rule.amount,
                payers=payers,
            )
            if rule.consequence != "none":
                rule.summary += self.env._(
                    "; at %(count)s in a year: %(consequence)s",
                    count=rule._reached_at(),
                    consequence=labels[rule.consequence],
                )

    def _reached_at(self):
        """Return the number of violations in a year at which the consequence follows."""
        self.ensure_one()
        return self.threshold + (0 if self.threshold_inclusive else 1)

    def action_open_violations(self):
        """Open the violations under the rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_accountability.safety_violation_action")
        return {**action, "domain": [("rule_id", "=", self.id)], "context": {"default_rule_id": self.id}}
