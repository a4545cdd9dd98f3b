from odoo import fields, models


class SafetyIncidentPointKind(models.Model):
    """One of the points an accident is not let go of before: the four of national usage, and what a street adds.

    Clause XY-3.8e.
    """

    _name = "safety.incident.point.kind"
    _description = "Point of an accident"
    _order = "sequence, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    required = fields.Boolean(
        string="Needed for closing", default=True, help="The accident is not closed before it is done, with proof."
    )
    note = fields.Text(string="What proves it")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken.")
