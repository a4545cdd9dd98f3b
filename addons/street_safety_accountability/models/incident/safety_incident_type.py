from odoo import fields, models


class SafetyIncidentType(models.Model):
    """Which classes of accident are fires: a fire calls for an admonition of its own (BF-4.4.1)."""

    _inherit = "safety.incident.type"

    is_fire = fields.Boolean(string="Fire")
