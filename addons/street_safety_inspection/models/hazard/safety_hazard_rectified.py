from odoo import api, fields, models


class SafetyHazard(models.Model):
    """The day a hazard was put right: handed in, or closed at once because it was fixed on the spot."""

    _inherit = "safety.hazard"

    rectified_on = fields.Date(string="Rectified on", compute="_compute_rectified_on", store=True)

    @api.depends("submitted_on", "closed_on", "fixed_on_spot")
    def _compute_rectified_on(self):
        for hazard in self:
            hazard.rectified_on = hazard.submitted_on or (hazard.fixed_on_spot and hazard.closed_on)
