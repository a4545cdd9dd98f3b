from odoo import fields, models


class SafetySpecialDayKind(models.Model):
    """What a special day is: a public holiday, a make-up working day, a key period, the flood season. Data."""

    _name = "safety.special.day.kind"
    _description = "Kind of special day"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by regulations, e.g. spring_festival.")
    sequence = fields.Integer(default=10)
    effect = fields.Selection(
        [("off", "Day off"), ("work", "Working day"), ("none", "No effect on working days")],
        string="Working days",
        default="none",
        required=True,
    )
    library_name = fields.Char(
        string="In the holiday calendar", help="Names of the calendar that belong here, separated by |."
    )
    yearly_from = fields.Char(string="Every year from", help="Month-day, e.g. 04-15. Empty: entered by hand.")
    yearly_to = fields.Char(string="Every year until", help="Month-day, e.g. 10-15.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This kind of special day exists.")
    _yearly_complete = models.Constraint(
        "CHECK((yearly_from IS NULL) = (yearly_to IS NULL))", "Give both the first and the last day of every year."
    )
