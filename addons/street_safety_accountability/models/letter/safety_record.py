from odoo import fields, models


class SafetyRecord(models.Model):
    """The settled responsibility letter that a work record tells of."""

    _inherit = "safety.record"

    letter_id = fields.Many2one(
        "safety.letter", string="Responsibility letter", index="btree_not_null", ondelete="restrict", copy=False
    )
