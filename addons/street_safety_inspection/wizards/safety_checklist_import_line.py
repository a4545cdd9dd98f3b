from odoo import fields, models


class SafetyChecklistImportLine(models.TransientModel):
    """One thing that has to be mended in the workbook."""

    _name = "safety.checklist.import.line"
    _description = "Error in a checklist workbook"
    _order = "row, id"

    wizard_id = fields.Many2one(
        "safety.checklist.import.wizard", required=True, readonly=True, index=True, ondelete="cascade"
    )
    row = fields.Integer(readonly=True, aggregator=None)
    column = fields.Char(readonly=True)
    reason = fields.Char(string="Reason and way out", readonly=True)
