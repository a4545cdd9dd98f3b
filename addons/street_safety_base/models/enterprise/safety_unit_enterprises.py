from odoo import fields, models
from odoo.exceptions import UserError


class SafetyUnit(models.Model):
    """The enterprises that lie in a unit: how many, and where they go when it is dissolved."""

    _name = "safety.unit"
    _inherit = ["safety.unit", "safety.fact"]

    enterprise_count = fields.Integer(string="Enterprises", compute="_compute_enterprise_count")

    def _compute_enterprise_count(self):
        counts = self._count_below("safety.enterprise", [])
        for unit in self:
            unit.enterprise_count = counts.get(unit._origin.id, 0)

    def _check_dissolvable(self, day, successor):
        result = super()._check_dissolvable(day, successor)
        if not successor and (left := self._enterprises_here()):
            raise UserError(
                self.env._(
                    "%(number)s enterprises lie in %(unit)s, for example %(example)s. "
                    "Choose the successor that takes them.",
                    number=len(left),
                    unit=self.name,
                    example=left[0].name,
                )
            )
        return result

    def _dissolve(self, day, successor):
        """Dissolve the unit; its enterprises move to ``successor``, each with the movement of the day it is done."""
        self._check_dissolvable(day, successor)
        if enterprises := self._enterprises_here():
            enterprises.write({"unit_id": successor.id})
        return super()._dissolve(day, successor)

    def _still_inside(self):
        return [*super()._still_inside(), *self._enterprises_here()[:5].mapped("name")]

    def _enterprises_here(self):
        return self.env["safety.enterprise"].search([("unit_id", "=", self.id)])
