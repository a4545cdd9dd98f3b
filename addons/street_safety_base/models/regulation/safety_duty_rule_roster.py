from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyDutyRule(models.Model):
    """A roster: the seat owes the duty as always, and the people of a list do it in turn."""

    _inherit = "safety.duty.rule"

    roster_ids = fields.One2many(
        "safety.duty.turn",
        "rule_id",
        copy=True,
        domain=[("user_id", "!=", False)],
        help="Who does it, in this order, one after the other from period to period. Nobody listed for a unit: whoever "
        "holds the post.",
    )

    @api.constrains("actor_mode", "cause")
    def _check_roster(self):
        for rule in self:
            if rule.actor_mode == "roster" and rule.cause != "calendar":
                raise ValidationError(
                    self.env._("“%s”: a roster goes with the calendar, because its people take turns.", rule.name)
                )

    def _roster_of(self, unit_id):
        """Return the people (res.users) who take turns for the unit: its own list, else the one for all."""
        self.ensure_one()
        active = self.roster_ids.filtered("user_id.active").sorted(lambda turn: (turn.sequence, turn.id))
        own = active.filtered(lambda turn: turn.unit_id.id == unit_id)
        return (own or active.filtered(lambda turn: not turn.unit_id)).user_id

    @api.depends("roster_ids.user_id", "roster_ids.unit_id")
    def _compute_warning(self):  # pylint: disable=missing-return
        super()._compute_warning()
        for rule in self:
            if rule.actor_mode == "roster" and not rule.roster_ids:
                missing = self.env._("The roster is empty: whoever holds the post does it.")
                rule.warning = "\n".join(filter(None, (missing, rule.warning)))

    @api.depends("roster_ids.user_id", "roster_ids.sequence")
    def _compute_summary(self):
        return super()._compute_summary()

    def _summary_required(self):
        required = super()._summary_required()
        people = self.roster_ids.sorted(lambda turn: (turn.sequence, turn.id or 0)).user_id.mapped("name")
        if self.actor_mode == "roster" and people:
            turns = self.env._("in turn: %s", "、".join(people))
            return f"{required} {turns}"
        return required
