from odoo import api, models


class SafetyRun(models.Model):
    """The night's step of this addon: tell who has to know that hazards are overdue."""

    _inherit = "safety.run"

    @api.model
    def _steps(self):
        return [*super()._steps(), "_step_tell_overdue"]

    def _step_tell_overdue(self, company):
        self.env["safety.hazard"]._tell_overdue(company)
