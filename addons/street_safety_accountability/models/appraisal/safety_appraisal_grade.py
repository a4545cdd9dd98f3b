from odoo import api, fields, models


class SafetyAppraisalGrade(models.Model):
    """A grade and the total it begins at (inclusive). Clause GY-7.2a: advanced, up to standard, not up to standard."""

    _name = "safety.appraisal.grade"
    _description = "Appraisal grade"
    _order = "scheme_id, minimum desc"

    scheme_id = fields.Many2one("safety.appraisal.scheme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scheme_id.company_id", store=True, index=True)
    name = fields.Char(string="Grade", required=True)
    minimum = fields.Float(string="From (inclusive)", digits=(16, 2), help="A total of exactly this has the grade.")
    max_percent = fields.Float(
        string="At most (%)",
        digits=(5, 2),
        help="Share of those appraised who may have the grade, rounded down; the next best get the next grade."
        " 0: no limit.",
    )
    max_count = fields.Integer(string="At most", help="Number of those appraised who may have the grade. 0: no limit.")
    needs_clean = fields.Boolean(
        string="Not when disqualified", help="Nobody who is out of the period's merit awards gets this grade."
    )
    is_failing = fields.Boolean(
        string="Not up to standard",
        compute="_compute_is_failing",
        store=True,
        readonly=False,
        precompute=True,
        help="What this grade calls for is proposed. By default the lowest grade, which begins at 0.",
    )
    color = fields.Integer()

    _minimum_uniq = models.Constraint("UNIQUE(scheme_id, minimum)", "Two grades begin at the same total.")
    _quota_range = models.Constraint(
        "CHECK(max_percent BETWEEN 0 AND 100 AND max_count >= 0)", "A limit lies between 0 and 100 %."
    )
    _minimum_positive = models.Constraint("CHECK(minimum >= 0)", "A grade cannot begin below zero.")

    @api.depends("minimum")
    def _compute_is_failing(self):
        for grade in self:
            grade.is_failing = not grade.minimum

    def _places(self, number):
        """Return how many of ``number`` appraised may have this grade; None: no limit."""
        self.ensure_one()
        limits = []
        if self.max_percent:
            limits.append(int(number * self.max_percent / 100 + 1e-9))
        if self.max_count:
            limits.append(self.max_count)
        return min(limits, default=None)
