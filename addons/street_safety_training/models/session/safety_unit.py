from odoo import api, fields, models
from odoo.fields import Domain

#: The programme of the volunteer fire brigade of a community, by its code.
BRIGADE = "volunteer_brigade"
PRESENT = [("state", "=", "present"), ("enterprise_id", "=", False), ("training_state", "=", "held")]


class SafetyUnit(models.Model):
    """What the people of a unit were taught, wherever the session was held (GY-1.7, GY-3.8).

    And when its volunteer fire brigade was last trained (XT-4.2c).
    """

    _inherit = "safety.unit"

    training_count = fields.Integer(
        string="Staff trained",
        compute="_compute_training_count",
        help="How often people of the unit and those below it were at a training.",
    )

    last_brigade_date = fields.Date(
        string="Last brigade training",
        compute="_compute_last_brigade_date",
        help="The last training of the volunteer fire brigade that counted, at the unit or below it.",
    )

    @api.depends_context("uid")
    def _compute_last_brigade_date(self):
        """One grouped query for any number of units."""
        held = Domain("state", "=", "held") & Domain("counts", "=", True) & Domain("type_id.code", "=", BRIGADE)
        last = self._latest_below("safety.training", held)
        for unit in self:
            unit.last_brigade_date = last.get(unit._origin.id, (False,))[0]

    def _compute_training_count(self):
        counts = self._count_below("safety.training.attendee", PRESENT)
        for unit in self:
            unit.training_count = counts.get(unit._origin.id, 0)

    def action_open_trainings(self):
        """Open the attendances of the people of the unit and the units below it."""
        action = self._open_below("street_safety_training.safety_training_attendee_action")
        return {**action, "display_name": self.env._("Staff trained"), "domain": [*action["domain"], *PRESENT]}
