from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SafetyEnterprise(models.Model):
    """What ties an enterprise to the rolls: they count it, and the tree it lies in may change."""

    _inherit = "safety.enterprise"

    roll_id = fields.Many2one(
        "safety.roll", store=False, search="_search_roll_id", help="The enterprises that a roll counts."
    )

    opening_roll_id = fields.Many2one(
        "safety.roll",
        string="Roll at the beginning",
        store=False,
        search="_search_opening_roll_id",
        help="The enterprises that a roll begins with.",
    )

    def _search_roll_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self.env["safety.roll"]._readable(value)._members_sql())

    def _search_opening_roll_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self.env["safety.roll"]._readable(value)._members_sql(at_opening=True))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        """What a confirmed roll has counted is not deleted: the next month would not begin where it ended."""
        paths = {movement.to_path: movement for movement in self.sudo().movement_ids if movement.to_path}
        movements = self.env["safety.enterprise.movement"]
        units = movements._units_of(set(), paths)
        for path, movement in paths.items():
            closed = movements._closed_to(path, units)
            if closed and movement.booked_on <= closed:
                raise UserError(
                    self.env._(
                        "“%s” stands on a confirmed roll and cannot be deleted. Take it off the roll instead.",
                        movement.enterprise_id.name,
                    )
                )

    def _add_restructuring(self, tops):
        """Write the movements of enterprises whose unit was moved.

        :param tops: {moved unit: unit it belonged to before}; “moved out” is seen by the latter
        """
        today = {company: company._safety_today() for company in self.company_id}
        above = {unit: self._top_of(unit, tops) for unit in self.unit_id}
        rows = []
        for enterprise in self:
            top = above[enterprise.unit_id]
            left = tops[top] or enterprise.unit_id
            for line, seen_by in (("moved_out", left), ("moved", enterprise.unit_id)):
                rows.append(
                    {
                        "enterprise_id": enterprise.id,
                        "enterprise_name": enterprise.name,
                        "type": line,
                        "date": today[enterprise.company_id],
                        "from_unit_id": enterprise.unit_id.id,
                        "to_unit_id": enterprise.unit_id.id,
                        "unit_id": seen_by.id,
                        "company_id": enterprise.company_id.id,
                        "reason": self.env._(
                            "%(unit)s now belongs to %(above)s", unit=top.name, above=top.parent_id.name or top.name
                        ),
                    }
                )
        self.env["safety.enterprise.movement"]._insert(rows)

    def _top_of(self, unit, tops):
        """Return the moved unit that ``unit`` is or lies in."""
        ids = {int(part) for part in unit.parent_path.split("/") if part}
        return next(top for top in tops if top.id in ids)
