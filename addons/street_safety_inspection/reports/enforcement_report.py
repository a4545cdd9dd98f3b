from odoo import models


class EnforcementReport(models.AbstractModel):
    """A joint action on paper: who took part, the targets, and what each ended with (XT-2.3a)."""

    _name = "report.street_safety_inspection.report_enforcement"
    _description = "Joint action"
    _inherit = ["report.street_safety_inspection.report_notice"]
    _document_model = "safety.enforcement"
