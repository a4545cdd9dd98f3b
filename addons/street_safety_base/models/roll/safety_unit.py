from odoo import fields, models
from odoo.fields import Domain


class SafetyUnit(models.Model):
    """A unit that is moved takes its enterprises along: in the roll they leave the old units and enter the new."""

    _inherit = "safety.unit"

    roll_closed_to = fields.Date(
        string="Roll confirmed until",
        readonly=True,
        copy=False,
        help="What becomes known later about a day up to this one counts in the month it becomes known.",
    )

    def write(self, vals):
        if "parent_id" not in vals:
            return super().write(vals)
        below = self.sudo().with_context(active_test=False).search(Domain("id", "child_of", self.ids))
        before = {unit: (unit.parent_path, unit.parent_id) for unit in below}
        result = super().write(vals)
        self.env.flush_all()
        self.invalidate_model(["parent_path"])
        moved = below.filtered(lambda unit: unit.parent_path != before[unit][0])
        tops = {unit: before[unit][1] for unit in moved & self.sudo()}
        self.env["safety.enterprise"].sudo().search([("unit_id", "in", moved.ids)])._add_restructuring(tops)
        return result
