from odoo import fields, models


class SafetySupervisionClass(models.Model):
    """How closely an enterprise is watched (high-risk, key, general). Each street may keep its own classes."""

    _name = "safety.supervision.class"
    _description = "Supervision class"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Short name for imports and conditions, e.g. key.")
    sequence = fields.Integer(default=10, help="The most closely watched class comes first.")
    color = fields.Integer()
    description = fields.Text(string="Criteria", translate=True)
    mode = fields.Selection(
        [
            ("guidance", "Guidance"),
            ("patrol", "Patrol and reminder"),
            ("enforcement", "Enforcement inspection"),
        ],
        string="Supervision mode",
        default="patrol",
        help="How enterprises of this class are supervised.",
    )
    rule_ids = fields.One2many("safety.supervision.rule", "class_id", string="Rules")
    company_id = fields.Many2one("res.company", string="Street", help="Empty: offered to every street.")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "There is a supervision class with this code."
    )
