from odoo import fields, models


class ResCompany(models.Model):
    """How a street takes tips, and who may know who gave them."""

    _inherit = "res.company"

    safety_tip_days = fields.Integer(
        string="Days to answer a tip",
        default=15,
        help="Calendar days from its receipt; the regulation leaves it to the street (ZF-T3.2b).",
    )
    safety_tip_hourly = fields.Integer(
        string="Tips an hour from one address",
        default=5,
        help="More are asked to wait or to call. 0: no limit.",
    )
    safety_tip_metres = fields.Integer(
        string="Same place within (m)", default=50, help="Open tips that near are shown as possible doubles."
    )
    safety_tip_reader_post_ids = fields.Many2many(
        "safety.post",
        "res_company_safety_tip_reader_post_rel",
        string="May see who gave a tip",
        default=lambda self: self._default_safety_tip_reader_post_ids(),
        help="Holders of these posts at the street, nobody else, not even administrators; each look is noted.",
    )

    _safety_tip_sensible = models.Constraint(
        "CHECK(safety_tip_days BETWEEN 1 AND 365 AND safety_tip_hourly >= 0 AND safety_tip_metres BETWEEN 0 AND 5000)",
        "Tips are answered within 1 to 365 days, the limit is not negative, the same place is within 5000 m.",
    )

    def _safety_propose_hazard_posts(self):
        result = super()._safety_propose_hazard_posts()
        unnamed = self.filtered(lambda company: not company.safety_tip_reader_post_ids)
        unnamed.safety_tip_reader_post_ids = self._default_safety_tip_reader_post_ids()
        return result

    def _default_safety_tip_reader_post_ids(self):
        codes = ["safety_committee_office", "discipline_desk"]
        return self.env["safety.post"].sudo().search([("code", "in", codes)])
