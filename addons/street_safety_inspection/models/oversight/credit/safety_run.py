from odoo import api, models


class SafetyRun(models.Model):
    """The night takes off the credit lists whose period is over."""

    _inherit = "safety.run"

    @api.model
    def _steps(self):
        return [*super()._steps(), "_step_credit"]

    def _step_credit(self, company):
        self.env["safety.credit.entry"]._expire(company)
