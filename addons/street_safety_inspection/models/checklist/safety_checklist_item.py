from odoo import fields, models


class SafetyChecklistItem(models.Model):
    """One thing to look at. Inspections copy its words, so that a later edit changes no finished inspection."""

    _name = "safety.checklist.item"
    _description = "Checklist item"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "checklist_id"
    _order = "checklist_id, sequence, id"

    checklist_id = fields.Many2one("safety.checklist", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="checklist_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    section = fields.Char(required=True, help="Items of the same section stand together.")
    name = fields.Char(string="What to check", required=True)
    legal_basis = fields.Char(string="Legal basis")
    edition = fields.Char(help="Which edition of the law or standard the words follow, e.g. amended 2021.")
    severity = fields.Selection(
        [("general", "General"), ("major", "Major")],
        string="Severity if found wanting",
        default="general",
        required=True,
    )
    measure = fields.Char(string="Suggested measure")
    active = fields.Boolean(default=True)

    def _line_vals(self):
        """Return the values of one inspection line per item."""
        return [
            {
                "item_id": item.id,
                "sequence": index,
                "section": item.section,
                "name": item.name,
                "legal_basis": (item.legal_basis or "") + (f"（{item.edition}）" if item.edition else ""),
                "severity": item.severity,
                "measure": item.measure,
            }
            for index, item in enumerate(self, start=1)
        ]
