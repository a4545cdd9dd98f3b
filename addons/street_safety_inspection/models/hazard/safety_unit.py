from odoo import fields, models
from odoo.fields import Domain


class SafetyUnit(models.Model):
    """The hazards that are open in a unit (GY-0.3: on a leader's page, beside the duties)."""

    _inherit = "safety.unit"

    open_hazard_count = fields.Integer(string="Open hazards", compute="_compute_hazard_figures")
    overdue_hazard_count = fields.Integer(string="Overdue hazards", compute="_compute_hazard_figures")

    def _compute_hazard_figures(self):
        open_hazards = self._count_below("safety.hazard", self.env["safety.hazard"]._open_domain())
        overdue = self._count_below("safety.hazard", Domain("is_overdue", "=", True))
        for unit in self:
            unit.open_hazard_count = open_hazards.get(unit._origin.id, 0)
            unit.overdue_hazard_count = overdue.get(unit._origin.id, 0)

    def action_open_hazards(self):
        """Open the hazards of the unit and the units below it that are not closed."""
        action = self._open_below("street_safety_inspection.safety_hazard_action")
        return {**action, "domain": [*action["domain"], *self.env["safety.hazard"]._open_domain()]}
