from odoo import fields, models


class SafetyDutyTurn(models.Model):
    """A unit's place in the rotation of a rule, where the order is not that of the units themselves."""

    _name = "safety.duty.turn"
    _description = "Turn of a rotation"
    _order = "rule_id, sequence, id"
    _rec_name = "unit_id"

    rule_id = fields.Many2one("safety.duty.rule", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rule_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    unit_id = fields.Many2one("safety.unit", required=True, index=True, ondelete="cascade")

    _unit_uniq = models.Constraint("UNIQUE(rule_id, unit_id)", "A unit has one turn in a rotation.")
