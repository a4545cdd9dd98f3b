from odoo import fields, models


class SafetyMeetingType(models.Model):
    """A regular meeting as data: who is invited, when it usually begins, how its minutes look."""

    _name = "safety.meeting.type"
    _description = "Meeting type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by regulations, e.g. community_monthly.")
    sequence = fields.Integer(default=10)
    unit_type_ids = fields.Many2many("safety.unit.type", string="Held by")
    guest_post_ids = fields.Many2many(
        "safety.post",
        string="Guests",
        help="Holders of these posts at the host, above and below it, and those whose seats serve it, are invited.",
    )
    chair_post_ids = fields.Many2many(
        "safety.post",
        "safety_meeting_type_chair_rel",
        string="Chaired by",
        help="The first holder found is proposed as chair.",
    )
    recorder_post_ids = fields.Many2many(
        "safety.post",
        "safety_meeting_type_recorder_rel",
        string="Minutes by",
        help="The first holder found writes the minutes. Empty: who chairs.",
    )
    start_hour = fields.Float(string="Begins at", default=9.0, help="Local time proposed for the meeting.")
    duration = fields.Float(string="Length (hours)", default=1.0)
    place = fields.Char(translate=True)
    minutes_form = fields.Selection(
        [("tabular", "Table of items"), ("prose", "Prose")],
        string="Form of the minutes",
        required=True,
        default="tabular",
    )
    agenda = fields.Text(string="Usual agenda", translate=True, help="One item a line.")
    agenda_required = fields.Boolean(
        string="Every item answered",
        help="The minutes cannot be handed in while something of the usual agenda has no conclusion.",
    )
    report_unit_type_ids = fields.Many2many(
        "safety.unit.type",
        "safety_meeting_type_report_rel",
        string="Reports of",
        help="The minutes open with one line for each unit of these types, the host and those below it; they cannot be "
        "handed in while one is empty.",
    )
    late_after = fields.Integer(
        string="Late after (minutes)", default=0, aggregator=None, help="Signing in later than this counts as late."
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This meeting type code is taken.")
    _hours_valid = models.Constraint(
        "CHECK(start_hour >= 0 AND start_hour < 24 AND duration > 0 AND late_after >= 0)",
        "A meeting begins between 0:00 and 23:59, has a length, and nobody is late before it begins.",
    )
