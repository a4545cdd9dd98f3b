from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .safety_enterprise import COUNTED


class SafetyUnit(models.Model):
    """How a unit drills: the last turn-out of its micro fire station, the drills of the year (BF-1.3.7b)."""

    _inherit = "safety.unit"

    drill_year_count = fields.Integer(string="Drills this year", compute="_compute_drills")
    last_drill_date = fields.Date(string="Last drill", compute="_compute_drills")
    last_turn_out_date = fields.Date(string="Last turn-out", compute="_compute_drills")
    last_turn_out_minutes = fields.Float(string="Minutes", compute="_compute_drills", digits=(6, 1), aggregator=None)

    @api.depends_context("uid")
    def _compute_drills(self):
        """Three grouped queries for any number of units, each with what lies below it."""
        year = self.env.company._safety_today() + relativedelta(month=1, day=1)
        counted = Domain("state", "in", COUNTED)
        counts = self._count_below("safety.drill", counted & Domain("date", ">=", year))
        last = self._latest_below("safety.drill", counted)
        timed = counted & Domain("type_id.needs_times", "=", True)
        turn_out = self._latest_below("safety.drill", timed, ["turn_out_minutes:avg"])
        for unit in self:
            unit.drill_year_count = counts.get(unit._origin.id, 0)
            unit.last_drill_date = last.get(unit._origin.id, (False,))[0]
            unit.last_turn_out_date, unit.last_turn_out_minutes = turn_out.get(unit._origin.id, (False, 0))

    def action_open_drills(self):
        """Open the drills of the unit and the units below it."""
        action = self._open_below("street_safety_training.safety_drill_action")
        return {**action, "display_name": self.env._("Drills")}
