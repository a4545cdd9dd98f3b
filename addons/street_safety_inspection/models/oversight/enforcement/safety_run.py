from odoo import api, models


class SafetyRun(models.Model):
    """The night steps up what no department answered."""

    _inherit = "safety.run"

    @api.model
    def _steps(self):
        return [*super()._steps(), "_step_transfers"]

    def _step_transfers(self, company):
        self.env["safety.notice"]._step_up(company)
