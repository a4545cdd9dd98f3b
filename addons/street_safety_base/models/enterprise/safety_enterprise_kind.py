from odoo import fields, models


class SafetyEnterpriseKind(models.Model):
    """What is regulated: an enterprise, a rental house, a public-crowd place … Data, so a street adds its own."""

    _name = "safety.enterprise.kind"
    _description = "Enterprise kind"
    _inherit = ["safety.supervised"]
    _order = "sequence, id"
    _enterprise_field = "kind_id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    licensed = fields.Boolean(
        default=True,
        help="Objects of this kind normally hold a business licence, so a missing credit code is worth asking for.",
    )
    small_business = fields.Boolean(help="Counts among the small businesses that a community watches (GY-3.11).")
    active = fields.Boolean(default=True)
