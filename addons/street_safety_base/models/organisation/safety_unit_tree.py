from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyUnit(models.Model):
    """The tree of a day: where a unit lay before it was moved; what is asked of a past day finds its tree."""

    _inherit = "safety.unit"

    past_paths = fields.Json(
        readonly=True,
        copy=False,
        help="Where the unit lay before: [[last day, path], …] in the order of the days. Written by moving it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [{name: value for name, value in vals.items() if name != "past_paths"} for vals in vals_list]
        )

    def write(self, vals):
        """Write as before; units that come to lie elsewhere, and all below them, remember where they lay."""
        vals = {name: value for name, value in vals.items() if name != "past_paths"}
        if "parent_id" not in vals:
            return super().write(vals)
        below = self.sudo().with_context(active_test=False).search(Domain("id", "child_of", self.ids))
        before = {unit: (unit.parent_path, unit.parent_id) for unit in below}
        result = super().write(vals)
        self.env.flush_all()
        self.invalidate_model(["parent_path"])
        moved = below.filtered(lambda unit: unit.parent_path != before[unit][0])
        if moved:
            moved._remember_paths({unit: path for unit, (path, _above) in before.items()})
            moved._after_move({unit: before[unit][1] for unit in moved & self.sudo()})
        return result

    def _remember_paths(self, before):
        """Note where these units lay until yesterday: ``before`` is {unit: path}. One statement.

        A second move on the same day changes nothing: by the end of a day there is one place.
        """
        rows = []
        for company, units in self.grouped("company_id").items():
            yesterday = fields.Date.subtract(company._safety_today(), days=1)
            rows += [SQL("(%s, %s, %s)", unit.id, str(yesterday), before[unit]) for unit in units]
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_unit unit
                   SET past_paths = COALESCE(unit.past_paths, '[]') || jsonb_build_array(
                       jsonb_build_array(row.day, row.path))
                  FROM (VALUES %s) row (id, day, path)
                 WHERE unit.id = row.id AND unit.past_paths -> -1 ->> 0 IS DISTINCT FROM row.day
                """,
                SQL(", ").join(rows),
            )
        )
        self.invalidate_recordset(["past_paths"], flush=False)

    def _after_move(self, tops):
        """Follow the move of these units; rooms that keep something by the tree extend this.

        :param tops: {moved unit: unit it belonged to before}; all others of ``self`` lie below one of them
        """

    @api.model
    def _path_sql(self, alias, day):
        """Return the SQL of the path that the unit of table ``alias`` had at the end of ``day`` (a date)."""
        return SQL(
            """
            COALESCE((SELECT past.entry ->> 1
                        FROM jsonb_array_elements(%(unit)s.past_paths) WITH ORDINALITY past (entry, number)
                       WHERE (past.entry ->> 0)::date >= %(day)s ORDER BY past.number LIMIT 1), %(unit)s.parent_path)
            """,
            unit=SQL.identifier(alias),
            day=day,
        )
