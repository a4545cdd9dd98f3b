from odoo import fields, models


class ResCompany(models.Model):
    """How a street draws."""

    _inherit = "res.company"

    safety_draw_days = fields.Integer(
        string="No second draw within (days)",
        default=7,
        help="For so long the same pool is not sealed anew: who wants other names makes a re-draw, with a reason that "
        "stands on the proof of both.",
    )
    _safety_draw_days_positive = models.Constraint(
        "CHECK(safety_draw_days BETWEEN 0 AND 366)", "The days without a second draw are between 0 and 366."
    )
