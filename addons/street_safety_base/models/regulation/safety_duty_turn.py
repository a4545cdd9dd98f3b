from odoo import api, fields, models


class SafetyDutyTurn(models.Model):
    """A place in the order of a rule: of a unit in its rotation, or of a person in its roster."""

    _name = "safety.duty.turn"
    _description = "Turn of a rotation"
    _order = "rule_id, sequence, id"

    rule_id = fields.Many2one("safety.duty.rule", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rule_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    unit_id = fields.Many2one(
        "safety.unit",
        index=True,
        ondelete="cascade",
        help="In a rotation: whose turn it is. In a roster: the unit whose duties the person does; empty: of all.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('safety_appointment_ids', '!=', False)]",
    )

    _turn_uniq = models.UniqueIndex("(rule_id, unit_id) WHERE user_id IS NULL", "A unit has one turn in a rotation.")
    _person_uniq = models.UniqueIndex(
        "(rule_id, user_id, COALESCE(unit_id, 0)) WHERE user_id IS NOT NULL", "The person is in the roster already."
    )
    _somebody = models.Constraint(
        "CHECK(unit_id IS NOT NULL OR user_id IS NOT NULL)", "Choose a unit, or a person of the roster."
    )

    @api.depends("unit_id", "user_id")
    def _compute_display_name(self):
        for turn in self:
            turn.display_name = turn.user_id.name or turn.unit_id.name
