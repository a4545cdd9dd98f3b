from odoo import api, models


class SafetyArchiveItem(models.Model):
    """Photos and papers of trainings, drills, emergency plans and facilities belong into the archive (XT-5.3a).

    Those of publicity are there already: it is recorded as ``safety.record``. Scans of certificates are no papers of
    the street but of the people who hold them, and stay out.
    """

    _inherit = "safety.archive.item"
    _depends = {
        "safety.training": ["unit_id", "company_id", "date"],
        "safety.drill": ["unit_id", "company_id", "date"],
        "safety.plan": ["unit_id", "company_id", "approved_on"],
        "safety.facility": ["unit_id", "company_id", "installed_on"],
        "safety.facility.check": ["unit_id", "company_id", "date"],
    }

    @api.model
    def _sources(self):
        return [
            *super()._sources(),
            ("safety.training", "date", "training"),
            ("safety.drill", "date", "training"),
            ("safety.plan", "approved_on", "office"),
            ("safety.facility", "installed_on", "inspection"),
            ("safety.facility.check", "date", "inspection"),
        ]
