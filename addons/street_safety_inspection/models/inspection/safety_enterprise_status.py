from odoo import api, fields, models


class SafetyEnterprise(models.Model):
    """The safety status of an enterprise in one word (XT-2.1b): what its hazards and inspections come to."""

    _inherit = "safety.enterprise"

    safety_status = fields.Selection(
        [
            ("overdue", "Overdue hazards"),
            ("open", "Open hazards"),
            ("unseen", "Never inspected"),
            ("fine", "In order"),
        ],
        compute="_compute_safety_status",
    )

    @api.depends("overdue_hazard_count", "open_hazard_count", "inspection_count")
    def _compute_safety_status(self):
        for enterprise in self:
            if enterprise.overdue_hazard_count:
                enterprise.safety_status = "overdue"
            elif enterprise.open_hazard_count:
                enterprise.safety_status = "open"
            else:
                enterprise.safety_status = "fine" if enterprise.inspection_count else "unseen"

    def _dossier_inspections(self):
        """Return the inspections that the file on paper lists, those of enterprises merged into this one included."""
        self.ensure_one()
        return self.env["safety.inspection"].search(
            [("enterprise_id", "in", list(self._safety_survivors())), ("state", "=", "done")],
            order="date desc, id desc",
        )

    def _dossier_hazards(self):
        """Return the hazards that the file on paper lists, the latest first."""
        self.ensure_one()
        return self.env["safety.hazard"].search(
            [("enterprise_id", "in", list(self._safety_survivors())), ("state", "!=", "void")],
            order="date desc, id desc",
        )
