from odoo import api, fields, models


class SafetyMeeting(models.Model):
    """The units that took part: a regulation asks for a meeting with every grid, or with the work point in turn."""

    _inherit = "safety.meeting"

    attended_unit_ids = fields.Many2many(
        "safety.unit",
        "safety_meeting_attended_unit_rel",
        string="Units present",
        compute="_compute_attended_unit_ids",
        store=True,
        help="Units whose people signed in.",
    )

    @api.depends("attendee_ids.state", "attendee_ids.seat_unit_ids")
    def _compute_attended_unit_ids(self):
        for meeting in self:
            present = meeting.attendee_ids.filtered(lambda guest: guest.state in ("present", "late"))
            meeting.attended_unit_ids = present.seat_unit_ids
