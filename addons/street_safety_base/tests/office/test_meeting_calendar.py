from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import StreetCase

START = datetime(2026, 3, 5, 1, 0)  # nine o'clock in the street


@tagged("post_install", "-at_install")
class TestMeetingCalendar(StreetCase):
    """Calendar entries of many meetings follow them at once and silently; minutes are sent back with a reason."""

    def setUp(self):
        super().setUp()
        self._freeze(START - timedelta(days=7))

    def _meetings(self, number):
        guests = [(0, 0, {"user_id": user.id}) for user in (self.grid_user, self.cadre_user)]
        return self.env["safety.meeting"].create(
            [
                {
                    "name": f"Meeting {n}",
                    "unit_id": (self.community_a, self.community_b)[n % 2].id,
                    "start": START + timedelta(days=n),
                    "place": f"Room {n}",
                    "attendee_ids": guests,
                    "recorder_id": self.cadre_user.id,
                }
                for n in range(number)
            ]
        )

    def _costs(self, number):
        """Return the statements that a new time, room and guest in each of ``number`` meetings cost the calendar."""
        meetings = self._meetings(number)
        events = meetings.event_ids
        self.assertEqual(len(events), number)
        self.env.cr.execute(
            "UPDATE safety_meeting SET start = start + interval '90 minutes', stop = stop + interval '2 hours',"
            " place = 'Hall ' || id, recorder_id = %s WHERE id = ANY(%s)",
            (self.head_user.id, meetings.ids),
        )
        self.env.cr.execute(
            "UPDATE safety_meeting_attendee SET user_id = %s WHERE user_id = %s AND meeting_id = ANY(%s)",
            (self.head_user.id, self.grid_user.id, meetings.ids),
        )
        self.env.invalidate_all()
        mails = self.env["mail.mail"].search_count([])
        before = self.cr.sql_log_count
        meetings._project()
        self.env.flush_all()
        statements = self.cr.sql_log_count - before
        self.env.invalidate_all()
        self.assertEqual(meetings.event_ids, events, "the entries stay, they are not made anew")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        partners = (self.head_user | self.cadre_user).partner_id
        for meeting in meetings:
            event = meeting.event_ids
            shown = (event.start, event.stop, event.duration, event.location, event.user_id)
            self.assertEqual(shown, (meeting.start, meeting.stop, 1.5, meeting.place, self.head_user))
            self.assertEqual((event.partner_ids, event.attendee_ids.partner_id), (partners, partners))
            self.assertFalse(event.message_partner_ids & partners, "nobody follows a silent entry")
        return statements

    def test_statements_do_not_depend_on_the_number_of_meetings(self):
        self._costs(1)
        few = self._costs(2)
        many = self._costs(40)
        self.assertLessEqual(many, few)
        self.assertLess(many, 40)

    def test_what_did_not_change_is_not_written(self):
        meetings = self._meetings(3)
        self.env.flush_all()
        self.env.invalidate_all()
        stamps = meetings.event_ids.mapped("write_date")
        with freeze_time(START - timedelta(days=6)):
            meetings._project()
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(meetings.event_ids.mapped("write_date"), stamps)

    def test_a_guest_s_own_reminder_goes_with_the_meeting(self):
        meeting = self._meetings(1)
        alarm = self.env["calendar.alarm"].create(
            {"name": "By mail", "alarm_type": "email", "duration": 1, "interval": "hours"}
        )
        meeting.event_ids.write({"alarm_ids": [(6, 0, alarm.ids)]})
        meeting.write({"start": START + timedelta(days=2), "stop": START + timedelta(days=2, hours=1)})
        self.assertEqual(meeting.event_ids.alarm_ids, alarm)
        cron = self.env.ref("calendar.ir_cron_scheduler_alarm")
        moments = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).mapped("call_at")
        self.assertIn(START + timedelta(days=2, hours=-1), moments)

    def test_minutes_are_sent_back_with_a_reason(self):
        """The reviewer says what has to be put right; the text stays with the meeting and the recorder is told."""
        meeting = self._meetings(1)
        self._freeze(START + timedelta(minutes=5))
        meeting.attendee_ids[:1].with_user(self.cadre_user).action_present()
        meeting.with_user(self.cadre_user).action_hold()
        meeting.with_user(self.cadre_user).minutes = "<p>All well</p>"
        meeting.with_user(self.cadre_user).action_minute()
        reviewer = meeting.with_user(self.head_user)
        action = reviewer.action_reopen()
        self.assertEqual((action["res_model"], meeting.state), ("safety.reason.wizard", "minuted"), "asked first")
        wizard = self.env[action["res_model"]].with_user(self.head_user).with_context(**action["context"])
        for nothing in ("", "  "):
            with self.assertRaisesRegex(UserError, "reason"):
                reviewer._do_because("reopen", nothing)
        with self.assertRaises(AccessError):
            meeting.with_user(self.other_grid_user)._do_because("reopen", "Not mine")
        wizard.create({"reason": "Who was absent?"}).action_confirm()
        self.assertEqual((meeting.state, meeting.return_reason), ("held", "Who was absent?"))
        told = meeting.message_ids.filtered(lambda message: "Who was absent?" in message.body)
        self.assertEqual(
            (told.author_id, told.notified_partner_ids), (self.head_user.partner_id, self.cadre_user.partner_id)
        )
        for user in (self.cadre_user, self.head_user):
            with self.assertRaises(UserError):
                meeting.with_user(user).return_reason = "Something else"
        waiting = self.env["safety.duty"].with_user(self.cadre_user).my_work_summary()["waiting"]
        self.assertIn("Minutes to write", [line["label"] for line in waiting])
