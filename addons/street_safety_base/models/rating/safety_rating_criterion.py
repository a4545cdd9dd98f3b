from odoo import fields, models


class SafetyRatingCriterion(models.Model):
    """One thing that is rated, and how many points it can earn."""

    _name = "safety.rating.criterion"
    _description = "Rating criterion"
    _order = "sequence, id"

    scheme_id = fields.Many2one("safety.rating.scheme", required=True, index=True, ondelete="cascade")
    name = fields.Char(string="Criterion", required=True, translate=True)
    sequence = fields.Integer(default=10)
    max_points = fields.Integer(string="Full marks", required=True, default=25)
    note = fields.Text(string="How to rate", translate=True)

    _points_positive = models.Constraint("CHECK(max_points > 0)", "A criterion must be worth at least one point.")
