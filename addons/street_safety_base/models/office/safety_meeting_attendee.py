from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..patterns.safety_workflow import Transition


class SafetyMeetingAttendee(models.Model):
    """One guest of a meeting: invited, present, late, excused or absent – once per person, also with two seats."""

    _name = "safety.meeting.attendee"
    _description = "Guest of a meeting"
    _inherit = ["safety.frozen.line", "safety.workflow", "safety.invited"]
    _frozen_parent = "meeting_id"
    _invited_to = ("meeting_id", "start", "planned", "invited")
    _order = "meeting_id, id"
    _rec_name = "user_id"
    _workflow = {
        "excuse": Transition(("invited", "absent"), "excused", guard="_check_note"),
        "absent": Transition(("invited", "present", "late", "excused"), "absent", guard="_check_list_open"),
        "arrive": Transition(("invited", "absent", "late"), "present", guard="_check_list_open"),
        "late": Transition(("invited", "absent", "present"), "late", guard="_check_list_open"),
    }
    _workflow_fields = ("signed_in_at",)

    meeting_id = fields.Many2one("safety.meeting", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="meeting_id.unit_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Person", index=True, ondelete="restrict")
    guest = fields.Char(string="Other guest", help="Somebody without a login.")
    post = fields.Char(string="As", help="The posts on the day of the invitation.")
    seat_unit_ids = fields.Many2many("safety.unit", string="Of", help="The units of these posts: they see the meeting.")
    signed_in_at = fields.Datetime(string="Signed in at", readonly=True, copy=False)
    note = fields.Char()
    by_post = fields.Boolean(
        string="By post", readonly=True, copy=False, help="Invited as holder of a post: follows its hand-over."
    )
    state = fields.Selection(
        [
            ("invited", "Invited"),
            ("present", "Present"),
            ("late", "Late"),
            ("excused", "Excused"),
            ("absent", "Absent"),
        ],
        default="invited",
        required=True,
        readonly=True,
        copy=False,
    )

    _person_uniq = models.UniqueIndex(
        "(meeting_id, user_id) WHERE user_id IS NOT NULL", "This person is already on the list of guests."
    )
    _somebody = models.Constraint("CHECK(user_id IS NOT NULL OR guest IS NOT NULL)", "Choose the person, or name them.")

    @api.model_create_multi
    def create(self, vals_list):
        guests = super().create(vals_list)
        guests.meeting_id.sudo()._flush_readers()
        return guests

    def _safety_check_level(self, level):
        self.meeting_id._safety_check_level(level)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_initial(self):
        """Allow taking a guest off the list as long as the meeting is planned."""
        if self.meeting_id.filtered(lambda meeting: meeting.state != "planned"):
            raise UserError(self.env._("The meeting was held: its list of guests stays."))

    def _sign_in(self):
        """Note the arrival now; refused before the doors open and once the meeting is over or its list closed."""
        now = fields.Datetime.now()
        for line in self:
            meeting = line.meeting_id
            if meeting.state != "planned":
                raise UserError(self.env._("The list of %s is closed. Ask the recorder.", meeting.name))
            if now < meeting.start - timedelta(hours=1):
                raise UserError(self.env._("Signing in to %s opens an hour before it begins.", meeting.name))
            if now > meeting.stop:
                raise UserError(
                    self.env._("%s is over. The recorder enters who was there from the paper list.", meeting.name)
                )
            if line.signed_in_at:
                continue
            late = now > meeting.start + timedelta(minutes=meeting.type_id.late_after)
            line._workflow_write({"state": "late" if late else "present", "signed_in_at": now})

    def action_present(self):
        """The recorder signs the guests in: with the time while the meeting runs, from the paper list afterwards."""
        self.browse().check_access("write")
        self.meeting_id._safety_check_level("act")
        now = fields.Datetime.now()
        running = self.filtered(lambda line: line.meeting_id.state == "planned" and now <= line.meeting_id.stop)
        running.sudo()._sign_in()
        if others := self - running:
            others._workflow_do("arrive")
        return True

    def action_late(self):
        """The recorder notes, from the paper list, who came late."""
        return self._workflow_do("late")

    def action_excuse(self):
        """Excuse the guests; needs a note saying why."""
        return self._workflow_do("excuse")

    def action_absent(self):
        """Mark the guests as absent."""
        return self._workflow_do("absent")

    def _check_note(self):
        for line in self:
            if not line.note:
                raise UserError(self.env._("Fill in the note: why is %s excused?", line.user_id.name or line.guest))

    def _check_list_open(self):
        """The list of guests is open until the minutes are handed in; nobody has been at a meeting to come."""
        now = fields.Datetime.now()
        for meeting in self.meeting_id:
            if meeting.state not in ("planned", "held"):
                raise UserError(self.env._("The list of %s is closed. Return the minutes first.", meeting.name))
            if meeting.start > now:
                raise UserError(self.env._("%s has not begun yet.", meeting.name))
