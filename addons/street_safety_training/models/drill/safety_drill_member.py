from odoo import api, fields, models


class SafetyDrillMember(models.Model):
    """One person on the roster of a drill: who is to do what, and whether they came."""

    _name = "safety.drill.member"
    _description = "Person on the roster of a drill"
    _inherit = ["safety.frozen.line"]
    _order = "sequence, id"
    _frozen_parent = "drill_id"

    drill_id = fields.Many2one("safety.drill", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one("res.users", index="btree_not_null", ondelete="restrict")
    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True, required=True)
    role = fields.Char(help="Hose, evacuation, first aid, guide …")
    phone = fields.Char()
    present = fields.Boolean(copy=False)

    _user_uniq = models.UniqueIndex(
        "(drill_id, user_id) WHERE user_id IS NOT NULL", "This person is already on the roster of the drill."
    )

    @api.depends("user_id")
    def _compute_name(self):
        for line in self:
            line.name = line.user_id.name or line.name
