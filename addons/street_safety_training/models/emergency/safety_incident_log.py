from odoo import models


class SafetyIncidentLog(models.Model):
    """Call-outs: who arrived at an incident and how long after it happened."""

    _inherit = "safety.incident.log"

    def action_open_incident(self):
        """Open the incident the entry belongs to."""
        self.ensure_one()
        return self.incident_id.get_formview_action()
