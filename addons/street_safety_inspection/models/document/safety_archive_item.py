from odoo import api, models


class SafetyArchiveItem(models.Model):
    """Photos and papers of inspections, hazards and notices belong into the archive (BF-2.2e, XT-5.3a)."""

    _inherit = "safety.archive.item"
    _depends = {
        "safety.inspection": ["unit_id", "company_id", "date"],
        "safety.hazard": ["unit_id", "company_id", "date"],
        "safety.notice": ["unit_id", "company_id", "date"],
    }

    @api.model
    def _sources(self):
        return [
            *super()._sources(),
            ("safety.inspection", "date", "inspection"),
            ("safety.hazard", "date", "inspection"),
            ("safety.notice", "date", "inspection"),
        ]
