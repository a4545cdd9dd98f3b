from odoo import api, fields, models

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition


class SafetyPenalty(models.Model):
    """What one person pays for one confirmed violation. Made and cancelled with the violation, never by hand.

    Clauses XT-6.1a, XT-6.2a.
    """

    _name = "safety.penalty"
    _description = "Penalty"
    _inherit = ["safety.workflow", "safety.scope.mixin"]
    _order = "date desc, id desc"
    _rec_name = "violation_id"

    _workflow = {"cancel": Transition(("due",), "cancelled", "approve", values="_cancelled_values")}
    _workflow_frozen = ("cancelled",)
    _workflow_fields = ("cancelled_on",)

    violation_id = fields.Many2one("safety.violation", required=True, readonly=True, index=True, ondelete="restrict")
    rule_id = fields.Many2one(
        "safety.penalty.rule", string="Penalty rule", readonly=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(readonly=True)
    user_id = fields.Many2one("res.users", string="Person", required=True, readonly=True, index=True)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True, index=True, help="The day of the deduction.")
    year = fields.Integer(readonly=True, aggregator=None, help="The year the violation counts in.")
    state = fields.Selection(
        [("due", "Due"), ("cancelled", "Cancelled")],
        default="due",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    cancelled_on = fields.Date(readonly=True, copy=False)
    count_in_year = fields.Integer(
        string="In the year", compute="_compute_count_in_year", help="Penalties due of the person under the rule."
    )

    _violation_user_uniq = models.Constraint("UNIQUE(violation_id, user_id)", "A person pays once for one violation.")

    @api.depends("user_id", "rule_id", "year", "state")
    def _compute_count_in_year(self):
        """One grouped query for any number of penalties."""
        groups = self.sudo()._read_group(
            [
                ("user_id", "in", self.user_id.ids),
                ("rule_id", "in", self.rule_id.ids),
                ("year", "in", self.mapped("year")),
                ("state", "=", "due"),
            ],
            ["user_id", "rule_id", "year"],
            ["__count"],
        )
        counts = {(user.id, rule.id, year): count for user, rule, year, count in groups}
        for penalty in self:
            penalty.count_in_year = counts.get((penalty.user_id.id, penalty.rule_id.id, penalty.year), 0)

    def _cancelled_values(self):
        return {"cancelled_on": self.company_id[:1]._safety_today()}
