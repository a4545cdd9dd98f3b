from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .safety_post import CHAIN_ROLES, LEADER_ROLES

ROLE_ORDER = [role for role, _label in CHAIN_ROLES]


class SafetyUnit(models.Model):
    """The responsibility chain: who answers for a unit on a day, from the top of the street down.

    Clauses XY-3.0a–g, XY-0.1, GY-0.3, GY-1.2, GY-8.2. Nothing is entered for it: it follows from the appointments.
    """

    _inherit = "safety.unit"

    responsible_ids = fields.Many2many(
        "safety.appointment",
        string="Responsible seats",
        compute="_compute_responsible",
        help="Who answers for the unit today, those you may see.",
    )
    leader_id = fields.Many2one(
        "res.users",
        string="Responsible street leader",
        compute="_compute_responsible",
        help="The nearest linked leader, else the leader in charge.",
    )
    chain_table = fields.Html(string="Responsibility chain", compute="_compute_responsible", sanitize=False)
    has_responsible = fields.Boolean(
        string="Has a responsible person",
        compute="_compute_has_responsible",
        search="_search_has_responsible",
        help="Somebody in office at the unit itself, or linked to it by name, answers for it.",
    )
    has_staff = fields.Boolean(
        string="Has staff",
        compute="_compute_has_responsible",
        search="_search_has_staff",
        help="Somebody is in office.",
    )

    def _compute_responsible(self):
        chains = self._origin._responsible_on(self.env.company._safety_today())
        readable = self.env["safety.appointment"].union(*chains.values())._filtered_access("read")
        for unit in self:
            chain = chains.get(unit._origin, self.env["safety.appointment"])
            unit.responsible_ids = chain & readable
            unit.leader_id = unit._origin._leader_of(chain)
            unit.chain_table = chain._chain_table()

    def _responsible_on(self, day):
        """Return {unit: appointments in force on ``day`` that answer for it}, the highest responsibility first.

        The tree is that of the day. A seat answers for the units it serves and all below them; a seat of a field
        (department, special committee) only for its own unit; a leader of the street without linked units leads nothing
        directly. Constant statements for any number of units.

        :param day: date
        """
        chains = {unit: [] for unit in self}
        for unit_id, seat_id in self.env.execute_query(self._chain_sql(day)) if self.ids else ():
            chains[self.browse(unit_id)].append(seat_id)
        appointments = self.env["safety.appointment"]
        every = {seat_id for seats in chains.values() for seat_id in seats}
        return {unit: appointments.browse(seats).with_prefetch(every) for unit, seats in chains.items()}

    def _chain_sql(self, day):
        self.env.flush_all()
        ranks = SQL(", ").join(SQL("(%s, %s)", role, rank) for rank, role in enumerate(ROLE_ORDER))
        return SQL(
            """
            SELECT asked.id, seat.id
              FROM (
                    SELECT unit.id, %(path)s AS path FROM safety_unit unit WHERE unit.id = ANY(%(units)s)
                   ) asked
              JOIN safety_unit above ON above.id = ANY(string_to_array(rtrim(asked.path, '/'), '/')::int[])
              JOIN (
                    SELECT seat.id, COALESCE(served.safety_unit_id, seat.unit_id) AS unit_id
                      FROM safety_appointment seat
                 LEFT JOIN safety_appointment_safety_unit_rel served ON served.safety_appointment_id = seat.id
                     UNION
                    SELECT seat.id, seat.sector_id FROM safety_appointment seat WHERE seat.sector_id IS NOT NULL
                   ) serving ON serving.unit_id = above.id
              JOIN safety_appointment seat ON seat.id = serving.id
              JOIN safety_post post ON post.id = seat.post_id AND post.active
              JOIN (VALUES %(ranks)s) role (code, rank) ON role.code = post.chain_role
             WHERE seat.date_start <= %(day)s AND (seat.date_end IS NULL OR seat.date_end >= %(day)s)
               AND (post.chain_role <> 'line' OR seat.unit_id = above.id)
               AND (post.chain_role <> 'direct_leadership' OR above.parent_id IS NOT NULL
                    OR EXISTS (SELECT 1 FROM safety_appointment_safety_unit_rel linked
                                WHERE linked.safety_appointment_id = seat.id AND linked.safety_unit_id = above.id))
             GROUP BY asked.id, seat.id, role.rank, post.sequence
             ORDER BY asked.id, role.rank, MAX(above.level) DESC, post.sequence, COALESCE(seat.is_acting, FALSE),
                      seat.date_start, seat.id
            """,
            ranks=ranks,
            path=self._path_sql("unit", day),
            units=self.ids,
            day=day,
        )

    def _leader_of(self, chain):
        """Return the one street leader (res.users) of ``chain``, as :meth:`_responsible_on` gives it for the unit.

        The nearest linked leader; where there is none, the leader in charge of work safety, then the main leader.
        """
        seats = chain.sudo()
        for role in LEADER_ROLES:
            holders = seats.filtered(lambda seat, role=role: seat.post_id.chain_role == role)
            if holders:
                # The chain is ordered: within a role the nearest comes first, a holder before who stands in.
                return self.env["res.users"].browse(holders[0].user_id.id)
        return self.env["res.users"]

    # ---- coverage ----------------------------------------------------------------------------------------------------

    def _compute_has_responsible(self):
        ours = Domain("id", "in", self._origin.ids)
        covered = self.search(ours & Domain("has_responsible", "=", True))
        staffed = self.search(ours & Domain("has_staff", "=", True))
        for unit in self:
            unit.has_responsible = unit._origin in covered
            unit.has_staff = unit._origin in staffed

    def _search_has_responsible(self, operator, value):
        if operator != "in":
            return NotImplemented
        covered = Domain("id", "in", self._covered_sql())
        return covered if True in value else ~covered

    def _search_has_staff(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["safety.appointment"].flush_model()
        staffed = Domain(
            "id",
            "in",
            SQL(
                """(
                SELECT seat.unit_id FROM safety_appointment seat
                  JOIN safety_unit home ON home.id = seat.unit_id
                  JOIN (%s) clock ON clock.company_id = home.company_id
                 WHERE seat.date_start <= clock.today AND (seat.date_end IS NULL OR seat.date_end >= clock.today)
                )""",
                self.env["res.company"]._safety_clock_sql(),
            ),
        )
        return staffed if True in value else ~staffed

    @api.model
    def _covered_sql(self):
        """Return the subquery of units that somebody in office today answers for by name: at the unit, or linked to it.

        Those who answer for the whole street do not count, or no gap would ever show.
        """
        self.env["safety.appointment"].flush_model()
        return SQL(
            """(
            SELECT COALESCE(served.safety_unit_id, seat.unit_id)
              FROM safety_appointment seat
              JOIN safety_post post ON post.id = seat.post_id AND post.active
                   AND (post.chain_role IS NOT NULL OR post.is_head OR post.first_responsible)
              JOIN safety_unit home ON home.id = seat.unit_id
              JOIN (%s) clock ON clock.company_id = home.company_id
         LEFT JOIN safety_appointment_safety_unit_rel served ON served.safety_appointment_id = seat.id
                   AND post.chain_role <> 'line'
             WHERE seat.date_start <= clock.today AND (seat.date_end IS NULL OR seat.date_end >= clock.today)
            )""",
            self.env["res.company"]._safety_clock_sql(),
        )
