from odoo import fields, models


class SafetyDrill(models.Model):
    """A drill tries an emergency plan, with a team on its roster."""

    _inherit = "safety.drill"

    plan_id = fields.Many2one(
        "safety.plan", string="Emergency plan drilled", index="btree_not_null", ondelete="restrict",
        domain="[('company_id', '=', company_id), ('state', '=', 'in_force')]",
    )  # fmt: skip
    team_id = fields.Many2one(
        "safety.team", index="btree_not_null", ondelete="restrict", domain="[('company_id', '=', company_id)]",
        help="Its members are put on the roster.",
    )  # fmt: skip

    def action_fill_roster(self):
        """Put the team on the roster, or, without one, who holds a seat at the unit on the day of the drill."""
        self.ensure_one()
        if not self.team_id:
            return super().action_fill_roster()
        self.check_access("write")
        self._check_not_frozen()
        known = set(self.member_ids.mapped("name"))
        people = self.env["safety.rescuer"].search([("team_id", "=", self.team_id.id)])
        self.env["safety.drill.member"].create(
            [
                {
                    "drill_id": self.id,
                    "user_id": one.user_id.id,
                    "name": one.name,
                    "role": one.role or one.post_id.name,
                    "phone": one.phone,
                }
                for one in people
                if one.name not in known
            ]
        )
        return True
