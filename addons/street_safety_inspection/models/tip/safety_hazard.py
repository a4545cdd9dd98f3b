from odoo import fields, models


class SafetyHazard(models.Model):
    """A hazard that somebody told the street of."""

    _inherit = "safety.hazard"

    tip_id = fields.Many2one("safety.tip", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
