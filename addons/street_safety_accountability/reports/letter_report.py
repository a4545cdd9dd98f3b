from odoo import models


class LetterReport(models.AbstractModel):
    """A responsibility letter on paper: parties, targets, what was reached, both signatures."""

    _name = "report.street_safety_accountability.report_letter"
    _description = "Responsibility letter"
    _inherit = ["report.street_safety_inspection.report_notice"]
    _document_model = "safety.letter"
