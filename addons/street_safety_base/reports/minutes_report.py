from odoo import api, fields, models


class MinutesReport(models.AbstractModel):
    """The minutes of a meeting on paper: a table of items or prose, with who was there and who signed."""

    _name = "report.street_safety_base.report_minutes"
    _description = "Minutes"
    _inherit = ["safety.document.report"]
    _document_model = "safety.meeting"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        return {**values, "local": self._local, "drawn": self._drawn}

    def _local(self, meeting, instant):
        """Return ``instant`` on the street's clock."""
        moment = fields.Datetime.context_timestamp(meeting.with_context(tz=meeting.company_id.safety_tz), instant)
        return moment.strftime("%Y-%m-%d %H:%M")

    def _drawn(self, meeting):
        """Return (name, post, drawn signature as a data URI) of the signatures on the minutes."""
        signatures = meeting.signature_ids.filtered(lambda sign: sign.purpose == "archive").with_context(bin_size=False)
        return [
            (sign.signer_name, sign.appointment_id.post_id.name, f"data:image/png;base64,{sign.image.decode()}")
            for sign in signatures
        ]
