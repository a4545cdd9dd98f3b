from odoo import api, models


class SafetyRun(models.Model):
    """The night's step of this room: who works with a lapsed certificate is proposed as a hazard."""

    _inherit = "safety.run"

    @api.model
    def _steps(self):
        return [*super()._steps(), "_step_lapsed_certificates"]

    def _step_lapsed_certificates(self, company):
        self.env["safety.certificate"]._propose_hazards(company)
