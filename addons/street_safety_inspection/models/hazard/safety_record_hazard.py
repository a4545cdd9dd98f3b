from odoo import fields, models


class SafetyRecord(models.Model):
    """Work that follows from a hazard or an inspection: its listing, its five elements, the list of what is overdue."""

    _inherit = "safety.record"

    hazard_id = fields.Many2one(
        "safety.hazard", index="btree_not_null", ondelete="restrict", copy=False, help="The work follows from it."
    )
    inspection_id = fields.Many2one(
        "safety.inspection", index="btree_not_null", ondelete="restrict", copy=False, help="The work follows from it."
    )
    listing_id = fields.Many2one(
        "safety.listing", index="btree_not_null", ondelete="restrict", copy=False, help="A report on its progress."
    )
    publishes = fields.Boolean(string="Published", readonly=True, copy=False)
