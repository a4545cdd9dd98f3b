from odoo import api, models


class SafetyArchiveItem(models.Model):
    """Photos and papers of supervision and joint actions belong into the archive of who made them (XT-3.2b)."""

    _inherit = "safety.archive.item"
    _depends = {
        "safety.supervision": ["unit_id", "company_id", "date"],
        "safety.enforcement": ["unit_id", "company_id", "date"],
    }

    @api.model
    def _sources(self):
        return [
            *super()._sources(),
            ("safety.supervision", "date", "inspection"),
            ("safety.enforcement", "date", "inspection"),
        ]
