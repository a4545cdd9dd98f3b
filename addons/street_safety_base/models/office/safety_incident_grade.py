from odoo import fields, models


class SafetyIncidentGrade(models.Model):
    """A grade of accidents with the figures from which it begins: by default the four of State Council Decree 493."""

    _name = "safety.incident.grade"
    _description = "Incident grade"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10, help="The gravest grade comes first.")
    deaths = fields.Integer(string="Deaths from", aggregator=None, help="0: this column does not lead to the grade.")
    serious_injuries = fields.Integer(
        string="Serious injuries from",
        aggregator=None,
        help="Acute industrial poisoning counts as serious injury. 0: this column does not lead to the grade.",
    )
    direct_loss = fields.Float(
        string="Direct loss from (10 000 yuan)",
        aggregator=None,
        help="The figure itself belongs to the grade. 0: this column does not lead to the grade.",
    )
    inclusive = fields.Boolean(
        string="The figure itself belongs to it",
        default=True,
        help="以上 includes the figure. Off: only what is more than the figure reaches the grade.",
    )
    basis = fields.Char(string="Legal basis", translate=True)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This grade code is taken.")
    _figures_positive = models.Constraint(
        "CHECK(deaths >= 0 AND serious_injuries >= 0 AND direct_loss >= 0)", "The figures cannot be negative."
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"deaths", "serious_injuries", "direct_loss", "inclusive", "sequence", "active"}:
            # Open incidents follow the figures of the day; what is closed stays as it was graded.
            incidents = self.env["safety.incident"].sudo().search([("frozen_at", "=", False)])
            self.env.add_to_compute(incidents._fields["grade_id"], incidents)
        return result

    def _grade_of(self, deaths, serious_injuries, direct_loss):
        """Return the gravest of these grades that one figure reaches: the worst column decides.

        :param direct_loss: in 10 000 yuan
        :return: the last grade when no figure reaches any
        """
        for grade in self:
            reached = (
                (grade.deaths, deaths),
                (grade.serious_injuries, serious_injuries),
                (grade.direct_loss, direct_loss),
            )
            if any(
                minimum and (figure >= minimum if grade.inclusive else figure > minimum) for minimum, figure in reached
            ):
                return grade
        return self[-1:]
