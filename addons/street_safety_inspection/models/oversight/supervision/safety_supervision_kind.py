from odoo import fields, models


class SafetySupervisionKind(models.Model):
    """A kind of supervision, as data: whom it looks at, whether by lot, and how long the unit has to answer."""

    _name = "safety.supervision.kind"
    _description = "Kind of supervision"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by regulations, e.g. spot_check.")
    sequence = fields.Integer(default=10)
    subject = fields.Selection(
        [("unit", "A unit"), ("enterprises", "Enterprises")], string="What is looked at", required=True, default="unit"
    )
    checklist_id = fields.Many2one(
        "safety.checklist",
        string="Form",
        ondelete="restrict",
        domain="[('state', '=', 'published'), ('use', '=', 'supervision')]",
        help="Its items become the lines of the supervision.",
    )
    needs_draw = fields.Boolean(
        string="By lot",
        help="Whom it looks at has to come from a draw: nobody chooses, and nobody knows before.",
    )
    reply_days = fields.Integer(
        string="Days to answer",
        default=7,
        aggregator=None,
        help="Proposed for each problem; whoever supervises changes it line by line.",
    )
    active = fields.Boolean(default=True)
    color = fields.Integer()

    _code_uniq = models.Constraint("UNIQUE(code)", "This code of a kind of supervision is taken.")
    _reply_days_sensible = models.Constraint(
        "CHECK(reply_days BETWEEN 0 AND 366)", "A unit has between 0 and 366 days to answer."
    )
