from odoo import fields, models


class SafetyChecklist(models.Model):
    """Checklists of supervision: what is looked at in a unit, with full marks (BF-1.3.9a)."""

    _inherit = "safety.checklist"

    use = fields.Selection(
        selection_add=[("supervision", "Supervision of a unit")], ondelete={"supervision": "set default"}
    )

    def _after_publish(self):
        """Let the kinds of supervision follow to the new version."""
        result = super()._after_publish()
        before = self.previous_id
        kinds = self.env["safety.supervision.kind"].sudo().search([("checklist_id", "in", before.ids)])
        for checklist, own in kinds.grouped("checklist_id").items():
            own.checklist_id = checklist.next_ids[:1]
        return result


class SafetyChecklistItem(models.Model):
    _inherit = "safety.checklist.item"

    points = fields.Integer(string="Full marks", aggregator=None, help="Supervision only. 0: it is not scored.")
    ledger_id = fields.Many2one(
        "safety.ledger",
        string="What was reported",
        ondelete="set null",
        help="Supervision only: the ledger or list whose records in the unit are shown beside what is found there.",
    )

    _points_positive = models.Constraint("CHECK(points >= 0)", "Full marks cannot be negative.")
