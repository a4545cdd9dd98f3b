from odoo import fields, models


class SafetyRiskFactor(models.Model):
    """What makes a place burn or explode: chemicals used, spray painting, what is processed or stored (BF-3.1.2)."""

    _name = "safety.risk.factor"
    _description = "Risk factor"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer(default=2)
    active = fields.Boolean(default=True)
