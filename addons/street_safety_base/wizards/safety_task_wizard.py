from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetyTaskWizard(models.TransientModel):
    """Give one task to several units at once, each with its own deadline to keep and report to write."""

    _name = "safety.task.wizard"
    _description = "Give a task"
    _inherit = ["safety.wizard"]

    parent_id = fields.Many2one("safety.record", string="Follows from", readonly=True)
    name = fields.Char(string="Subject", required=True)
    type_id = fields.Many2one(
        "safety.record.type",
        string="Kind",
        required=True,
        domain=[("has_deadline", "=", True)],
        default=lambda self: self.env["safety.record.type"].search([("has_deadline", "=", True)], limit=1),
    )
    unit_ids = fields.Many2many("safety.unit", string="To units", required=True)
    assigned_post_id = fields.Many2one("safety.post", string="Post", help="Empty: anybody in a seat of the unit.")
    date_due = fields.Date(string="Deadline", required=True)
    order = fields.Text(string="What is to be done")

    @api.model
    def _open_for(self, parent=None, units=None):
        """Return the dialog, for tasks below ``parent`` (safety.record) or for ``units``."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give a task"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_parent_id": parent and parent.id,
                "default_name": parent and parent.name,
                "default_unit_ids": [(6, 0, units.ids)] if units else [],
            },
        }

    def action_give(self):
        """Create one task for each unit, with the rights of the user on these units."""
        self.ensure_one()
        if self.parent_id.company_id and self.unit_ids.company_id - self.parent_id.company_id:
            raise UserError(self.env._("Choose units of the street that the record belongs to."))
        for company in self.unit_ids.company_id:
            if self.date_due < company._safety_today():
                raise UserError(self.env._("The deadline is over already. Choose a day from today on."))
        tasks = self.env["safety.record"].create(
            [
                {
                    "name": self.name,
                    "type_id": self.type_id.id,
                    "unit_id": unit.id,
                    "parent_id": self.parent_id.id,
                    "assigned_post_id": self.assigned_post_id.id,
                    "date_due": self.date_due,
                    "order": self.order,
                }
                for unit in self.unit_ids
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_task_action")
        if len(tasks) == 1:
            return tasks.get_formview_action()
        return {**action, "domain": [("id", "in", tasks.ids)], "context": {}}
