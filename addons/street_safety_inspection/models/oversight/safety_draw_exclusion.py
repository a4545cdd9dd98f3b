from odoo import fields, models


class SafetyDrawExclusion(models.Model):
    """Somebody who must not inspect an enterprise, or has to stay out of a draw: relatives, an own business, leave."""

    _name = "safety.draw.exclusion"
    _description = "Conflict of interest in a draw"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "draw_id"
    _order = "draw_id, user_id, id"

    draw_id = fields.Many2one("safety.draw", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Inspector", required=True, ondelete="restrict")
    enterprise_id = fields.Many2one(
        "safety.enterprise", index="btree_not_null", ondelete="restrict", help="Empty: not drawn as inspector at all."
    )
    reason = fields.Char(required=True, help="It stands on the proof.")
