from odoo import models


class SafetyWorkflow(models.AbstractModel):
    """Evidence that is taken back (voided after it was frozen) makes its closed duties come up for review."""

    _inherit = "safety.workflow"

    def _workflow_do(self, name):
        evidence = self.filtered("frozen_at")
        result = super()._workflow_do(name)
        if evidence:
            self.env["safety.duty"].sudo()._withdraw(evidence)
        return result
