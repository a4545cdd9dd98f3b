from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition


class SafetyPenalty(models.Model):
    """What one person pays for one confirmed violation. Made and cancelled with the violation, never by hand.

    Clauses XT-6.1a, XT-6.2a.
    """

    _name = "safety.penalty"
    _description = "Penalty"
    _inherit = ["safety.workflow", "safety.personal", "safety.scope.mixin"]
    _order = "date desc, id desc"
    _rec_name = "violation_id"

    _workflow = {
        "cancel": Transition(("due",), "cancelled", "approve", values="_cancelled_values"),
        "settle": Transition(("due",), "settled", "approve"),
    }
    _workflow_frozen = ("cancelled", "settled")
    _workflow_fields = ("cancelled_on", "line_id")

    violation_id = fields.Many2one("safety.violation", required=True, readonly=True, index=True, ondelete="restrict")
    rule_id = fields.Many2one(
        "safety.penalty.rule", string="Penalty rule", readonly=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(readonly=True)
    user_id = fields.Many2one("res.users", string="Person", required=True, readonly=True, index=True)
    amount = fields.Monetary(readonly=True, help="A refund stands here as a negative amount.")
    points = fields.Float(readonly=True, digits=(16, 2))
    fund = fields.Selection(
        [("bonus", "Performance bonus"), ("deposit", "Safety deposit")],
        string="Taken from",
        default="bonus",
        required=True,
        readonly=True,
    )
    line_id = fields.Many2one(
        "safety.deduction.line",
        string="Deducted with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    refund_of_id = fields.Many2one(
        "safety.penalty",
        string="Gives back",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The penalty that was settled already when its violation was reversed.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True, index=True, help="The day of the deduction.")
    year = fields.Integer(readonly=True, aggregator=None, help="The year the violation counts in.")
    state = fields.Selection(
        [("due", "Due"), ("settled", "Deducted"), ("cancelled", "Cancelled")],
        default="due",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    cancelled_on = fields.Date(readonly=True, copy=False)
    count_in_year = fields.Integer(
        string="In the year", compute="_compute_count_in_year", help="Penalties of the person under the rule."
    )

    _violation_user_once = models.UniqueIndex(
        "(violation_id, user_id) WHERE refund_of_id IS NULL", "A person pays once for one violation."
    )
    _refund_uniq = models.UniqueIndex("(refund_of_id) WHERE refund_of_id IS NOT NULL", "A penalty is given back once.")

    @api.depends("user_id", "rule_id", "year", "state")
    def _compute_count_in_year(self):
        """One grouped query for any number of penalties."""
        groups = self.sudo()._read_group(
            [
                ("user_id", "in", self.user_id.ids),
                ("rule_id", "in", self.rule_id.ids),
                ("year", "in", self.mapped("year")),
                ("state", "!=", "cancelled"),
                ("refund_of_id", "=", False),
            ],
            ["user_id", "rule_id", "year"],
            ["__count"],
        )
        counts = {(user.id, rule.id, year): count for user, rule, year, count in groups}
        for penalty in self:
            penalty.count_in_year = counts.get((penalty.user_id.id, penalty.rule_id.id, penalty.year), 0)

    def _cancelled_values(self):
        return {"cancelled_on": self.company_id[:1]._safety_today()}

    def _take_back(self):
        """Cancel what is due; what was settled already becomes a refund, due with the next run. Constant queries."""
        own = self.filtered(lambda penalty: not penalty.refund_of_id)
        # A settlement may be going on: whoever comes second sees what the first one did.
        try:
            own.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._("A deduction run is settling these penalties at this moment. Try again in a minute.")
            ) from error
        own.invalidate_recordset(["state", "line_id"])
        own.filtered(lambda penalty: penalty.state == "due")._workflow_do("cancel")
        known = self.search([("refund_of_id", "in", own.ids)]).refund_of_id
        paid = own.filtered(lambda penalty: penalty.state == "settled") - known
        return self.create([penalty._refund_values() for penalty in paid])

    def _refund_values(self):
        return {
            "violation_id": self.violation_id.id,
            "refund_of_id": self.id,
            "rule_id": self.rule_id.id,
            "unit_id": self.unit_id.id,
            "user_id": self.user_id.id,
            "amount": -self.amount,
            "points": -self.points,
            "fund": self.fund,
            "date": self.company_id._safety_today(),
            "year": self.year,
        }
