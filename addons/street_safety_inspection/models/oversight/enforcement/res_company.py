from odoo import fields, models


class ResCompany(models.Model):
    """How long a department has to answer a transferred case, and who learns that it did not."""

    _inherit = "res.company"

    safety_transfer_days = fields.Integer(
        string="Days to answer a transfer",
        default=15,
        help="Proposed when a case is passed on. So many days after that without an answer it goes one step up.",
    )
    safety_transfer_post_ids = fields.Many2many(
        "safety.post",
        "res_company_transfer_post_rel",
        string="Told of unanswered transfers",
        help="Besides who issued the letter: told when a transfer stays unanswered for twice its time.",
    )
    _safety_transfer_days_positive = models.Constraint(
        "CHECK(safety_transfer_days BETWEEN 1 AND 366)", "A department has between 1 and 366 days to answer."
    )
