from odoo import fields, models
from odoo.fields import Domain


class SafetyAppointment(models.Model):
    """What the holder of a seat did this year: meetings attended, records and reports, major hazards led (GY-3.3)."""

    _inherit = "safety.appointment"

    attendance = fields.Char(
        string="Meetings attended", compute="_compute_leader_figures", help="Attended / invited to, this year."
    )
    attendance_rate = fields.Float(string="Attendance (%)", compute="_compute_leader_figures", digits=(5, 1))
    report_count = fields.Integer(
        string="Records and reports", compute="_compute_leader_figures", help="Completed this year."
    )
    led_hazard_count = fields.Integer(
        string="Major hazards led", compute="_compute_leader_figures", help="Open, or closed this year."
    )

    def _compute_leader_figures(self):
        """Count for each person, in three statements for any number of seats."""
        first = f"{self.env.company._safety_today().year}-01-01"
        people = self.user_id.ids
        guests = self.env["safety.meeting.attendee"]._read_group(
            [("user_id", "in", people), ("meeting_id.held_on", ">=", first)], ["user_id", "state"], ["__count"]
        )
        records = self.env["safety.record"]._read_group(
            [("user_id", "in", people), ("state", "=", "done"), ("date", ">=", first)], ["user_id"], ["__count"]
        )
        live = Domain("closed_on", "=", False) | Domain("closed_on", ">=", first)
        led = self.env["safety.hazard"]._read_group(
            Domain("lead_id", "in", people) & Domain("state", "!=", "void") & live, ["lead_id"], ["__count"]
        )
        invited, there = {}, {}
        for user, state, count in guests:
            invited[user] = invited.get(user, 0) + count
            there[user] = there.get(user, 0) + (count if state in ("present", "late") else 0)
        records, led = dict(records), dict(led)
        for seat in self:
            user = seat.user_id
            seat.attendance = f"{there.get(user, 0)}/{invited.get(user, 0)}"
            seat.attendance_rate = 100 * there.get(user, 0) / (invited.get(user, 0) or 1)
            seat.report_count = records.get(user, 0)
            seat.led_hazard_count = led.get(user, 0)
