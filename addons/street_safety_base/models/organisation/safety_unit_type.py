from odoo import fields, models


class SafetyUnitType(models.Model):
    """A kind of unit: street, work point, community, grid, special committee, department … Levels are data."""

    _name = "safety.unit.type"
    _description = "Unit type"
    _order = "level, sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by regulations, e.g. community.")
    level = fields.Integer(
        required=True,
        default=10,
        aggregator=None,
        help="Smaller is higher: a unit's parent has a smaller level.",
    )
    sequence = fields.Integer(default=10)
    is_territory = fields.Boolean(
        string="Territory",
        default=True,
        help="Territory is the tree that enterprises lie in. Sectors (departments, special committees) serve units.",
    )
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This unit type code is taken.")
