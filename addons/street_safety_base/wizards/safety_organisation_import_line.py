from odoo import fields, models


class SafetyOrganisationImportLine(models.TransientModel):
    """One thing the preview of an organisation file says: an error with its way out, or a change to come."""

    _name = "safety.organisation.import.line"
    _description = "Line of the preview of an organisation file"
    _order = "id"

    wizard_id = fields.Many2one(
        "safety.organisation.import.wizard", required=True, readonly=True, index=True, ondelete="cascade"
    )
    severity = fields.Selection(
        [("error", "Error"), ("warning", "Warning"), ("new", "New"), ("changed", "Changed"), ("info", "Hint")],
        string="Outcome",
        readonly=True,
    )
    sheet = fields.Char(readonly=True)
    row = fields.Integer(readonly=True, aggregator=None)
    column = fields.Char(readonly=True)
    reason = fields.Text(string="Reason and way out", readonly=True)
