from odoo import fields, models


class SafetyRegulation(models.Model):
    """A regulation may ask that accidents are handled by the four-no-let-go principle (XY-3.8e)."""

    _inherit = "safety.regulation"

    four_points = fields.Boolean(
        string="Four-no-let-go",
        help="While it is in force, an accident is not closed before each of its points is done, with proof.",
    )

    def _make_consequences(self, content, mapping):
        gaps = super()._make_consequences(content, mapping)
        if content.get("four_points"):
            self.sudo().four_points = True
        return gaps

    def _to_file(self):
        content = super()._to_file()
        return {**content, "four_points": True} if self.four_points else content
