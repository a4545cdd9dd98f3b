from odoo import api, models


class SafetyRun(models.Model):
    """The nightly run proposes measures after it has counted the violations."""

    _inherit = "safety.run"

    @api.model
    def _steps(self):
        return [*super()._steps(), "_step_propose_measures"]

    def _step_propose_measures(self, company):
        self.env["safety.measure"]._propose(company)
