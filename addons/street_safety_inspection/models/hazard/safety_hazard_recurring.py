from odoo import api, models


class SafetyHazard(models.Model):
    """A hazard that comes back may propose another supervision class for its enterprise (BF-3.1.3)."""

    _inherit = "safety.hazard"

    @api.model_create_multi
    def create(self, vals_list):
        hazards = super().create(vals_list)
        if "recurring_hazard_count" in self.env["safety.supervision.rule"]._fields_used():
            hazards.enterprise_id.sudo()._safety_current()._classify()
        return hazards
