from odoo import fields, models


class SafetyMeetingItem(models.Model):
    """One item of the agenda with what was said and concluded: a line of the tabular minutes."""

    _name = "safety.meeting.item"
    _description = "Meeting item"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "meeting_id"
    _order = "meeting_id, sequence, id"

    meeting_id = fields.Many2one("safety.meeting", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="meeting_id.unit_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Item", required=True)
    report_unit_id = fields.Many2one(
        "safety.unit", string="Report of", index="btree_not_null", ondelete="restrict", help="Whose report this is."
    )
    required = fields.Boolean(
        string="Must be answered", help="The minutes cannot be handed in while the conclusion is empty."
    )
    speaker = fields.Char(string="Reported by")
    conclusion = fields.Text(string="What was said and concluded")
