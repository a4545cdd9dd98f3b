from odoo import models


class SafetySignature(models.Model):
    """Signatures of a responsibility letter, in words."""

    _inherit = "safety.signature"

    def _purpose_labels(self):
        return super()._purpose_labels() | {
            "first": self.env._("Responsibility letter: the first party"),
            "second": self.env._("Responsibility letter: who undertakes it"),
        }
