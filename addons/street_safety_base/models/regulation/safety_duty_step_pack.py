from odoo import fields, models


class SafetyDutyStep(models.Model):
    """What a regulation's file proposes at a step, kept until the addon that can propose it is installed."""

    _inherit = "safety.duty.step"

    propose_code = fields.Char(string="Proposed by the regulation", readonly=True)

    def _to_file(self):
        content = super()._to_file()
        if self.propose == "none" and self.propose_code:
            content["propose"] = self.propose_code
        return content
