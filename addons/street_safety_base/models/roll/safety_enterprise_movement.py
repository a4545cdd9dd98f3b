from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyEnterpriseMovement(models.Model):
    """Day's truth of the roll: which unit an enterprise belonged to on which day. Written by the enterprise alone."""

    _name = "safety.enterprise.movement"
    _description = "Enterprise movement"
    _inherit = ["safety.scope.mixin"]
    _order = "date desc, id desc"
    _rec_name = "enterprise_id"

    enterprise_id = fields.Many2one("safety.enterprise", required=True, index=True, ondelete="cascade")
    date = fields.Date(required=True)
    enterprise_name = fields.Char(string="Name on that day", readonly=True)
    type = fields.Selection(
        [
            ("entered", "Entered"),
            ("moved", "Moved"),
            ("moved_out", "Moved out"),
            ("left", "Left"),
            ("merged", "Merged"),
        ],
        required=True,
        help="A move has two lines: “moved out” is seen by the unit left, “moved” by the new one.",
    )
    from_unit_id = fields.Many2one("safety.unit", string="From unit", ondelete="restrict")
    to_unit_id = fields.Many2one(
        "safety.unit", string="To unit", ondelete="restrict", help="Empty: off the roll from this day on."
    )
    unit_id = fields.Many2one(help="The unit that sees this movement: where it led, or where it came from.")
    reason = fields.Char()
    booked_on = fields.Date(
        readonly=True,
        help="The day by which the monthly roll counts it: that of the movement, or, where the month was confirmed "
        "before it became known, the day it was recorded.",
    )
    late = fields.Boolean(
        string="Recorded late", readonly=True, help="Counted in a later month: its own was confirmed already."
    )
    from_path = fields.Char(readonly=True, help="Where it was counted before: the units of that day, from the street.")
    to_path = fields.Char(readonly=True, help="Where it is counted from then on: the units of that day.")

    roll_id = fields.Many2one(
        "safety.roll", store=False, search="_search_roll_id", help="The movements that a roll counts."
    )

    _booked = models.Index("(company_id, booked_on)")
    _as_of = models.Index("(enterprise_id, date DESC, id DESC)")

    def _search_roll_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self.env["safety.roll"]._readable(value)._movements_sql())

    @api.constrains("date", "enterprise_id")
    def _check_order(self):
        """Refuse a movement dated before an earlier one: the state of a day would depend on who typed last."""
        self.flush_model(["enterprise_id", "date"])
        self._check_order_of(self.enterprise_id)

    @api.model
    def _check_order_of(self, enterprises):
        # One window query for any number of movements; the ORM would read every history.
        query = SQL(
            """
            SELECT enterprise_id, previous FROM (
                SELECT enterprise_id, date, lag(date) OVER (PARTITION BY enterprise_id ORDER BY id) AS previous
                  FROM safety_enterprise_movement WHERE enterprise_id = ANY(%s)
            ) AS history
             WHERE date < previous LIMIT 1
            """,
            enterprises.ids,
        )
        for enterprise_id, previous in self.env.execute_query(query):
            raise ValidationError(
                self.env._(
                    "“%(enterprise)s” already has a movement on %(date)s: a later one cannot be dated before it.",
                    enterprise=enterprises.browse(enterprise_id).name,
                    date=fields.Date.to_string(previous),
                )
            )

    def init(self):  # pylint: disable=missing-return
        """Book what was recorded before there were rolls on its own day, by the tree as it is now."""
        super().init()
        self.env.cr.execute(
            """
            UPDATE safety_enterprise_movement movement
               SET booked_on = movement.date, late = FALSE, enterprise_name = enterprise.name,
                   from_path = from_unit.parent_path, to_path = to_unit.parent_path
              FROM safety_enterprise enterprise, safety_enterprise_movement same
         LEFT JOIN safety_unit from_unit ON from_unit.id = same.from_unit_id
         LEFT JOIN safety_unit to_unit ON to_unit.id = same.to_unit_id
             WHERE enterprise.id = movement.enterprise_id AND same.id = movement.id AND movement.booked_on IS NULL
            """
        )

    @api.model
    def _insert(self, movements):
        """Insert ``movements`` (dicts of columns) in one statement: an import writes thousands.

        Through the ORM they would cost as much as the enterprises themselves. Where they count and in which month is
        filled in here.
        """
        rows = self._booked_rows(list(movements))
        if not rows:
            return
        now, uid = self.env.cr.now(), self.env.uid
        log = {"create_uid": uid, "create_date": now, "write_uid": uid, "write_date": now}
        self.env.cr.execute(
            SQL(
                "INSERT INTO safety_enterprise_movement (%s) VALUES %s",
                SQL(", ").join(SQL.identifier(column) for column in (*rows[0], *log)),
                SQL(", ").join(SQL("%s", (*row.values(), *log.values())) for row in rows),
            )
        )
        enterprises = self.env["safety.enterprise"].browse(row["enterprise_id"] for row in rows)
        enterprises.invalidate_recordset(["movement_ids"], flush=False)
        self.env["safety.roll"]._forget_figures()
        self._check_order_of(enterprises)

    def _booked_rows(self, rows):
        """Return ``rows`` with paths and day of booking. Three statements, whatever their number.

        What an enterprise leaves is what its last movement led to: so the roll's sums always meet.
        """
        last = self._last_of({row["enterprise_id"] for row in rows})
        old_paths = {path for path, _booked in last.values() if path}
        units = self._units_of({row["to_unit_id"] for row in rows if row["to_unit_id"]}, old_paths)
        companies = self.env["res.company"].browse({row["company_id"] for row in rows})
        today = {company.id: company._safety_today() for company in companies}
        closed = {path: self._closed_to(path, units) for path in old_paths | {path for path, _day in units.values()}}
        for row in rows:
            from_path, booked = last.get(row["enterprise_id"], (None, None))
            to_path = units[row["to_unit_id"]][0] if row["to_unit_id"] else None
            days = [day for path in (from_path, to_path) if path and (day := closed[path])]
            day = row["date"]
            if days and max(days) >= day:  # the month is confirmed: it counts from now on
                day = max(today[row["company_id"]], max(days) + timedelta(days=1))
            day = max(day, booked or day)
            row.update(booked_on=day, late=day > row["date"], from_path=from_path, to_path=to_path)
        return rows

    def _last_of(self, enterprise_ids):
        """Return {enterprise id: (path, booked on)} of the last movement of each."""
        query = SQL(
            """
            SELECT DISTINCT ON (enterprise_id) enterprise_id, to_path, booked_on FROM safety_enterprise_movement
             WHERE enterprise_id = ANY(%s) ORDER BY enterprise_id, id DESC
            """,
            list(enterprise_ids),
        )
        return {enterprise: (path, booked) for enterprise, path, booked in self.env.execute_query(query)}

    def _units_of(self, unit_ids, paths):
        """Return {unit id: (path, last confirmed day)} of these units, those of ``paths`` and all above them.

        They are locked against a roll that is being confirmed: one of the two is tried again.
        """
        self.env["safety.unit"].flush_model(["parent_id", "parent_path", "roll_closed_to"])
        query = SQL(
            """
            SELECT id, parent_path, roll_closed_to FROM safety_unit
             WHERE id = ANY(%s) OR id IN (
                   SELECT unnest(string_to_array(rtrim(parent_path, '/'), '/')::int[])
                     FROM safety_unit WHERE id = ANY(%s))
               FOR SHARE
            """,
            [int(part) for path in paths for part in path.split("/") if part],
            list(unit_ids),
        )
        return {unit: (path, closed) for unit, path, closed in self.env.execute_query(query)}

    def _closed_to(self, path, units):
        """Return the last day that a unit of ``path`` has confirmed, or None."""
        days = [units[int(part)][1] for part in path.split("/") if part and int(part) in units]
        return max((day for day in days if day), default=None)

    def _correct_entry(self, date):
        """Give first entries another day. A month already confirmed keeps what it counted."""
        movements = self.sudo()
        paths = {path for path in movements.mapped("to_path") if path}
        units = self._units_of(set(), paths)
        closed = {path: self._closed_to(path, units) for path in paths}
        day = fields.Date.to_date(date)
        for movement in movements:
            vals, limit = {"date": day}, closed.get(movement.to_path)
            if not limit or min(day, movement.booked_on or day) > limit:
                vals |= {"booked_on": day, "late": False}
            else:
                vals |= {"late": movement.booked_on > day}
            movement.write(vals)
        self.env["safety.roll"]._forget_figures()
