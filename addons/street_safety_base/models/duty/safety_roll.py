from odoo import models


class SafetyRoll(models.Model):
    """A confirmed roll proves the monthly duty to keep it (XT-2.1a)."""

    _inherit = "safety.roll"

    def _workflow_do(self, name):
        result = super()._workflow_do(name)
        self.env["safety.duty"]._prove(self)
        return result
