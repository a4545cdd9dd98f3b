from odoo import api, models


class SafetyRun(models.Model):
    _inherit = "safety.run"

    @api.model
    def _steps(self):
        return [*super()._steps(), "_step_packages", "_step_meetings", "_step_digest"]

    def _step_packages(self, company):
        self.env["safety.package"]._generate(company)

    def _step_meetings(self, company):
        self.env["safety.meeting"]._plan(company)

    def _step_digest(self, company):
        self.env["safety.digest"]._send(company)
