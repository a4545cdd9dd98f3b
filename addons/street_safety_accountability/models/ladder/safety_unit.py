from odoo import fields, models
from odoo.fields import Domain

from .safety_measure import STANDING


class SafetyUnit(models.Model):
    """The rungs a unit has been on, and whether it is listed now (BF-4.1 – BF-4.3)."""

    _inherit = "safety.unit"

    measure_count = fields.Integer(string="Measures", compute="_compute_measure_figures")
    is_listed = fields.Boolean(string="Listed", compute="_compute_measure_figures", search="_search_is_listed")

    def _compute_measure_figures(self):
        standing = self._count_below("safety.measure", Domain("state", "in", STANDING))
        listed = self.env["safety.measure"].sudo().search(self._listed_domain() & Domain("unit_id", "in", self.ids))
        for unit in self:
            unit.measure_count = standing.get(unit._origin.id, 0)
            unit.is_listed = unit._origin in listed.unit_id

    def _listed_domain(self):
        return Domain("kind_id.is_listing", "=", True) & Domain("state", "in", ("issued", "replied"))

    def _search_is_listed(self, operator, value):
        if operator != "in":
            return NotImplemented
        listed = self.env["safety.measure"].sudo().search(self._listed_domain()).unit_id
        return Domain("id", "in" if True in value else "not in", listed.ids)

    def action_open_measures(self):
        """Open the measures of the unit and the units below it."""
        return self._open_below("street_safety_accountability.safety_measure_action")
