from odoo import models


class DrawReport(models.AbstractModel):
    """The proof of a draw on paper: pool, hashes, seed, who was drawn, who witnessed it (ZF-T11.5)."""

    _name = "report.street_safety_inspection.report_draw"
    _description = "Proof of a draw"
    _inherit = ["report.street_safety_inspection.report_notice"]
    _document_model = "safety.draw"
