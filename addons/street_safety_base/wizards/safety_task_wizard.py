from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetyTaskWizard(models.TransientModel):
    """Give one task to several units at once, each with its own deadline to keep and report to write."""

    _name = "safety.task.wizard"
    _description = "Give a task"
    _inherit = ["safety.wizard"]

    parent_id = fields.Many2one("safety.record", string="Follows from", readonly=True)
    incident_id = fields.Many2one("safety.incident", string="After the accident", readonly=True)
    name = fields.Char(string="Subject", required=True)
    type_id = fields.Many2one(
        "safety.record.type",
        string="Kind of task",
        required=True,
        domain=[("has_deadline", "=", True)],
        default=lambda self: self.env["safety.record.type"].search([("has_deadline", "=", True)], limit=1),
    )
    unit_ids = fields.Many2many("safety.unit", string="To units", required=True)
    assigned_post_id = fields.Many2one("safety.post", string="Post", help="Empty: anybody in a seat of the unit.")
    date_due = fields.Date(string="Deadline", required=True)
    order = fields.Text(string="What is to be done")
    enterprise_ids = fields.Many2many(
        "safety.enterprise", string="Enterprises", help="They are handed over to the unit that supervises them."
    )

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
        if self.incident_id and self.unit_ids.company_id - self.incident_id.company_id:
            raise UserError(self.env._("Choose units of the street in which the accident happened."))
        for company in self.unit_ids.company_id:
            if self.date_due < company._safety_today():
                raise UserError(self.env._("The deadline is over already. Choose a day from today on."))
        tasks = self._givable().create(
            [
                {
                    **self._enterprise_vals(unit),
                    "name": self.name,
                    "type_id": self.type_id.id,
                    "unit_id": unit.id,
                    "parent_id": self.parent_id.id,
                    "incident_id": self.incident_id.id,
                    "assigned_post_id": self.assigned_post_id.id,
                    "date_due": self.date_due,
                    "order": self.order,
                }
                for unit in self.unit_ids
            ]
        )
        if self.enterprise_ids:
            return {"type": "ir.actions.act_window_close"}  # the task is the other unit's, out of the giver's sight
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_task_action")
        if len(tasks) == 1:
            return tasks.get_formview_action()
        return {**action, "domain": [("id", "in", tasks.ids)], "context": {}}

    def _givable(self):
        """Return the records to create with: beyond the user's own units for what supervises the own enterprises."""
        records = self.env["safety.record"]
        if not self.enterprise_ids:
            return records
        self.enterprise_ids._safety_check_level("act")
        if foreign := (self.unit_ids - self.enterprise_ids.supervising_unit_id)[:1]:
            raise UserError(self.env._("%s does not supervise these enterprises. Take it off the list.", foreign.name))
        for enterprise in self.enterprise_ids:
            enterprise.message_post(body=self.env._("Handed over to %s", enterprise.supervising_unit_id.name))
        return records.sudo()

    def _enterprise_vals(self, unit):
        """Return the enterprises that ``unit`` takes over."""
        taken = self.enterprise_ids.filtered(lambda enterprise: enterprise.supervising_unit_id == unit)
        return {"enterprise_ids": [(6, 0, taken.ids)]} if taken else {}
