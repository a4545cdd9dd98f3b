from odoo import fields, models


class SafetyRecordTopic(models.Model):
    """What a meeting or a plan was about, so that work safety is found on the agenda (XY-3.1a)."""

    _name = "safety.record.topic"
    _description = "Agenda topic"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This topic code is taken.")
