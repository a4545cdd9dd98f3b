from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyUnit(models.Model):
    """What a unit owes and has done: its list of duties with status (ZF-T8.2), open ones and work records."""

    _inherit = "safety.unit"

    open_duty_count = fields.Integer(string="Open duties", compute="_compute_work_figures")
    overdue_duty_count = fields.Integer(string="Overdue duties", compute="_compute_work_figures")
    record_count = fields.Integer(string="Work records", compute="_compute_work_figures")
    duty_list_ids = fields.Many2many(
        "safety.duty",
        string="Duties of the unit",
        compute="_compute_duty_list_ids",
        help="What the unit itself owes: the open duties, and those closed within the last 31 days.",
    )

    def _compute_work_figures(self):
        today = self.env.company._safety_today()
        open_now = Domain("state", "=", "open")
        duties = self._count_below("safety.duty", open_now)
        overdue = self._count_below("safety.duty", open_now & Domain("window_end", "<", today))
        records = self._count_below("safety.record", [])
        for unit in self:
            unit.open_duty_count = duties.get(unit._origin.id, 0)
            unit.overdue_duty_count = overdue.get(unit._origin.id, 0)
            unit.record_count = records.get(unit._origin.id, 0)

    def _compute_duty_list_ids(self):
        recent = self.env.company._safety_today() - timedelta(days=31)
        shown = Domain("state", "=", "open") | Domain("closed_on", ">=", recent)
        duties = self.env["safety.duty"].search(Domain("unit_id", "in", self._origin.ids) & shown)
        # What is still to be done comes first, the most urgent on top; then what was closed last.
        duties = duties.filtered(lambda duty: duty.state == "open") | duties.filtered("closed_on")[::-1]
        by_unit = duties.grouped("unit_id")
        for unit in self:
            unit.duty_list_ids = by_unit.get(unit._origin, self.env["safety.duty"])

    def action_open_duties(self):
        """Open the duties of the unit and the units below it."""
        return self._open_below("street_safety_base.safety_duty_action", search_default_open=1)

    def action_open_records(self):
        """Open the work records of the unit and the units below it."""
        return self._open_below("street_safety_base.safety_record_action")

    def _dissolve(self, day, successor):
        """Dissolve the unit; what it would have owed after ``day`` is waived, what was due by then stays owed."""
        result = super()._dissolve(day, successor)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE safety_duty SET state = 'waived', closed_on = %s
                 WHERE unit_id = %s AND state IN ('planned', 'open') AND window_end > %s
                """,
                day,
                self.id,
                day,
            )
        )
        self.env["safety.duty"].invalidate_model()
        return result
