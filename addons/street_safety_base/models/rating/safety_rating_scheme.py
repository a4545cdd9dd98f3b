from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class SafetyRatingScheme(models.Model):
    """How enterprises of some kinds are rated with stars: criteria with points, and from how many points each star."""

    _name = "safety.rating.scheme"
    _description = "Rating scheme"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind_ids = fields.Many2many("safety.enterprise.kind", string="Kinds", help="Empty: for every kind.")
    criterion_ids = fields.One2many("safety.rating.criterion", "scheme_id", string="Criteria", copy=True)
    max_points = fields.Integer(string="Full marks", compute="_compute_max_points")
    points_2 = fields.Integer(
        string="2 stars from", default=50, help="Points; below it is one star. Includes the figure."
    )
    points_3 = fields.Integer(string="3 stars from", default=65)
    points_4 = fields.Integer(string="4 stars from", default=80)
    points_5 = fields.Integer(string="5 stars from", default=90)
    company_id = fields.Many2one("res.company", string="Street", help="Empty: for every street.")
    active = fields.Boolean(default=True)

    @api.depends("criterion_ids.max_points")
    def _compute_max_points(self):
        for scheme in self:
            scheme.max_points = sum(scheme.criterion_ids.mapped("max_points"))

    @api.constrains("points_2", "points_3", "points_4", "points_5", "criterion_ids")
    def _check_points(self):
        for scheme in self:
            steps = [0, scheme.points_2, scheme.points_3, scheme.points_4, scheme.points_5]
            if any(low >= high for low, high in pairwise(steps)):
                raise ValidationError(self.env._("In “%s” more stars must ask for more points.", scheme.name))
            if scheme.criterion_ids and scheme.points_5 > scheme.max_points:
                raise ValidationError(
                    self.env._(
                        "“%(scheme)s” has %(full)s full marks: five stars cannot ask for %(points)s points.",
                        scheme=scheme.name,
                        full=scheme.max_points,
                        points=scheme.points_5,
                    )
                )

    def _stars(self, points):
        """Return the stars ("1" … "5") that ``points`` earn in this scheme."""
        steps = (self.points_2, self.points_3, self.points_4, self.points_5)
        return str(1 + sum(points >= step for step in steps))

    @api.model
    def _of_enterprises(self, enterprises):
        """Return {enterprise: its scheme}: one of its kind, else one for every kind, else none."""
        schemes, found = self.search(Domain.TRUE), {}
        for enterprise in enterprises:
            streets = (self.env["res.company"], enterprise.company_id)
            offered = schemes.filtered(lambda scheme, streets=streets: scheme.company_id in streets)
            of_kind = offered.filtered(lambda scheme, kind=enterprise.kind_id: kind in scheme.kind_ids)
            found[enterprise] = of_kind[:1] or offered.filtered(lambda scheme: not scheme.kind_ids)[:1]
        return found
