from odoo import api, fields, models


class SafetyLetterGoal(models.AbstractModel):
    """What a responsibility letter asks for: a figure to reach, a figure not to pass, or something to have done."""

    _name = "safety.letter.goal"
    _description = "Goal of a responsibility letter"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="Target", required=True)
    direction = fields.Selection(
        [("at_least", "At least"), ("at_most", "At most"), ("done", "To be done")],
        string="Reached when",
        required=True,
        default="at_least",
    )
    goal = fields.Float(string="Figure", digits=(16, 2), help="Empty for what is simply to be done.")
    measure = fields.Char(string="Unit of measure", help="As printed behind the figure: %, times, accidents.")
    weight = fields.Float(default=1, help="Share of this target in the percentage done, against the others.")
    indicator_id = fields.Many2one(
        "safety.appraisal.indicator",
        string="Figure from",
        domain="[('kind', 'in', ('rate', 'count'))]",
        ondelete="restrict",
        help="An automatic indicator of an appraisal: its rate in %, or its number, becomes the figure reached.",
    )
    goal_text = fields.Char(string="Asked for", compute="_compute_goal_text")

    _weight_positive = models.Constraint("CHECK(weight > 0)", "The weight of a target is above zero.")
    _goal_positive = models.Constraint("CHECK(goal >= 0)", "The figure of a target is not negative.")

    @api.depends("direction", "goal", "measure")
    def _compute_goal_text(self):
        labels = dict(self._fields["direction"]._description_selection(self.env))
        for goal in self:
            figure = "" if goal.direction == "done" else f" {goal.goal:g}{goal.measure or ''}"
            goal.goal_text = f"{labels.get(goal.direction, '')}{figure}"
