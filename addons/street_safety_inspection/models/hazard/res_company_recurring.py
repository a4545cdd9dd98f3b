import re

from odoo import fields, models

# Categories of the shipped checklists: three-in-one use, electricity, management, escape routes and fire lanes.
SECTIONS = "场所性质、防火分隔、用电安全、用火用电用气、安全管理、日常管理、现场管理、疏散通道、疏散逃生"


class ResCompany(models.Model):
    """Which hazards count as coming back, as the street decides it."""

    _inherit = "res.company"

    safety_recurring_sections = fields.Text(
        string="Recurring categories",
        default=SECTIONS,
        help="Categories of hazards that tend to come back, separated by commas or new lines.",
    )
    safety_recurring_months = fields.Integer(
        string="Months of recurrence",
        default=12,
        help="A category found again within so many months has come back.",
    )

    _safety_recurring_months_positive = models.Constraint(
        "CHECK(safety_recurring_months BETWEEN 1 AND 120)", "The months of recurrence must lie between 1 and 120."
    )

    def _safety_recurring_sections(self):
        """Return the categories as a list of words."""
        return [word for word in re.split(r"[\n,;、，；]\s*", (self.safety_recurring_sections or "").strip()) if word]
