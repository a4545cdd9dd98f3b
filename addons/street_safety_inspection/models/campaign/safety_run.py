from odoo import api, models


class SafetyRun(models.Model):
    """The night drafts the campaigns of the special days that come near."""

    _inherit = "safety.run"

    @api.model
    def _steps(self):
        return [*super()._steps(), "_step_draft_campaigns"]

    def _step_draft_campaigns(self, company):
        self.env["safety.campaign"]._draft_from_patterns(company)
