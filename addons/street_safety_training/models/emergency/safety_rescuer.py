from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyRescuer(models.Model):
    """The call list: every member of every team today, by name or by seat, with the phone (XY-2.4a).

    Nothing is stored: who takes over a seat is on the list on the same day, who leaves it is not.
    """

    _name = "safety.rescuer"
    _description = "Call list of rescuers"
    _auto = False
    _order = "team_id, sequence, name, id"

    team_id = fields.Many2one("safety.team", readonly=True)
    unit_id = fields.Many2one("safety.unit", readonly=True)
    company_id = fields.Many2one("res.company", string="Street", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    post_id = fields.Many2one("safety.post", readonly=True)
    sequence = fields.Integer(readonly=True, aggregator=None)
    name = fields.Char(readonly=True)
    role = fields.Char(readonly=True)
    phone = fields.Char(readonly=True)
    no_phone = fields.Integer(string="Without phone", readonly=True)
    member = fields.Integer(readonly=True, help="1: counts among the people the team needs. 0: is called along.")

    @property
    def _table_query(self):
        self.env.flush_all()
        streets = self.env["res.company"].sudo().search(Domain.TRUE)
        days = SQL(", ").join(SQL("(%s, %s::date)", street.id, street._safety_today()) for street in streets)
        return SQL(
            """
            SELECT member.id::bigint * 2 AS id, team.id AS team_id, team.unit_id, team.company_id, member.user_id,
                   NULL::int AS post_id, member.sequence, member.name, member.role, member.phone,
                   (COALESCE(member.phone, '') = '')::int AS no_phone, 1 AS member
              FROM safety_team_member member JOIN safety_team team ON team.id = member.team_id
             WHERE member.active AND team.active
         UNION ALL
            SELECT (MIN(seat.id)::bigint * 4096 + team.id %% 4096) * 2 + 1, team.id, team.unit_id, team.company_id,
                   seat.user_id, (ARRAY_AGG(seat.post_id ORDER BY asked.member DESC, seat.id))[1], 100, person.name,
                   NULL, person.phone, (COALESCE(person.phone, '') = '')::int, MAX(asked.member)
              FROM safety_team team
              JOIN (%(posts)s) asked ON asked.team_id = team.id
              JOIN safety_unit place ON place.id = team.unit_id
              JOIN safety_unit below ON starts_with(below.parent_path, place.parent_path)
              JOIN (VALUES %(days)s) day (company_id, today) ON day.company_id = team.company_id
              JOIN safety_appointment seat ON seat.unit_id = below.id AND seat.post_id = asked.post_id
                   AND seat.date_start <= day.today AND (seat.date_end IS NULL OR seat.date_end >= day.today)
              JOIN res_users account ON account.id = seat.user_id AND account.active
              JOIN res_partner person ON person.id = account.partner_id
             WHERE team.active AND (asked.member = 0 OR NOT EXISTS (%(nearer)s))
               AND NOT EXISTS (SELECT 1 FROM safety_team_member named
                                WHERE named.team_id = team.id AND named.user_id = seat.user_id AND named.active)
             GROUP BY team.id, team.unit_id, team.company_id, seat.user_id, person.name, person.phone
            """,
            days=days,
            posts=self._posts_sql(),
            nearer=self._nearer_sql(),
        )

    @api.model
    def _posts_sql(self):
        """Return the posts of each team: those whose holders are members, and those that are only called along."""
        return SQL(
            """
            SELECT safety_team_id AS team_id, safety_post_id AS post_id, 1 AS member FROM safety_post_safety_team_rel
         UNION ALL
            SELECT safety_team_id, safety_post_id, 0 FROM safety_team_called_post_rel
            """
        )

    @api.model
    def _nearer_sql(self):
        """Return a level between the team and the seat that has teams with this post of its own.

        The rescue unit of a community is not part of the thirty of the street (XY-1.2, XY-1.3).
        """
        return SQL(
            """
            SELECT 1
              FROM safety_team_type kind
              JOIN safety_post_safety_team_type_rel own ON own.safety_team_type_id = kind.id
                   AND own.safety_post_id = seat.post_id
              JOIN safety_team_type_safety_unit_type_rel level ON level.safety_team_type_id = kind.id
              JOIN safety_unit nearer ON nearer.type_id = level.safety_unit_type_id AND nearer.id != place.id
                   AND starts_with(nearer.parent_path, place.parent_path)
                   AND starts_with(below.parent_path, nearer.parent_path)
             WHERE kind.active AND kind.id != team.type_id
            """
        )
