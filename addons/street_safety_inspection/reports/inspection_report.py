import base64

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime
from odoo.tools.image import image_process

#: Photos of one item on paper, and their size in pixels.
PHOTOS, SIZE = 4, (480, 360)


class InspectionReport(models.AbstractModel):
    """The form of an inspection on paper: who looked at what when, what was found, who signed (XT-2.1d)."""

    _name = "report.street_safety_inspection.inspection_form"
    _description = "Inspection form"
    _inherit = ["safety.document.report"]
    _document_model = "safety.inspection"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        return {
            **values,
            "day": lambda value: format_date(self.env, value, date_format="long") if value else "",
            "moment": self._moment,
            "sections": lambda doc: list(doc.line_ids.grouped("section").items()),
            "picture": self._picture,
            "photos": self._photos,
        }

    def _moment(self, doc, instant):
        return format_datetime(self.env, instant, tz=doc.company_id.safety_tz, dt_format="short") if instant else ""

    def _picture(self, signature):
        """Return a drawn signature as a data URI: an image fetched over HTTP is missing when no server answers."""
        return f"data:image/png;base64,{signature.with_context(bin_size=False).image.decode()}"

    def _photos(self, line):
        """Return the first photos of an item as data URIs, as small as paper needs them."""
        uris = []
        for photo in (line.photo_ids | line.after_photo_ids).sudo()[:PHOTOS]:
            try:
                data = image_process(photo.raw, size=SIZE)
            except (UserError, OSError, ValueError):  # a file that no longer opens must not cost the form
                continue
            uris.append(f"data:image/jpeg;base64,{base64.b64encode(data).decode()}")
        return uris
