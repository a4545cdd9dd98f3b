from odoo import models


class SafetyEnterprise(models.Model):
    """What the file of an enterprise tells about trainings."""

    _inherit = "safety.enterprise"

    def _dossier_trainings(self):
        """Return the attendances of the enterprise's people that the file on paper lists, the latest first."""
        self.ensure_one()
        merged = self.sudo().with_context(active_test=False).search([("merged_into_id", "=", self.id)])
        return self.env["safety.training.attendee"].search(
            [("enterprise_id", "in", (self | merged).ids), ("state", "=", "present")], order="date desc, id desc"
        )
