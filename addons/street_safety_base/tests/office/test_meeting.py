from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import StreetCase

START = datetime(2026, 3, 5, 1, 0)  # nine o'clock in the street


@tagged("post_install", "-at_install")
class TestMeeting(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref("street_safety_base.meeting_type_community_monthly")
        cls.kind.agenda = "Hazards of the month\nNext month's patrols"
        cls.Meeting = cls.env["safety.meeting"].with_user(cls.cadre_user)

    def _planned(self, **vals):
        with freeze_time(START - timedelta(days=7)):
            meeting = self.Meeting.create(
                {"name": "Monthly meeting", "type_id": self.kind.id, "unit_id": self.community_a.id, "start": START}
                | vals
            )
            meeting.action_invite()
        return meeting

    def _held(self, **vals):
        meeting = self._planned(**vals)
        with freeze_time(START + timedelta(minutes=1)):
            meeting.attendee_ids[:1].action_present()
            meeting.action_hold()
        return meeting

    def test_form_proposes_guests_chair_and_agenda(self):
        with freeze_time(START - timedelta(days=7)):
            form = Form(self.Meeting)
            form.type_id = self.kind
            form.start = START
            meeting = form.save()
        self.assertEqual(meeting.unit_id, self.community_a)
        self.assertIn(self.grid_user, meeting.attendee_ids.user_id)
        self.assertNotIn(self.other_grid_user, meeting.attendee_ids.user_id)
        self.assertEqual(meeting.chair_id, self.cadre_user)
        self.assertEqual(meeting.item_ids.mapped("name"), ["Hazards of the month", "Next month's patrols"])
        self.assertEqual(meeting.stop - meeting.start, timedelta(hours=1))

    def test_guest_with_two_seats_is_invited_once(self):
        self._appoint(self.grid_user, "safety_officer", self.community_a)
        meeting = self._planned()
        line = meeting.attendee_ids.filtered(lambda guest: guest.user_id == self.grid_user)
        self.assertEqual(len(line), 1)
        self.assertEqual(len(line.seat_unit_ids), 2)
        meeting.action_invite()
        self.assertEqual(len(meeting.attendee_ids), len(set(meeting.attendee_ids.user_id.ids)))

    def test_guests_of_other_units_see_it(self):
        street_meeting = (
            self.env["safety.meeting"]
            .with_user(self.office_user)
            .create(
                {
                    "name": "Quarterly meeting",
                    "type_id": self.env.ref("street_safety_base.meeting_type_committee_quarterly").id,
                    "unit_id": self.street.id,
                    "start": START,
                }
            )
        )
        mine = self.Meeting.search([("id", "=", street_meeting.id)])
        self.assertFalse(mine)
        street_meeting.type_id.sudo().guest_post_ids += self._post("stationed_cadre")
        street_meeting.action_invite()
        self.assertTrue(self.Meeting.search([("id", "=", street_meeting.id)]))
        with self.assertRaises(AccessError):
            self.Meeting.browse(street_meeting.id).write({"name": "Changed by a guest"})

    def test_sign_in_by_person_late_and_after_the_end(self):
        self._appoint(self.other_grid_user, "safety_officer", self.community_a)
        meeting = self._planned()
        as_guest = meeting.with_user(self.grid_user)
        with freeze_time(START - timedelta(hours=2)), self.assertRaisesRegex(UserError, "an hour before"):
            as_guest.action_sign_in()
        with freeze_time(START + timedelta(minutes=1)):
            as_guest.action_sign_in()
        line = meeting.attendee_ids.filtered(lambda guest: guest.user_id == self.grid_user)
        self.assertEqual(line.state, "late")
        self.kind.sudo().late_after = 5
        with freeze_time(START + timedelta(minutes=5)):
            meeting.attendee_ids.filtered(lambda guest: guest.user_id == self.cadre_user).action_present()
            meeting.action_hold()
        self.assertEqual(meeting.attendee_ids.filtered(lambda g: g.user_id == self.cadre_user).state, "present")
        self.assertEqual(set(meeting.attendee_ids.mapped("state")) - {"present", "late"}, {"absent"})
        with freeze_time(START + timedelta(hours=3)), self.assertRaisesRegex(UserError, "closed"):
            meeting.with_user(self.grid_user).action_sign_in()
        with self.assertRaisesRegex(UserError, "not on the list"):
            meeting.with_user(self.head_user).action_sign_in()

    def test_from_plan_to_archive(self):
        meeting = self._planned()
        with freeze_time(START - timedelta(days=1)), self.assertRaisesRegex(UserError, "not begun"):
            meeting.action_hold()
        with freeze_time(START + timedelta(minutes=30)):
            with self.assertRaisesRegex(UserError, "Nobody has signed in"):
                meeting.action_hold()
            meeting.attendee_ids[:1].action_present()
            meeting.action_hold()
            with self.assertRaisesRegex(UserError, "minutes"):
                meeting.action_minute()
            meeting.item_ids = [(0, 0, {"name": "Hazards", "conclusion": "Two open"})]
            meeting.action_minute()
            with self.assertRaisesRegex(UserError, "signature"):
                meeting.action_archive_minutes()
            meeting._sign("archive", self.signature)
            meeting.action_archive_minutes()
        self.assertEqual(meeting.state, "archived")
        self.assertTrue(meeting.number)
        self.assertEqual(str(meeting.held_on), "2026-03-05")
        for call in (
            lambda: meeting.write({"minutes": "<p>Changed</p>"}),
            lambda: meeting.item_ids.write({"conclusion": "Changed"}),
            lambda: meeting.attendee_ids[:1].write({"note": "Changed"}),
            lambda: meeting.unlink(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                call()

    def test_resolution_comes_back_until_closed(self):
        first = self._held()
        resolution = (
            self.env["safety.resolution"]
            .with_user(self.cadre_user)
            .create(
                {"name": "Check all sockets", "meeting_id": first.id, "unit_id": self.grid_a1.id, "due": "2026-03-20"}
            )
        )
        resolution.user_id = self.grid_user
        following = self._planned(start=START + timedelta(days=31))
        self.assertEqual(following.pending_ids, resolution)
        self.assertFalse(first.pending_ids)
        with freeze_time("2026-03-20 17:00:00"):  # the 21st in the street
            resolution.invalidate_recordset()
            self.assertTrue(resolution.is_late)
            self.assertIn(resolution, resolution.search([("is_late", "=", True)]))
        by_grid = resolution.with_user(self.grid_user)
        with self.assertRaisesRegex(UserError, "What was done"):
            by_grid.action_done()
        by_grid.report = "All 40 checked"
        by_grid.action_done()
        with self.assertRaises(AccessError):
            by_grid.action_close()
        following.invalidate_recordset()
        self.assertEqual(following.pending_ids, resolution, "reported, but not yet closed")
        resolution.with_user(self.cadre_user).action_close()
        following.invalidate_recordset()
        self.assertFalse(following.pending_ids)

    def test_clash_is_told(self):
        meeting = self._planned()
        self.assertFalse(meeting.clash)
        other = self._planned(start=START + timedelta(minutes=30))
        meeting.invalidate_recordset(["clash"])
        self.assertIn(self.grid_user.name, meeting.clash)
        other.cancel_reason = "Moved"
        other.action_cancel()
        meeting.invalidate_recordset(["clash"])
        self.assertFalse(meeting.clash)

    # ---- the calendar ------------------------------------------------------------------------------------------------

    def test_calendar_entry_is_private_neutral_and_silent(self):
        mails = self.env["mail.mail"].search_count([])
        meeting = self._planned()
        event = meeting.sudo().event_ids
        self.assertEqual(len(event), 1)
        self.assertEqual(event.privacy, "private")
        self.assertNotIn("Monthly", event.name)
        self.assertEqual(event.partner_ids, meeting.attendee_ids.user_id.partner_id)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_move_in_the_calendar_is_a_proposal(self):
        meeting = self._planned()
        event = meeting.sudo().event_ids
        later = START + timedelta(days=1)
        event.with_user(self.grid_user).write({"start": later, "stop": later + timedelta(hours=1)})
        self.assertEqual((meeting.start, event.start), (START, START), "the truth has not moved")
        self.assertEqual((meeting.proposed_start, meeting.proposed_by_id), (later, self.grid_user))
        meeting.action_accept_proposal()
        self.assertEqual((meeting.start, event.start), (later, later))
        self.assertFalse(meeting.proposed_start)

    def test_deleted_entry_comes_back(self):
        meeting = self._planned()
        meeting.sudo().event_ids.unlink()
        meeting.invalidate_recordset(["event_ids"])
        self.assertEqual(len(meeting.sudo().event_ids), 1)

    def test_entry_cannot_repeat_or_be_detached(self):
        event = self._planned().sudo().event_ids
        with self.assertRaisesRegex(UserError, "repeat"):
            event.write({"recurrency": True})
        with self.assertRaises(AccessError):
            event.with_user(self.office_user).write({"safety_meeting_id": False})
        event.with_user(self.grid_user).write({"name": "Other title", "partner_ids": [(5,)]})
        self.assertNotEqual(event.name, "Other title")
        self.assertTrue(event.partner_ids)

    def test_cancelled_meeting_leaves_the_calendar(self):
        meeting = self._planned()
        with self.assertRaisesRegex(UserError, "Reason"):
            meeting.action_cancel()
        meeting.cancel_reason = "Typhoon"
        meeting.action_cancel()
        meeting.invalidate_recordset(["event_ids"])
        self.assertFalse(meeting.sudo().event_ids)
