from odoo import models


class SafetyUnit(models.Model):
    """A unit is given tasks."""

    _inherit = "safety.unit"

    def action_give_task(self):
        """Open the dialog that gives a task to this unit."""
        return self.env["safety.task.wizard"]._open_for(units=self)

    def action_open_tasks(self):
        """Open the tasks of the unit and of those below it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_task_action")
        return {
            **action,
            "domain": [("type_id.has_deadline", "=", True), ("unit_id", "child_of", self.id)],
            "context": {"default_unit_id": self.id},
        }
