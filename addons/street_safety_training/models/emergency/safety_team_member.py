from odoo import api, fields, models


class SafetyTeamMember(models.Model):
    """A member of an emergency team who is entered by name."""

    _name = "safety.team.member"
    _description = "Member of an emergency team"
    _order = "sequence, id"

    team_id = fields.Many2one("safety.team", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one("res.users", index="btree_not_null", ondelete="restrict")
    name = fields.Char(compute="_compute_person", store=True, readonly=False, precompute=True, required=True)
    phone = fields.Char(compute="_compute_person", store=True, readonly=False, precompute=True)
    role = fields.Char(help="Leader, hose, first aid, driver …")
    skill = fields.Char(string="Certificate or skill")
    active = fields.Boolean(default=True)

    _person_uniq = models.UniqueIndex(
        "(team_id, name, COALESCE(phone, '')) WHERE active", "This person is already a member of the team."
    )

    @api.depends("user_id")
    def _compute_person(self):
        for member in self:
            person = member.user_id.sudo().partner_id
            member.name = member.user_id.name or member.name
            member.phone = person.phone or member.phone
