from odoo import api, models


class SafetyRun(models.Model):
    _inherit = "safety.run"

    @api.model
    def _steps(self):
        return [*super()._steps(), "_step_packages"]

    def _step_packages(self, company):
        self.env["safety.package"]._generate(company)
