from odoo import fields, models


class SafetyAppraisalGrade(models.Model):
    """A grade and the total it begins at (inclusive). Clause GY-7.2a: advanced, up to standard, not up to standard."""

    _name = "safety.appraisal.grade"
    _description = "Appraisal grade"
    _order = "scheme_id, minimum desc"

    scheme_id = fields.Many2one("safety.appraisal.scheme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scheme_id.company_id", store=True, index=True)
    name = fields.Char(string="Grade", required=True)
    minimum = fields.Float(string="From (inclusive)", digits=(16, 2), help="A total of exactly this has the grade.")
    is_failing = fields.Boolean(string="Not up to standard", help="What this grade calls for is proposed.")
    color = fields.Integer()

    _minimum_uniq = models.Constraint("UNIQUE(scheme_id, minimum)", "Two grades begin at the same total.")
    _minimum_positive = models.Constraint("CHECK(minimum >= 0)", "A grade cannot begin below zero.")
