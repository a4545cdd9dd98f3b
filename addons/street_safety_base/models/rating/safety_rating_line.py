from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyRatingLine(models.Model):
    """The points of one criterion in one rating, with the full marks of the day."""

    _name = "safety.rating.line"
    _description = "Points of a rating"
    _inherit = ["safety.frozen.line"]
    _order = "rating_id, sequence, id"
    _frozen_parent = "rating_id"

    rating_id = fields.Many2one("safety.rating", required=True, index=True, ondelete="cascade")
    criterion_id = fields.Many2one("safety.rating.criterion", required=True, ondelete="restrict")
    sequence = fields.Integer(related="criterion_id.sequence", store=True)
    hint = fields.Text(related="criterion_id.note", string="How to rate")
    max_points = fields.Integer(string="Full marks", required=True, aggregator=None)
    points = fields.Integer(aggregator="avg")
    rated = fields.Boolean(help="Tells 0 points from not rated yet.")
    note = fields.Char(string="What was found")

    @api.onchange("points")
    def _onchange_points(self):
        self.rated = True

    @api.constrains("points", "max_points")
    def _check_points(self):
        for line in self:
            if not 0 <= line.points <= line.max_points:
                raise ValidationError(
                    self.env._(
                        "“%(criterion)s” takes 0 to %(full)s points.",
                        criterion=line.criterion_id.name,
                        full=line.max_points,
                    )
                )
