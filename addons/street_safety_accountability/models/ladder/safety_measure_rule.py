from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..violation.safety_penalty_rule import PERIODS


class SafetyMeasureRule(models.Model):
    """One circumstance that calls for a measure: proposed from facts, or found by people and entered by hand.

    Clauses BF-4.1.1 – BF-4.5b, XY-3.8a – XY-3.8d, GY-7.2c, GY-8.3, GY-8.4.1b – GY-8.4.10. Facts are records of any
    model: each of them, a number of them in a period, or their share of others. A proposal is never more than that.
    """

    _name = "safety.measure.rule"
    _description = "Circumstance for a measure"
    _inherit = ["safety.cause", "safety.frozen.line"]
    _frozen_parent = "regulation_id"
    _order = "regulation_id, sequence, id"

    name = fields.Char(string="Circumstance", required=True, help="A plain sentence, printed in the document.")
    code = fields.Char(help="Short name by which the file of a regulation knows it, e.g. BF-4.1.1.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    regulation_id = fields.Many2one("safety.regulation", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="regulation_id.company_id", store=True, index=True)
    clause_id = fields.Many2one("safety.clause", index=True, domain="[('regulation_id', '=', regulation_id)]")
    kind_id = fields.Many2one("safety.measure.kind", string="Measure", required=True, index=True, ondelete="restrict")
    date_from = fields.Date(string="Facts from", required=True, default=lambda self: self.env.company._safety_today())
    basis = fields.Selection(
        [
            ("hand", "Found by people, entered by hand"),
            ("record", "Each record"),
            ("count", "A number of records in a period"),
            ("rate", "Their share of others in a period"),
        ],
        default="hand",
        required=True,
    )
    delay_days = fields.Integer(
        string="Only after (days)", help="The record must still be like this so many days after its date."
    )
    count_period = fields.Selection(PERIODS, string="Counted in each", default="month", required=True)
    threshold = fields.Float(
        string="From this figure on",
        digits=(16, 2),
        default=1,
        help="Number of records in the period, or their share in percent; the figure itself counts.",
    )
    domain_total = fields.Char(string="Out of those where", default="[]", required=True)
    minimum = fields.Integer(
        string="Out of at least", default=1, help="A share of very few records says nothing: no proposal below this."
    )
    post_ids = fields.Many2many(
        "safety.post", string="Persons responsible", help="Whoever holds these posts in the unit on that day."
    )
    fact = fields.Char(string="Fact in words", compute="_compute_fact")
    measure_ids = fields.One2many("safety.measure", "rule_id", string="Measures")

    _figures_positive = models.Constraint(
        "CHECK(threshold > 0 AND delay_days >= 0 AND minimum > 0)", "The figures must be above zero."
    )

    @api.constrains("basis", "model_id", "domain_total")
    def _check_basis(self):
        for rule in self:
            if rule.basis != "hand" and not rule.model_id:
                raise ValidationError(self.env._("“%s” is proposed from records: choose which.", rule.name))
            if rule.basis == "rate":
                self.env["safety.duty.kind"]._parse_domain(rule.domain_total, rule.model, rule.name)

    @api.depends("basis", "model_id", "threshold", "count_period", "delay_days")
    def _compute_fact(self):
        periods = dict(self._fields["count_period"]._description_selection(self.env))
        for rule in self:
            words = {
                "hand": self.env._("By hand"),
                "record": self.env._("Automatic: each %s", rule.model_id.name),
                "count": self.env._(
                    "Automatic: %(model)s ≥ %(figure)s in the %(period)s",
                    model=rule.model_id.name,
                    figure=f"{rule.threshold:g}",
                    period=periods[rule.count_period],
                ),
                "rate": self.env._(
                    "Automatic: share of %(model)s ≥ %(figure)s %% in the %(period)s",
                    model=rule.model_id.name,
                    figure=f"{rule.threshold:g}",
                    period=periods[rule.count_period],
                ),
            }
            rule.fact = words[rule.basis]
            if rule.delay_days and rule.basis != "hand":
                rule.fact = self.env._("%(fact)s, after %(days)s days", fact=rule.fact, days=rule.delay_days)

    def action_open_measures(self):
        """Open the measures for this circumstance."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_accountability.safety_measure_action")
        return {
            **action,
            "domain": [("rule_id", "=", self.id)],
            "context": {"default_rule_id": self.id, "default_kind_id": self.kind_id.id},
        }
