from odoo import api, models


class SafetyRun(models.Model):
    """Each night, before duties are made: classes follow the rules, expired standardisation counts no longer."""

    _inherit = "safety.run"

    @api.model
    def _steps(self):
        steps = super()._steps()
        after = steps.index("_step_scope") + 1
        return [*steps[:after], "_step_enterprises", *steps[after:]]

    def _step_enterprises(self, company):
        enterprises = self.env["safety.enterprise"]
        enterprises._expire_standards(company)
        enterprises._classify_street(company)
