from odoo import fields, models
from odoo.fields import Domain


class SafetyIncident(models.Model):
    """The work that an accident brings: the duties it causes with their clocks, and tasks given to a post (XY-3.5f)."""

    _inherit = "safety.incident"

    duty_count = fields.Integer(string="Number of duties", compute="_compute_duty_count")
    duty_late_count = fields.Integer(string="Duties late", compute="_compute_duty_count")
    task_ids = fields.One2many(
        "safety.record", "incident_id", string="Tasks", domain=[("type_id.has_deadline", "=", True)], readonly=True
    )
    task_count = fields.Integer(string="Number of tasks", compute="_compute_task_count")

    def _caused_domain(self):
        """Return the Domain of the duties that these accidents caused and that still count."""
        caused = Domain("cause_model", "=", self._name) & Domain("cause_res_id", "in", self._origin.ids)
        return caused & Domain("state", "!=", "waived")

    def _caused_duties(self):
        return self.env["safety.duty"].search(self._caused_domain(), order="due_date, id")

    def _compute_duty_count(self):
        groups = self.env["safety.duty"]._read_group(self._caused_domain(), ["cause_res_id", "state"], ["__count"])
        counts = {}
        for incident_id, state, count in groups:
            total, late = counts.get(incident_id, (0, 0))
            counts[incident_id] = total + count, late + (count if state in ("met_late", "missed") else 0)
        for incident in self:
            incident.duty_count, incident.duty_late_count = counts.get(incident._origin.id, (0, 0))

    def _compute_task_count(self):
        tasks = Domain("incident_id", "in", self._origin.ids) & Domain("type_id.has_deadline", "=", True)
        counts = dict(self.env["safety.record"]._read_group(tasks, ["incident_id"], ["__count"]))
        for incident in self:
            incident.task_count = counts.get(incident._origin, 0)

    def action_open_duties(self):
        """Open the duties that the accident caused, each with its clock and what was late."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_duty_action")
        return {**action, "domain": list(self._caused_domain()), "context": {}, "display_name": self.name}

    def action_give_task(self):
        """Open the dialog that gives a task of investigation or aftermath to a post, because of the accident."""
        self.ensure_one()
        self.check_access("write")
        action = self.env["safety.task.wizard"]._open_for(units=self.unit_id)
        given = {"default_incident_id": self.id, "default_name": self.name}
        return {**action, "context": {**action["context"], **given}}

    def action_open_tasks(self):
        """Open the tasks given because of the accident."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_task_action")
        return {**action, "domain": [("incident_id", "=", self.id)], "context": {}, "display_name": self.name}
