from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

COMPARISONS = {">": SQL(">"), ">=": SQL(">="), "<": SQL("<"), "<=": SQL("<="), "in": SQL("IN"), "not in": SQL("NOT IN")}


class SafetySeat(models.Model):
    """A post at a unit as the staffing plan has it: how many people it should have, who they are, what is vacant.

    The seat is the subject of duties; appointments say who sits on it. Who held it on which day is told by the
    appointments alone, so nothing here needs a history. Clauses XT-0.1, XY-3.1c, GY-1.7.
    """

    _name = "safety.seat"
    _description = "Seat"
    _inherit = ["safety.scope.mixin"]
    _order = "unit_id, post_id, id"
    _rec_names_search = ["unit_id.name", "post_id.name"]

    post_id = fields.Many2one("safety.post", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(help="The unit the seat belongs to.")
    unit_type_id = fields.Many2one(related="unit_id.type_id", string="Unit type", store=True, index=True)
    planned = fields.Integer(
        string="Planned seats", default=1, required=True, help="How many people the post should have here."
    )
    held = fields.Integer(
        string="In post",
        compute="_compute_held",
        search="_search_held",
        compute_sudo=True,
        help="How many people hold it today.",
    )
    vacant = fields.Integer(
        compute="_compute_held", search="_search_vacant", compute_sudo=True, help="Planned seats that nobody holds."
    )
    is_vacant = fields.Boolean(
        string="Vacant seat", compute="_compute_held", search="_search_is_vacant", compute_sudo=True
    )
    holder_ids = fields.Many2many("res.users", string="Held by", compute="_compute_held", compute_sudo=True)
    vacant_since = fields.Date(
        string="Vacant since",
        compute="_compute_vacant_since",
        help="The day after the last holder left. Empty: held, or never held.",
    )
    note = fields.Char()
    active = fields.Boolean(default=True, help="A closed seat keeps its history and is no longer vacant.")

    _post_unit_uniq = models.Constraint(
        "UNIQUE(post_id, unit_id)", "The unit already has this seat: change its number."
    )
    _planned_positive = models.Constraint("CHECK(planned >= 0)", "The number of planned seats cannot be negative.")

    @api.depends("post_id", "unit_id")
    def _compute_display_name(self):
        for seat in self:
            seat.display_name = f"{seat.unit_id.name or ''} {seat.post_id.name or ''}".strip()

    @api.depends("planned", "post_id", "unit_id", "active")
    def _compute_held(self):
        """Count today's holders of all the seats in one statement."""
        holders = {}
        if self._origin:
            query = SQL("SELECT held.seat_id, held.user_id FROM (%s) held", self._held_sql(self._origin.ids))
            for seat_id, user_id in self.env.execute_query(query):
                holders.setdefault(seat_id, []).append(user_id)
        for seat in self:
            held = holders.get(seat._origin.id, [])
            seat.holder_ids = self.env["res.users"].browse(held)
            seat.held = len(held)
            seat.vacant = max(seat.planned - len(held), 0) if seat.active else 0
            seat.is_vacant = seat.vacant > 0

    def _compute_vacant_since(self):
        """The day after the last appointment, of seats that nobody holds. One statement."""
        ended = {}
        empty = self.filtered(lambda seat: seat.is_vacant and not seat.held)._origin
        if empty:
            query = SQL(
                """
                SELECT seat.id, MAX(held.date_end) + 1
                  FROM safety_seat seat
                  JOIN safety_appointment held ON held.post_id = seat.post_id AND held.unit_id = seat.unit_id
                 WHERE seat.id = ANY(%(seats)s) AND held.date_end < %(today)s
                 GROUP BY seat.id
                """,
                seats=empty.ids,
                today=self.env.company._safety_today(),
            )
            ended = dict(self.env.execute_query(query))
        for seat in self:
            seat.vacant_since = ended.get(seat._origin.id)

    def _search_held(self, operator, value):
        return self._search_number(SQL("COUNT(DISTINCT held.user_id)"), operator, value)

    def _search_vacant(self, operator, value):
        number = SQL("CASE WHEN seat.active THEN GREATEST(seat.planned - COUNT(DISTINCT held.user_id), 0) ELSE 0 END")
        return self._search_number(number, operator, value)

    def _search_is_vacant(self, operator, value):
        if operator != "in":
            return NotImplemented
        vacant = self._search_vacant(">", 0)
        return vacant if True in value else ~vacant

    def _search_number(self, number, operator, value):
        if operator not in COMPARISONS:
            return NotImplemented
        value = tuple(value) or (None,) if operator in ("in", "not in") else value
        query = SQL(
            "(SELECT seat.id FROM safety_seat seat LEFT JOIN (%s) held ON held.seat_id = seat.id"
            " GROUP BY seat.id HAVING %s %s %s)",
            self._held_sql(),
            number,
            COMPARISONS[operator],
            value,
        )
        return Domain("id", "in", query)

    @api.model
    def _held_sql(self, seat_ids=None):
        """Return the SQL query (seat_id, user_id) of today's holders, of all seats or of ``seat_ids``."""
        self.env["safety.appointment"].flush_model()
        self.flush_model()
        return SQL(
            """
            SELECT DISTINCT seat.id AS seat_id, held.user_id
              FROM safety_seat seat
              JOIN safety_appointment held ON held.post_id = seat.post_id AND held.unit_id = seat.unit_id
              JOIN (%(clock)s) clock ON clock.company_id = seat.company_id
             WHERE held.date_start <= clock.today AND (held.date_end IS NULL OR held.date_end >= clock.today)
               AND %(wanted)s
            """,
            clock=self.env["res.company"]._safety_clock_sql(),
            wanted=SQL("seat.id = ANY(%s)", list(seat_ids)) if seat_ids is not None else SQL("TRUE"),
        )

    @api.model
    def _open_for(self, appointments):
        """Make the seats of ``appointments`` that no plan has foreseen, and reopen closed ones. One statement."""
        if not appointments:
            return
        appointments.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO safety_seat AS seat (post_id, unit_id, unit_type_id, company_id, planned, active,
                                                 create_uid, create_date, write_uid, write_date)
                SELECT post.id, unit.id, unit.type_id, unit.company_id,
                       GREATEST(post.planned_default, COUNT(*) FILTER (WHERE held.date_end IS NULL), 1), unit.active,
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM safety_appointment held
                  JOIN safety_post post ON post.id = held.post_id
                  JOIN safety_unit unit ON unit.id = held.unit_id
                 WHERE held.id = ANY(%(ids)s)
                 GROUP BY post.id, unit.id
                ON CONFLICT (post_id, unit_id) DO UPDATE SET active = TRUE
                 WHERE NOT seat.active AND EXCLUDED.active
                """,
                ids=appointments.ids,
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self.invalidate_model()
        self.env["safety.unit"].invalidate_model(["seat_ids"])

    @api.model
    def _plan(self, posts, units, planned=None):
        """Plan the seats of ``posts`` at those of ``units`` where they may exist; return the seats.

        :param planned: how many people each should have; None takes the default of each post
        """
        self.flush_model()
        rows = [
            (
                post.id,
                unit.id,
                unit.type_id.id,
                unit.company_id.id,
                post.planned_default if planned is None else planned,
            )
            for post in posts
            for unit in units
            if unit.type_id in post.unit_type_ids
        ]
        if not rows:
            return self.browse()
        ids = self.env.execute_query(
            SQL(
                """
                INSERT INTO safety_seat (post_id, unit_id, unit_type_id, company_id, planned, active,
                                         create_uid, create_date, write_uid, write_date)
                SELECT given.*, TRUE, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM (VALUES %(rows)s) given
                ON CONFLICT (post_id, unit_id) DO UPDATE
                   SET planned = EXCLUDED.planned, active = TRUE, write_uid = %(uid)s, write_date = %(now)s
                RETURNING id
                """,
                rows=SQL(", ").join(SQL("%s", row) for row in rows),
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self.env.invalidate_all()
        return self.browse(seat_id for (seat_id,) in ids)

    def action_open_appointments(self):
        """Open everybody who holds or held the seat."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_appointment_action")
        return {
            **action,
            "domain": [("post_id", "=", self.post_id.id), ("unit_id", "=", self.unit_id.id)],
            "context": {"default_post_id": self.post_id.id, "default_unit_id": self.unit_id.id},
        }
