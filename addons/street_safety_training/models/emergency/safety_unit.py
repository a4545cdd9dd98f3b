from odoo import models


class SafetyUnit(models.Model):
    """The emergency side of a unit: its teams, its roster."""

    _inherit = "safety.unit"

    def action_open_roster(self):
        """Open the duty roster of the unit."""
        return self._open_below("street_safety_training.safety_roster_action")
