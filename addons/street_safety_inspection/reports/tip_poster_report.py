from odoo import api, models


class TipPosterReport(models.AbstractModel):
    """The poster of a unit with the code under which everybody can give a tip."""

    _name = "report.street_safety_inspection.report_tip_poster"
    _description = "Poster for tips"
    _inherit = ["safety.document.report"]
    _document_model = "safety.unit"

    @api.model
    def _get_report_values(self, docids, data=None):
        # Everybody in the street may read a unit's name; its code belongs to those who serve it.
        self.env["safety.access"]._check(self.env["safety.unit"].browse(docids), "read")
        return super()._get_report_values(docids, data)
