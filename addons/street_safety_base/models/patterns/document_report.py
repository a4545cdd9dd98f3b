import base64

from odoo import api, models


class SafetyDocumentReport(models.AbstractModel):
    """The document pattern: a QWeb report that checks access to each record, because Odoo does not.

    A concrete report model is named ``report.<module>.<template>``, inherits this and sets ``_document_model``.
    Its template calls ``street_safety_base.document_layout`` with ``doc``.
    """

    _name = "safety.document.report"
    _description = "Document report"
    _document_model: str

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env[self._document_model].browse(docids)
        docs.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": self._document_model,
            "docs": docs,
            "verify_qr": self._verify_qr,
        }

    def _verify_qr(self, doc):
        """Return the verification QR of a numbered document as a data URI, or False before it has a number.

        Inline, because an image fetched over HTTP is missing when no server answers the PDF engine.
        """
        token = doc.number_id.sudo().token
        if not token:
            return False
        url = f"{doc.get_base_url()}/street-safety/verify/{token}"
        png = self.env["ir.actions.report"].barcode("QR", url, width=160, height=160)
        return f"data:image/png;base64,{base64.b64encode(png).decode()}"
