from odoo import api, models


class SafetyRun(models.Model):
    """The night forgets from where tips came."""

    _inherit = "safety.run"

    @api.model
    def _steps(self):
        return [*super()._steps(), "_step_forget_origins"]

    def _step_forget_origins(self, company):
        self.env["safety.tip"]._forget_origins(company)
