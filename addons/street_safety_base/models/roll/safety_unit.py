from odoo import fields, models


class SafetyUnit(models.Model):
    """A unit that is moved takes its enterprises along: in the roll they leave the old units and enter the new."""

    _inherit = "safety.unit"

    roll_closed_to = fields.Date(
        string="Roll confirmed until",
        readonly=True,
        copy=False,
        help="What becomes known later about a day up to this one counts in the month it becomes known.",
    )

    def _after_move(self, tops):
        """Follow as before; then write the movements of the enterprises that moved along."""
        result = super()._after_move(tops)
        self.env["safety.enterprise"].sudo().search([("unit_id", "in", self.ids)])._add_restructuring(tops)
        return result
