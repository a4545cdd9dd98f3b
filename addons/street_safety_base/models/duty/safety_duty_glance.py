from odoo import api, models
from odoo.fields import Domain

# What the page has room for; the list of duties has them all.
ROWS = 20


class SafetyDuty(models.Model):
    """Their units at a glance: what a leader's units owe, each figure opening what it counts."""

    _inherit = "safety.duty"

    @api.model
    def _units_at_a_glance(self, today):
        """Return what the units of the current user owe, worst first, for somebody who leads more than one.

        :return: list of dicts of id, name, open, week, due_today, overdue. Two queries, whatever the number of duties
        """
        tops = self._led_units()
        if len(tops) < 2:
            return []
        owed = Domain("unit_id", "child_of", tops.ids) & Domain("state", "=", "open")
        rows = {
            top.id: {"id": top.id, "name": top.name, "open": 0, "week": 0, "due_today": 0, "overdue": 0} for top in tops
        }
        paths = {top.parent_path: rows[top.id] for top in tops}
        for unit, day, count in self._read_group(owed, ["unit_id", "window_end:day"], ["__count"]):
            path = unit.sudo().parent_path
            row = next((row for start, row in paths.items() if path.startswith(start)), None)
            if row is None:
                continue
            left = (day - today).days
            row["open"] += count
            row["overdue"] += count * (left < 0)
            row["due_today"] += count * (left == 0)
            row["week"] += count * (0 <= left <= 7)
        return sorted(rows.values(), key=lambda row: (-row["overdue"], -row["due_today"], -row["open"]))[:ROWS]

    def _led_units(self):
        """Return the units in which the user decides: those below the only one, else the highest ones."""
        highest = self._highest_units()
        if len(highest) == 1:
            return highest.child_ids.filtered(lambda unit: unit.active and not unit.date_end)
        return highest

    def _highest_units(self):
        """Return the units in which the user decides, without those that lie below another one."""
        led = self.env.user.safety_approve_unit_ids.sudo()
        return led.filtered(
            lambda unit: not any(unit != other and unit.parent_path.startswith(other.parent_path) for other in led)
        )

    @api.model
    def my_work_unit_action(self, unit_id, which):
        """Return the action that lists what a unit and those below owe.

        :param unit_id: id of a safety.unit
        :param which: "open", "week", "due_today" or "overdue", as in the overview
        """
        filters = {"week": "this_week", "due_today": "due_today", "overdue": "overdue"}
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_duty_action")
        context = {"search_default_open": 1}
        if which in filters:
            context = {f"search_default_{filters[which]}": 1}
        return {**action, "domain": [("unit_id", "child_of", int(unit_id))], "context": context}
