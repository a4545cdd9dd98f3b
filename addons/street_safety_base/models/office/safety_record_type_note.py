from odoo import fields, models


class SafetyRecordType(models.Model):
    _inherit = "safety.record.type"

    on_unit_page = fields.Boolean(
        string="On the unit's page", help="Dated notes on the situation of a unit: its page counts and opens them."
    )
