from odoo import fields, models


class SafetyCampaignField(models.Model):
    """A field of work that campaigns are about: fire, gas, construction … As data: a street adds its own (ZF-1.1)."""

    _name = "safety.campaign.field"
    _description = "Field of campaigns"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This field code is taken.")
