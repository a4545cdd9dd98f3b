from odoo import fields, models
from odoo.fields import Domain


class SafetyUnit(models.Model):
    """How a community controls risks at the source (GY-3.11): major hazards case by case, standardisation, small
    businesses.
    """

    _inherit = "safety.unit"

    major_hazard_count = fields.Integer(string="Open major hazards", compute="_compute_source_figures")
    standardised_count = fields.Integer(string="Standardised", compute="_compute_source_figures")
    standard_progress = fields.Char(string="Standardisation", compute="_compute_source_figures")
    small_business_count = fields.Integer(string="Small businesses", compute="_compute_source_figures")

    def _compute_source_figures(self):
        major = self._count_below("safety.hazard", self._major_domain())
        everybody = self._count_below("safety.enterprise", [])
        standard = self._count_below("safety.enterprise", [("standard_share", ">", 0)])
        small = self._count_below("safety.enterprise", [("kind_id.small_business", "=", True)])
        for unit in self:
            here = unit._origin.id
            unit.major_hazard_count = major.get(here, 0)
            unit.standardised_count = standard.get(here, 0)
            unit.standard_progress = f"{standard.get(here, 0)}/{everybody.get(here, 0)}"
            unit.small_business_count = small.get(here, 0)

    def _major_domain(self):
        return self.env["safety.hazard"]._open_domain() & Domain("severity", "=", "major")

    def action_open_major_hazards(self):
        """Open the major hazards that are not settled, case by case."""
        action = self._open_below("street_safety_inspection.safety_hazard_action")
        return {**action, "domain": [*action["domain"], *self._major_domain()]}

    def action_open_standardised(self):
        """Open the enterprises of the unit by their standardisation level."""
        return self._open_below("street_safety_base.safety_enterprise_action", group_by=["standard_level_id"])

    def action_open_small_businesses(self):
        """Open the small businesses of the unit, each with its last check."""
        action = self._open_below("street_safety_base.safety_enterprise_action")
        return {**action, "domain": [*action["domain"], ("kind_id.small_business", "=", True)]}
