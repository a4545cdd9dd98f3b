from odoo import fields, models


class SafetySupervisionClass(models.Model):
    """How closely an enterprise is watched (high-risk, key, general). Each street may keep its own classes."""

    _name = "safety.supervision.class"
    _description = "Supervision class"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="The most closely watched class comes first.")
    color = fields.Integer()
    description = fields.Text(string="Criteria", translate=True)
    company_id = fields.Many2one("res.company", string="Street", help="Empty: offered to every street.")
    active = fields.Boolean(default=True)
