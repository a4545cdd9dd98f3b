from odoo import models


class CreditReport(models.AbstractModel):
    """What the enterprise gets on paper: told, listed, or taken off, as it stands (BF-1.3.3d, ZF-T12.2a)."""

    _name = "report.street_safety_inspection.report_credit"
    _description = "Credit list notice"
    _inherit = ["report.street_safety_inspection.report_notice"]
    _document_model = "safety.credit.entry"
