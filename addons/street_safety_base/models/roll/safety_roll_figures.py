from odoo import api, models
from odoo.tools import SQL

from .safety_roll import FIGURES

# What each movement means to each unit: +1 for those it led into, -1 for those it led out of, nothing for a unit that
# holds both places. Summed over all movements this is always the roll, because each begins where the last one ended.
_STEPS = SQL(
    """
    SELECT movement.id, movement.type, movement.booked_on, movement.late, unit.id::int AS unit_id, unit.sign
      FROM safety_enterprise_movement movement,
   LATERAL (
           SELECT id, 1 AS sign FROM unnest(string_to_array(rtrim(movement.to_path, '/'), '/')) AS into_unit (id)
            WHERE movement.type IN ('entered', 'moved') AND id <> ALL (
                  COALESCE(string_to_array(rtrim(movement.from_path, '/'), '/'), '{}'))
            UNION ALL
           SELECT id, -1 FROM unnest(string_to_array(rtrim(movement.from_path, '/'), '/')) AS out_of_unit (id)
            WHERE movement.type IN ('left', 'merged', 'moved_out') AND id <> ALL (
                  COALESCE(string_to_array(rtrim(movement.to_path, '/'), '/'), '{}'))
           ) unit
    """
)
_LIVE = SQL(
    """
    SELECT roll.id AS roll_id,
           COALESCE(SUM(sign * n) FILTER (WHERE step.month < roll.month), 0)::int AS opening,
           COALESCE(SUM(n) FILTER (WHERE step.month = roll.month AND step.type = 'entered'), 0)::int AS entered,
           COALESCE(SUM(n) FILTER (WHERE step.month = roll.month AND step.type = 'moved'), 0)::int AS moved_in,
           COALESCE(SUM(n) FILTER (WHERE step.month = roll.month AND step.type = 'left'), 0)::int AS "left",
           COALESCE(SUM(n) FILTER (WHERE step.month = roll.month AND step.type = 'merged'), 0)::int AS merged,
           COALESCE(SUM(n) FILTER (WHERE step.month = roll.month AND step.type = 'moved_out'), 0)::int AS moved_out,
           COALESCE(SUM(sign * n), 0)::int AS closing
      FROM safety_roll roll
 LEFT JOIN (
           SELECT unit_id, type, sign, date_trunc('month', booked_on)::date AS month, COUNT(*) AS n
             FROM (%s) steps GROUP BY 1, 2, 3, 4
           ) step ON step.unit_id = roll.unit_id AND step.month <= roll.month
     WHERE roll.state = 'draft'
     GROUP BY roll.id
    """,
    _STEPS,
)


class SafetyRoll(models.Model):
    """The figures: counted from the movements while the roll is a draft, written down when it is confirmed."""

    _inherit = "safety.roll"

    def _field_to_sql(self, alias, field_expr, query=None):
        """A draft's figure is what its movements say now, wherever it is read, sorted, searched or summed."""
        column = super()._field_to_sql(alias, field_expr, query)
        if field_expr not in FIGURES or query is None:
            return column
        live = query.make_alias(alias, "live")
        if live not in query._joins:
            query.add_join(
                "LEFT JOIN",
                live,
                SQL("(%s)", _LIVE),
                SQL("%s = %s", SQL.identifier(alias, "id"), SQL.identifier(live, "roll_id")),
            )
        return SQL(
            "CASE WHEN %s = 'draft' THEN %s ELSE %s END",
            SQL.identifier(alias, "state"),
            SQL.identifier(live, field_expr),
            column,
        )

    def _fetch_query(self, query, fields):
        if any(field.name in FIGURES for field in fields):
            self.env["safety.enterprise.movement"].flush_model()
            self.flush_model(["unit_id", "month", "state"])
        return super()._fetch_query(query, fields)

    @api.model
    def _forget_figures(self):
        """Let every figure be counted anew: movements or drafts have changed."""
        self.invalidate_model(FIGURES)

    @api.depends("state")
    def _compute_late_count(self):
        rows = {}
        if self.ids:
            query = SQL(
                """
                SELECT roll.id, COUNT(*) FROM safety_roll roll JOIN (%s) step ON step.unit_id = roll.unit_id
                   AND date_trunc('month', step.booked_on)::date = roll.month AND step.late
                 WHERE roll.id IN %s GROUP BY roll.id
                """,
                _STEPS,
                tuple(self.ids),
            )
            self.env["safety.enterprise.movement"].flush_model()
            rows = dict(self.env.execute_query(query))
        for roll in self:
            roll.late_count = rows.get(roll._origin.id, 0)

    def _freeze_figures(self, today):
        """Write the figures of these drafts down and close their months for their units. Two statements."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_roll roll
                   SET opening = live.opening, entered = live.entered, moved_in = live.moved_in, "left" = live."left",
                       merged = live.merged, moved_out = live.moved_out, closing = live.closing,
                       date = LEAST(%s, (roll.month + interval '1 month - 1 day')::date)
                  FROM (%s) live WHERE live.roll_id = roll.id AND roll.id IN %s
                """,
                today,
                _LIVE,
                tuple(self.ids),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_unit unit
                   SET roll_closed_to = GREATEST(unit.roll_closed_to, closed.day)
                  FROM (SELECT unit_id, (MAX(month) + interval '1 month - 1 day')::date AS day
                          FROM safety_roll WHERE id IN %s GROUP BY unit_id) closed
                 WHERE closed.unit_id = unit.id
                """,
                tuple(self.ids),
            )
        )
        self.invalidate_recordset([*FIGURES, "date"])
        self.env["safety.unit"].invalidate_model(["roll_closed_to"])

    # ---- the records behind the figures ------------------------------------------------------------------------------

    @api.model
    def _readable(self, ids):
        """Return the rolls with these ids; raise AccessError where the user may not read one."""
        rolls = self.browse(id_ for id_ in ids if id_)
        rolls.check_access("read")
        self.env["safety.enterprise.movement"].flush_model()
        return rolls

    def _movements_sql(self):
        """Return the SQL query (id) of the movements that the rolls count."""
        return SQL(
            """
            SELECT step.id FROM safety_roll roll JOIN (%s) step ON step.unit_id = roll.unit_id
               AND date_trunc('month', step.booked_on)::date = roll.month
             WHERE roll.id = ANY(%s)
            """,
            _STEPS,
            self.ids,
        )

    def _members_sql(self, at_opening=False):
        """Return the SQL query (enterprise id) of those that the rolls count at the end (or begin) of their months."""
        return SQL(
            """
            SELECT member.enterprise_id FROM safety_roll roll
              JOIN LATERAL (
                   SELECT DISTINCT ON (enterprise_id) enterprise_id, to_path FROM safety_enterprise_movement
                    WHERE company_id = roll.company_id AND booked_on < roll.month + %s::interval
                    ORDER BY enterprise_id, id DESC
                   ) member ON roll.unit_id::text = ANY(string_to_array(member.to_path, '/'))
             WHERE roll.id = ANY(%s)
            """,
            "0 months" if at_opening else "1 month",
            self.ids,
        )
