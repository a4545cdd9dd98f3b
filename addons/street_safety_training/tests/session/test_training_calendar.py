from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-01 04:00:00")
class TestTrainingCalendar(TrainingCase):
    """A session stands in the calendars of its people: one silent, private entry that follows it."""

    def _planned(self):
        training = self._training()
        training.action_fill_audience()
        return training

    def test_one_private_silent_entry_for_those_invited(self):
        mails = self.env["mail.mail"].search_count([])
        training = self._planned()
        event = training.sudo().event_ids
        self.assertEqual((len(event), event.privacy, event.location), (1, "private", training.place))
        self.assertNotIn("gas", event.name, "the title tells strangers nothing")
        self.assertTrue(event.partner_ids)
        self.assertEqual(event.partner_ids, training.attendee_ids.user_id.partner_id)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        line = training.attendee_ids.filtered("user_id")[:1]
        gone = line.user_id.partner_id
        training.attendee_ids = [Command.delete(line.id)]
        self.assertNotIn(gone, event.partner_ids, "who is not invited any more")

    def test_it_follows_the_session_and_a_move_is_a_proposal(self):
        training = self._planned()
        event = training.sudo().event_ids
        training.write({"date_start": "2026-03-11 01:00:00", "date_end": "2026-03-11 03:00:00"})
        self.assertEqual(event.start, training.date_start)
        later = training.date_start + timedelta(days=1)
        guest = training.attendee_ids.user_id[:1]
        event.with_user(guest).write({"start": later, "stop": later + timedelta(hours=2)})
        self.assertEqual((str(training.date_start), event.start), ("2026-03-11 01:00:00", training.date_start))
        self.assertIn("2026-03-12 09:00", training.message_ids[0].body)

    def test_it_cannot_be_deleted_repeated_or_detached(self):
        training = self._planned()
        training.sudo().event_ids.unlink()
        training.invalidate_recordset(["event_ids"])
        event = training.sudo().event_ids
        self.assertEqual(len(event), 1)
        with self.assertRaisesRegex(UserError, "repeat"):
            event.write({"recurrency": True})
        with self.assertRaises(AccessError):
            event.with_user(self.office_user).write({"safety_training_id": False})

    def test_void_and_deleted_sessions_leave_the_calendar(self):
        training = self._planned()
        event = training.sudo().event_ids
        training.unlink()
        self.assertFalse(event.exists())
        training = self._planned()
        with freeze_time("2026-03-10 04:00:00"):
            training.action_mark_all_present()
            training.action_hold()
            self.assertTrue(training.sudo().event_ids, "what was held stays in the calendar")
            training.action_void()
        training.invalidate_recordset(["event_ids"])
        self.assertFalse(training.sudo().event_ids)
