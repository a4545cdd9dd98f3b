from odoo import fields, models


class SafetyTeamType(models.Model):
    """A sort of emergency team as data: which units or enterprises must have one, and how many people it has.

    XY-1.1: street, community and enterprise. The figures of a regulation stand here: thirty in the street, enterprises
    of ten staff and more.
    """

    _name = "safety.team.type"
    _description = "Emergency team type"
    _inherit = ["safety.condition"]
    _order = "sequence, id"
    _conditions = {"enterprise_domain": "safety.enterprise"}

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    unit_type_ids = fields.Many2many("safety.unit.type", string="Units that must have one")
    enterprise_domain = fields.Char(
        string="Enterprises that must have one", help="Empty: none must. A named safety manager with a phone is enough."
    )
    planned_number = fields.Integer(string="People needed", default=1, required=True)
    post_ids = fields.Many2many(
        "safety.post",
        string="Members by post",
        help="Who holds one of them in the unit or below it is a member; of several levels that ask for the post the"
        " nearest one.",
    )
    called_post_ids = fields.Many2many(
        "safety.post",
        "safety_team_type_called_post_rel",
        string="Also called, by post",
        help="On the call list, but not counted: safety officers are called with the rescue team of the street.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This team type code is taken.")
    _number_positive = models.Constraint("CHECK(planned_number > 0)", "A team has at least one person.")
