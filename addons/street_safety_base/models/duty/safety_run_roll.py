from odoo import api, models


class SafetyRun(models.Model):
    """Each night the rolls of the month are there, one for every territorial unit."""

    _inherit = "safety.run"

    @api.model
    def _steps(self):
        return [*super()._steps(), "_step_rolls"]

    @api.model
    def _step_rolls(self, company):
        self.env["safety.roll"]._generate(company, company._safety_today())
