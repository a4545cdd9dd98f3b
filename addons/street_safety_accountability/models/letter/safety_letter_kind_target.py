from odoo import fields, models


class SafetyLetterKindTarget(models.Model):
    """One target that every letter of the kind begins with."""

    _name = "safety.letter.kind.target"
    _description = "Target of a kind of responsibility letter"
    _inherit = ["safety.letter.goal"]

    kind_id = fields.Many2one("safety.letter.kind", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="kind_id.company_id", store=True, index=True)

    def _letter_values(self):
        """Return the values of the targets of a new letter."""
        names = ("sequence", "name", "direction", "goal", "measure", "weight")
        return [{**{name: goal[name] for name in names}, "indicator_id": goal.indicator_id.id} for goal in self]
