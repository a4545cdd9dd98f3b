import base64

from odoo import api, models
from odoo.tools import format_date, format_datetime


class NoticeReport(models.AbstractModel):
    """The rectification notice on paper: two copies' worth of A4, one family of words per delegation (domain facts)."""

    _name = "report.street_safety_inspection.report_notice"
    _description = "Rectification notice"
    _inherit = ["safety.document.report"]
    _document_model = "safety.notice"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        return {
            **values,
            "day": self._day,
            "moment": self._moment,
            "drawn": self._drawn,
            "answer_qr": self._answer_qr,
        }

    def _answer_qr(self, notice):
        """Return the QR of the page on which the enterprise answers, as a data URI."""
        png = self.env["ir.actions.report"].barcode("QR", notice.enterprise_id._answer_url(), width=160, height=160)
        return f"data:image/png;base64,{base64.b64encode(png).decode()}"

    def _day(self, value):
        """Return a date in words, as documents write it."""
        return format_date(self.env, value, date_format="long") if value else ""

    def _moment(self, doc, instant):
        """Return day and time of the street, whoever prints it."""
        return format_datetime(self.env, instant, tz=doc.company_id.safety_tz, dt_format="short") if instant else ""

    def _drawn(self, notice, purpose):
        """Return the drawn signatures for ``purpose`` on the document's content, as data URIs."""
        signatures = notice.signature_ids.filtered(lambda sign: sign.purpose == purpose)
        return [f"data:image/png;base64,{sign.image.decode()}" for sign in signatures.with_context(bin_size=False)]
