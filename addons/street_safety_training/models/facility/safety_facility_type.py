from odoo import fields, models


class SafetyFacilityType(models.Model):
    """A sort of safety facility as data: who must have one, how often it is looked at (XT-4.3a–d, ZF-T13.3)."""

    _name = "safety.facility.type"
    _description = "Facility type"
    _inherit = ["safety.condition"]
    _order = "sequence, id"
    _conditions = {"enterprise_domain": "safety.enterprise"}

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by duty rules, e.g. workshop_sign.")
    group = fields.Selection(
        [
            ("board", "Boards and columns"),
            ("sign", "Warning signs"),
            ("station", "Micro fire stations"),
            ("equipment", "Equipment"),
            ("material", "Emergency materials"),
            ("technical", "Technical and physical protection"),
            ("public", "Public places"),
        ],
        default="board",
        required=True,
        index=True,
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    needs_photo = fields.Boolean(string="Photo required", default=True)
    check_months = fields.Integer(string="Checked every (months)", help="0: no day of the next check is proposed.")
    enterprise_domain = fields.Char(string="Enterprises that must have one", help="Empty: none must.")
    unit_type_ids = fields.Many2many("safety.unit.type", string="Units that must have one")
    note = fields.Text(string="What to look at", translate=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This facility type code is taken.")
    _months_positive = models.Constraint("CHECK(check_months >= 0)", "Months cannot be negative.")
