from odoo import fields, models


class SafetySupervisionClass(models.Model):
    """The class decides the form that an inspection begins with (ZF-T11.2)."""

    _inherit = "safety.supervision.class"

    checklist_id = fields.Many2one(
        "safety.checklist",
        ondelete="restrict",
        domain="[('state', '=', 'published'), ('use', '=', 'inspection')]",
        help="Proposed for enterprises of this class. Empty: the one of the kind.",
    )
    self_check = fields.Boolean(
        string="Daily self-check", help="Enterprises of this class are asked for a self-check every day."
    )
