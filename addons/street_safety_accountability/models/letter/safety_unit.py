from odoo import fields, models


class SafetyUnit(models.Model):
    """The responsibility letters that a unit undertakes."""

    _inherit = "safety.unit"

    letter_ids = fields.One2many("safety.letter", "unit_id", string="Responsibility letters", readonly=True)
