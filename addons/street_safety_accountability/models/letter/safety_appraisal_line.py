from odoo import models


class SafetyAppraisalLine(models.Model):
    """A line of the appraisal as the figure of a target."""

    _inherit = "safety.appraisal.line"

    def _figure(self):
        """Return the rate in %, or the number counted."""
        self.ensure_one()
        if self.kind == "rate":
            return self.count * 100 / self.total if self.total else 100
        return self.count
