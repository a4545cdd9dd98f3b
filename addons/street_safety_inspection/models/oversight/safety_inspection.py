from odoo import fields, models


class SafetyInspection(models.Model):
    """An inspection that was drawn by lot knows its draw (ZF-T11.5)."""

    _inherit = "safety.inspection"

    draw_line_id = fields.Many2one(
        "safety.draw.line",
        string="Drawn by lot",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('enterprise_id', '=', enterprise_id)]",
        help="The draw that chose this enterprise and its inspectors.",
    )
