from odoo import fields, models

PRESENT = [("state", "=", "present"), ("enterprise_id", "=", False), ("training_state", "=", "held")]


class SafetyUnit(models.Model):
    """What the people of a unit were taught, wherever the session was held (GY-1.7, GY-3.8)."""

    _inherit = "safety.unit"

    training_count = fields.Integer(
        string="Staff trained",
        compute="_compute_training_count",
        help="How often people of the unit and those below it were at a training.",
    )

    def _compute_training_count(self):
        counts = self._count_below("safety.training.attendee", PRESENT)
        for unit in self:
            unit.training_count = counts.get(unit._origin.id, 0)

    def action_open_trainings(self):
        """Open the attendances of the people of the unit and the units below it."""
        action = self._open_below("street_safety_training.safety_training_attendee_action")
        return {**action, "display_name": self.env._("Staff trained"), "domain": [*action["domain"], *PRESENT]}
