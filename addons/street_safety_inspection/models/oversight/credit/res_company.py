from odoo import fields, models


class ResCompany(models.Model):
    """How long an enterprise may object, and how long a listing lasts: the street fills in the figures of other law."""

    _inherit = "res.company"

    safety_objection_days = fields.Integer(
        string="Days to object to a listing", default=10, help="From the day the enterprise is told."
    )
    safety_attention_months = fields.Integer(
        string="Attention list for (months)", default=6, help="Proposed; each listing says its own."
    )
    safety_blacklist_months = fields.Integer(
        string="Blacklist for (months)", default=12, help="Proposed; each listing says its own."
    )
    _safety_credit_positive = models.Constraint(
        "CHECK(safety_objection_days BETWEEN 0 AND 366 AND safety_attention_months BETWEEN 1 AND 120"
        " AND safety_blacklist_months BETWEEN 1 AND 120)",
        "Objections: 0 to 366 days; listings: 1 to 120 months.",
    )
