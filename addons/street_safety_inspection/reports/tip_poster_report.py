from odoo import models


class TipPosterReport(models.AbstractModel):
    """The poster of a unit with the code under which everybody can give a tip."""

    _name = "report.street_safety_inspection.report_tip_poster"
    _description = "Poster for tips"
    _inherit = ["safety.document.report"]
    _document_model = "safety.unit"
