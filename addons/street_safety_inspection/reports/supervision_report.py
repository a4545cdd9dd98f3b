from odoo import api, models


class SupervisionReport(models.AbstractModel):
    """The feedback of a supervision on paper: each reader prints what they may see, their own lines (XT-3.2b)."""

    _name = "report.street_safety_inspection.report_supervision"
    _description = "Feedback of a supervision"
    _inherit = ["report.street_safety_inspection.report_notice"]
    _document_model = "safety.supervision"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        return {**values, "seen": lambda doc: doc.line_ids._filtered_access("read")}
