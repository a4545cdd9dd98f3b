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
    parent_type_ids = fields.Many2many(
        "safety.unit.type",
        "safety_unit_type_parent_rel",
        "type_id",
        "parent_type_id",
        string="Lies below",
        help="Types that may stand directly above. Empty: every type of a higher level.",
    )
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This unit type code is taken.")

    def _fits_below(self, parent_type):
        """Tell whether a unit of this type may lie directly below one of ``parent_type``."""
        self.ensure_one()
        return parent_type.level < self.level and (not self.parent_type_ids or parent_type in self.parent_type_ids)
