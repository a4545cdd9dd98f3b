from odoo import fields, models


class ResCompany(models.Model):
    """The street's settings for inspections: every figure here is its own choice."""

    _inherit = "res.company"

    safety_form_always = fields.Boolean(
        string="Form even when nothing is found",
        default=True,
        help="An inspection without findings gets a numbered form too, signed where its kind asks for signatures.",
    )
    safety_visit_distance = fields.Integer(
        string="Far from the enterprise (m)",
        default=500,
        help="An inspection started farther away is shown to the office. 0: distance is not looked at.",
    )
    safety_clock_minutes = fields.Integer(
        string="Clock of the phone off by (minutes)",
        default=10,
        help="The server's time counts; a phone whose clock differs by more is shown to the office.",
    )
    safety_quick_seconds = fields.Integer(
        string="Seconds per item at least",
        default=5,
        help="An inspection answered faster is shown to the office. 0: speed is not looked at.",
    )
    safety_identical_count = fields.Integer(
        string="Identical inspections from",
        default=5,
        help="So many inspections of one person on one day with the same answers are shown to the office. "
        "0: answers are not compared.",
    )

    _safety_visit_figures = models.Constraint(
        "CHECK(safety_visit_distance >= 0 AND safety_clock_minutes >= 0 AND safety_quick_seconds >= 0"
        " AND safety_identical_count >= 0)",
        "The thresholds of inspections must not be negative.",
    )
