from odoo import fields, models


class ResCompany(models.Model):
    """How a street publishes deductions."""

    _inherit = "res.company"

    safety_mask_names = fields.Boolean(
        string="Publish deductions with masked names",
        help="The monthly list shows the family name only. The office's own lists keep the full names.",
    )
