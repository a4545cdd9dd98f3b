from odoo import fields, models


class SafetyPlanType(models.Model):
    """A sort of emergency plan as data: how long until it must be evaluated again, and whether it is filed."""

    _name = "safety.plan.type"
    _description = "Emergency plan type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by duty rules, e.g. comprehensive.")
    sequence = fields.Integer(default=10)
    review_months = fields.Integer(
        string="Evaluated every (months)", help="From approval or the last evaluation. 0: no day is proposed."
    )
    needs_filing = fields.Boolean(string="Filed with a superior body")
    note = fields.Text(string="What it must hold", translate=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This plan type code is taken.")
    _months_positive = models.Constraint("CHECK(review_months >= 0)", "Months cannot be negative.")
