from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyPost(models.Model):
    """A post: where it exists, what its holder may do there, and whether penalties reach it."""

    _name = "safety.post"
    _description = "Post"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by regulations, e.g. stationed_cadre.")
    sequence = fields.Integer(default=10)
    unit_type_ids = fields.Many2many("safety.unit.type", string="Exists at", required=True)
    level = fields.Selection(
        [("read", "See"), ("act", "Work"), ("approve", "Approve")],
        string="Level in the unit",
        default="act",
        required=True,
        help="What the holder may do with the records of the units the seat serves.",
    )
    group_ids = fields.Many2many(
        "res.groups",
        string="Groups",
        domain=lambda self: [
            ("privilege_id", "=", self.env.ref("street_safety_base.privilege_street_safety").id),
        ],
        help="Groups given to the holder while appointed and taken back afterwards.",
    )
    max_holders = fields.Integer(
        string="Seats",
        help="How many people may hold the post in one unit at a time. 0: any number.",
    )
    penalised = fields.Boolean(string="Penalties reach it", help="A confirmed violation may cost the holder.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This post code is taken.")
    _max_holders_positive = models.Constraint("CHECK(max_holders >= 0)", "The number of seats cannot be negative.")

    @api.constrains("group_ids")
    def _check_group_ids(self):
        privilege = self.env.ref("street_safety_base.privilege_street_safety")
        for post in self:
            if foreign := post.group_ids.filtered(lambda group: group.privilege_id != privilege):
                raise ValidationError(
                    self.env._(
                        "“%(group)s” is not a Street Safety group: a post cannot give rights outside of it.",
                        group=foreign[0].display_name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if {"level", "group_ids", "active"} & vals.keys():
            self.env["safety.access"]._rebuild()
            self.env["safety.appointment"].search([("post_id", "in", self.ids)]).user_id._safety_sync_groups()
        return result
