from odoo import api, fields, models


class SafetyEnforcementMeasure(models.Model):
    """What enforcement ends with, as data: the four without exception, the five batches, and the street's own."""

    _name = "safety.enforcement.measure"
    _description = "Enforcement measure"
    _order = "group, sequence, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    group = fields.Selection(
        [("a_four", "Four without exception"), ("b_five", "Five batches"), ("c_other", "Other measures")],
        string="Set",
        required=True,
        default="c_other",
    )
    decision = fields.Selection(
        [("rectified", "Rectified"), ("enforced", "Enforced"), ("shut", "Shut down")],
        help="What it decides about the target: put right on the spot, dealt with by enforcement, or shut down "
        "(XT-2.3b).",
    )
    is_transfer = fields.Boolean(
        string="Passes the case on", help="The street has no power for it: it ends with a letter of transfer."
    )
    needs_decision = fields.Boolean(string="Needs a decision", help="Number and authority of the decision are asked.")
    note = fields.Text(string="When it applies")
    active = fields.Boolean(default=True)
    color = fields.Integer()

    _code_uniq = models.Constraint("UNIQUE(code)", "This code of a measure is taken.")

    @api.model
    def _give_decisions(self, decisions, other="enforced"):
        """Say what the measures without a decision mean: {code: decision}; any other is enforcement."""
        for measure in self.with_context(active_test=False).search([("decision", "=", False)]):
            measure.decision = decisions.get(measure.code, other)
