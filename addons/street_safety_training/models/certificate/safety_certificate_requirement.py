from odoo import fields, models


class SafetyCertificateRequirement(models.Model):
    """Who must have how many certificates of a type: a condition over enterprises, by industry, headcount and the like.

    A regulation's figure stands here and nowhere else. Where several hold for one enterprise, the largest counts.
    """

    _name = "safety.certificate.requirement"
    _description = "Certificates that enterprises must have"
    _inherit = ["safety.condition"]
    _order = "sequence, id"
    _conditions = {"enterprise_domain": "safety.enterprise"}

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    type_id = fields.Many2one(
        "safety.certificate.type", string="Certificate", required=True, index=True, ondelete="cascade"
    )
    enterprise_domain = fields.Char(string="Which enterprises", required=True, default="[]")
    minimum = fields.Integer(string="At least", default=1, required=True, help="People with a valid certificate.")
    basis = fields.Char(help="The article or clause that says so.", translate=True)
    company_id = fields.Many2one("res.company", string="Street", help="Empty: for every street.")
    active = fields.Boolean(default=True)

    _minimum_positive = models.Constraint("CHECK(minimum > 0)", "At least one certificate is asked for.")
