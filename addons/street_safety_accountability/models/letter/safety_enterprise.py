from odoo import fields, models


class SafetyEnterprise(models.Model):
    """The responsibility letters that an enterprise undertakes."""

    _inherit = "safety.enterprise"

    letter_ids = fields.One2many("safety.letter", "enterprise_id", string="Responsibility letters", readonly=True)
