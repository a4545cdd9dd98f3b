from odoo import fields, models

from .rule_file import FILE_UNITS


class SafetyDutyStep(models.Model):
    """Before or after a duty is due: who is told, and what is proposed. Reminders, escalation and clocks are this."""

    _name = "safety.duty.step"
    _description = "Step of a duty"
    _order = "rule_id, offset_unit, offset, id"

    rule_id = fields.Many2one("safety.duty.rule", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rule_id.company_id", store=True)
    offset = fields.Integer(string="After it is due", required=True, help="Negative: before it is due.")
    offset_unit = fields.Selection(
        [("days", "Days"), ("workdays", "Working days"), ("hours", "Hours")],
        string="Counted in",
        default="days",
        required=True,
        help="Hours need a duty that is due at an instant.",
    )
    post_ids = fields.Many2many("safety.post", string="Tell", help="Empty: whoever holds the seat that owes it.")
    unit_type_id = fields.Many2one(
        "safety.unit.type", string="At its", ondelete="restrict", help="The unit above of this type. Empty: its own."
    )
    propose = fields.Selection([("none", "Nothing more")], default="none", required=True)
    message = fields.Char(string="Say", help="Instead of the usual sentence.")

    _offset_bounded = models.Constraint(
        'CHECK("offset" BETWEEN -10000 AND 10000)', "A step cannot lie so far from the due date."
    )

    def _compute_display_name(self):
        for step in self:
            step.display_name = f"{step.rule_id.name} {step.offset:+d}"

    def _to_file(self):
        """Return the step as the keys of the exchange file."""
        self.ensure_one()
        return {
            "offset": self.offset,
            "unit": FILE_UNITS[self.offset_unit],
            "tell": self.post_ids.mapped("code"),
            "at": self.unit_type_id.code or None,
            "propose": self.propose,
        }
