from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SafetyIncident(models.Model):
    """The alarm: everybody on the call list who serves the place is called out, and the log says when (XY-2.4b)."""

    _inherit = "safety.incident"

    def _rescuers(self):
        """Return the call list of the place: of its own teams, those of the units above, and of the enterprise.

        Beyond the caller's own reach: a grid member calls the platoon of the street.
        """
        self.ensure_one()
        above = [int(part) for part in self.sudo().unit_id.parent_path.split("/") if part]
        own = Domain("team_id.enterprise_id", "in", [False, *self.enterprise_id.ids])
        return self.env["safety.rescuer"].sudo().search(Domain("unit_id", "in", above) & own)

    def action_call_out(self):
        """Log the alarm for each rescuer of the place who was not called yet, then open their call list.

        :raises UserError: the accident is not reported, or no team serves the place
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "reported":
            raise UserError(self.env._("Rescuers are called out to an accident that is reported and still open."))
        rescuers = self._rescuers()
        if not rescuers:
            raise UserError(self.env._("No team serves %s. Set up its emergency teams first.", self.unit_id.name))
        called = {line._who() for line in self.log_ids if line.kind == "alarm"}
        lines = {}
        for rescuer in rescuers:
            who = rescuer.user_id.id or rescuer.name
            if who and who not in called:
                person = {"user_id": who} if rescuer.user_id else {"outsider": who}
                lines.setdefault(who, {"incident_id": self.id, "kind": "alarm", "note": rescuer.team_id.name, **person})
        logs = self.env["safety.incident.log"].create(list(lines.values()))
        self.env["safety.duty"]._prove(logs)
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_rescuer_action")
        return {**action, "domain": [("team_id", "in", rescuers.team_id.ids)], "context": {}}
