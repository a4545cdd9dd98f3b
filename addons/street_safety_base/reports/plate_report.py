import base64

from odoo import api, models


class PlateReport(models.AbstractModel):
    """The plates of enterprises: one A6 page each, with the code that opens the file."""

    _name = "report.street_safety_base.report_plate"
    _description = "Enterprise plate"
    _inherit = ["safety.document.report"]
    _document_model = "safety.enterprise"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        values["docs"]._ensure_plates()
        return {**values, "plate_qr": self._plate_qr}

    def _plate_qr(self, enterprise):
        """Return the code of the plate as a data URI: inline, as everything on a document."""
        png = self.env["ir.actions.report"].barcode("QR", enterprise._plate_url(), width=300, height=300)
        return f"data:image/png;base64,{base64.b64encode(png).decode()}"
