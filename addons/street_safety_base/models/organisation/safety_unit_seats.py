from operator import add

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyUnit(models.Model):
    """Seats of a unit: who heads it, what is planned, filled and vacant, and whose unit it is."""

    _inherit = "safety.unit"

    seat_ids = fields.One2many("safety.seat", "unit_id")
    seat_planned = fields.Integer(string="Planned seats", compute="_compute_seat_figures")
    seat_filled = fields.Integer(string="Filled seats", compute="_compute_seat_figures")
    seat_vacant = fields.Integer(
        string="Vacant seats", compute="_compute_seat_figures", help="Planned seats of the unit that nobody holds."
    )
    vacant_below = fields.Integer(
        string="Vacant seats with units below", compute="_compute_vacant_below", help="Here and in the units below."
    )
    head_ids = fields.Many2many(
        "res.users", string="Heads", compute="_compute_head_ids", help="Holds a post that heads the unit today."
    )
    first_responsible_ids = fields.Many2many(
        "res.users",
        string="First responsible",
        compute="_compute_head_ids",
        help="Holds a post today that makes the first responsible person of the unit.",
    )
    is_mine = fields.Boolean(string="My unit", compute="_compute_is_mine", search="_search_is_mine")
    role_note = fields.Char(
        string="Role of the unit", help="A task the unit has besides its own, e.g. office of the leading group."
    )

    @api.depends("seat_ids.planned", "seat_ids.active", "appointment_ids.date_start", "appointment_ids.date_end")
    def _compute_seat_figures(self):
        seats = self.env["safety.seat"].sudo().search([("unit_id", "in", self._origin.ids)]).grouped("unit_id")
        for unit in self:
            own = seats.get(unit._origin, self.env["safety.seat"])
            unit.seat_planned = sum(own.mapped("planned"))
            unit.seat_filled = sum(min(seat.held, seat.planned) for seat in own)
            unit.seat_vacant = sum(own.mapped("vacant"))

    def _compute_vacant_below(self):
        seats = self.env["safety.seat"].search([("unit_id", "child_of", self._origin.ids), ("is_vacant", "=", True)])
        vacant = {unit: sum(own.mapped("vacant")) for unit, own in seats.grouped("unit_id").items()}
        totals = self._sum_below(vacant.items())
        for unit in self:
            unit.vacant_below = totals.get(unit._origin.id, 0)

    def _fold_below(self, groups, join):
        """Return {id: value} over each unit and those below it, from pairs (unit, value) joined by ``join``."""
        wanted, found = set(self._origin.ids), {}
        for unit, value in groups:
            for part in unit.sudo().parent_path.split("/"):
                if part and int(part) in wanted:
                    found[int(part)] = join(found[int(part)], value) if int(part) in found else value
        return found

    def _sum_below(self, groups):
        """Return {id: sum} over each unit and those below it, from pairs (unit, number)."""
        return self._fold_below(groups, add)

    def _count_below(self, model, domain):
        """Return {id: number} of the records that the user may see at each unit or below it. One statement."""
        domain = Domain("unit_id", "child_of", self._origin.ids) & Domain(domain)
        return self._sum_below(self.env[model]._read_group(domain, ["unit_id"], ["__count"]))

    def _latest_below(self, model, domain, aggregates=()):
        """Return {id: (day, *aggregates)} of the last ``date`` of such records at each unit or below it. One statement.

        :param aggregates: more to tell of that day, as ``_read_group`` takes them
        """
        domain = Domain("unit_id", "child_of", self._origin.ids) & Domain(domain)
        groups = self.env[model]._read_group(domain, ["unit_id", "date:day"], aggregates)
        return self._fold_below(((unit, tuple(told)) for unit, *told in groups), max)

    @api.depends("appointment_ids.date_start", "appointment_ids.date_end", "appointment_ids.user_id")
    def _compute_head_ids(self):
        """Who heads the units today; of a post held by several, all. One query."""
        held = self.env["safety.appointment"].sudo()
        held = held.search(
            [
                ("unit_id", "in", self._origin.ids),
                ("is_current", "=", True),
                "|",
                ("post_id.is_head", "=", True),
                ("post_id.first_responsible", "=", True),
            ]
        ).grouped("unit_id")
        for unit in self:
            seats = held.get(unit._origin, self.env["safety.appointment"]).sudo()
            unit.head_ids = seats.filtered("post_id.is_head").user_id.sudo(False)
            unit.first_responsible_ids = seats.filtered("post_id.first_responsible").user_id.sudo(False)

    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.search([("id", "in", self._origin.ids), ("is_mine", "=", True)])
        for unit in self:
            unit.is_mine = unit._origin in mine

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("id", "in", self._mine_sql())
        return mine if True in value else ~mine

    def _mine_sql(self):
        """Return the subquery of units that the current user's seats serve today (GY-0.3: departments, communities)."""
        self.env["safety.appointment"].flush_model()
        return SQL(
            """(
            SELECT COALESCE(served.safety_unit_id, seat.unit_id)
              FROM safety_appointment seat
         LEFT JOIN safety_appointment_safety_unit_rel served ON served.safety_appointment_id = seat.id
             WHERE seat.user_id = %(uid)s AND seat.date_start <= %(today)s
               AND (seat.date_end IS NULL OR seat.date_end >= %(today)s)
             UNION
            SELECT seat.sector_id
              FROM safety_appointment seat
             WHERE seat.user_id = %(uid)s AND seat.date_start <= %(today)s AND seat.sector_id IS NOT NULL
               AND (seat.date_end IS NULL OR seat.date_end >= %(today)s)
            )""",
            uid=self.env.uid,
            today=self.env.company._safety_today(),
        )

    def _open_below(self, xmlid, **context):
        """Return the action ``xmlid`` on what lies in the unit."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {
            **action,
            "domain": [("unit_id", "child_of", self.id)],
            "context": {"default_unit_id": self.id, **context},
        }

    def action_open_seats(self):
        """Open the seats of the unit and the units below it, vacant ones first in view."""
        return self._open_below("street_safety_base.safety_seat_action", search_default_vacant=bool(self.vacant_below))
