from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .meeting_common import MeetingCase

START = datetime(2026, 3, 5, 1, 0)  # nine o'clock in the street


@tagged("post_install", "-at_install")
class TestMeetingBadInput(MeetingCase):
    """What goes wrong with meetings: clear, nothing lost."""

    def setUp(self):
        super().setUp()
        self._freeze(START - timedelta(days=7))
        self.meeting = (
            self.env["safety.meeting"]
            .with_user(self.cadre_user)
            .create(
                {
                    "name": "Monthly meeting",
                    "type_id": self.env.ref("street_safety_base.meeting_type_community_monthly").id,
                    "unit_id": self.community_a.id,
                    "start": START,
                }
            )
        )
        self.meeting.action_invite()
        self.event = self.meeting.sudo().event_ids

    def test_moved_in_the_calendar_by_an_outsider_becomes_a_proposal(self):
        """Somebody not invited may not touch the entry; by a calendar client on their behalf it becomes a proposal."""
        later = START + timedelta(days=1)
        outsider = self.other_grid_user
        self.assertNotIn(outsider, self.meeting.attendee_ids.user_id)
        moved = {"start": later, "stop": later + timedelta(hours=1)}
        with self.assertRaises(AccessError):
            self.event.with_user(outsider).write(moved)
        self.assertFalse(self.meeting.proposed_start)
        self.event.with_user(outsider).sudo().write(moved)
        self.assertEqual((self.meeting.start, self.event.start), (START, START))
        self.assertEqual((self.meeting.proposed_start, self.meeting.proposed_by_id), (later, outsider))
        self.meeting.action_decline_proposal()
        self.assertFalse(self.meeting.proposed_start)
        self.assertEqual(self.meeting.start, START)
        waiting = self.env["safety.duty"].with_user(self.cadre_user).my_work_summary()["waiting"]
        self.assertFalse([line for line in waiting if line["label"] == "Meeting times to decide"])

    def test_a_proposal_waits_for_the_recorder(self):
        self.event.with_user(self.grid_user).write(
            {"start": START + timedelta(days=1), "stop": START + timedelta(days=1, hours=1)}
        )
        self.assertEqual(self.meeting.proposed_by_id, self.grid_user)
        (line,) = [
            line
            for line in self.env["safety.duty"].with_user(self.cadre_user).my_work_summary()["waiting"]
            if line["label"] == "Meeting times to decide"
        ]
        self.assertEqual((line["count"], line["group"]), (1, "approve"))
        self.meeting.action_accept_proposal()
        self.assertEqual(self.meeting.start, START + timedelta(days=1))

    def test_deleted_event_is_restored(self):
        self.event.unlink()
        self.meeting.invalidate_recordset(["event_ids"])
        restored = self.meeting.sudo().event_ids
        self.assertEqual(len(restored), 1)
        self.assertEqual((restored.start, restored.privacy), (START, "private"))
        self.assertEqual(restored.partner_ids, self.meeting.attendee_ids.user_id.partner_id)

    def test_archived_event_comes_back_too(self):
        self.event.write({"active": False})
        self.assertTrue(self.event.active)

    def test_recurrence_is_refused(self):
        with self.assertRaisesRegex(UserError, "does not repeat"):
            self.event.write({"recurrency": True, "rrule_type": "weekly"})
        self.assertFalse(self.event.recurrency)

    def test_guest_with_two_seats_is_one_guest(self):
        self._appoint(self.grid_user, "safety_officer", self.community_a)
        self.meeting.action_invite()
        lines = self.meeting.attendee_ids.filtered(lambda line: line.user_id == self.grid_user)
        self.assertEqual(len(lines), 1)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            lines.copy({"meeting_id": self.meeting.id})

    def test_sign_in_after_the_end(self):
        """The guest is told to ask the recorder; the recorder enters who was there, late or not, until the minutes."""
        after = self.meeting.stop + timedelta(minutes=5)
        line = self.meeting.attendee_ids.filtered(lambda guest: guest.user_id == self.grid_user)
        cadre = self.meeting.attendee_ids.filtered(lambda guest: guest.user_id == self.cadre_user)
        with freeze_time(after):
            with self.assertRaisesRegex(UserError, "is over"):
                self.meeting.with_user(self.grid_user).action_sign_in()
            self.assertEqual(line.state, "invited")
            (line | cadre).action_present()
            self.assertEqual((line.state, line.signed_in_at), ("present", False))
            line.action_late()
            self.meeting.action_hold()
            self.assertEqual((line.state, cadre.state), ("late", "present"))
            line.action_present()
            self.assertEqual(line.state, "present", "the recorder was wrong: held, not yet minuted")
            self.meeting.item_ids = [(0, 0, {"name": "Hazards", "conclusion": "Two open"})]
            self.meeting.action_minute()
            with self.assertRaisesRegex(UserError, "closed"):
                line.action_late()

    def test_presence_before_the_meeting_is_refused(self):
        line = self.meeting.attendee_ids[:1]
        with self.assertRaisesRegex(UserError, "not begun"):
            line.action_late()
        with self.assertRaisesRegex(UserError, "an hour before"):
            line.action_present()
