from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_training_duty import TestTrainingDuty

AFTER, AGAIN = "2026-03-10 03:30:00", "2026-03-17 03:30:00"


@tagged("post_install", "-at_install")
class TestTrainingMakeup(TestTrainingDuty):
    """Eighty percent must come: one of two is too few until the other makes up for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff.min_attendance = 80

    def _half(self):
        training = self._training()
        training.action_fill_audience()
        line = training.attendee_ids.filtered(lambda one: one.user_id == self.cadre_user)
        line.action_mark_present()
        training.action_hold()
        return training

    def test_not_enough_attendance_does_not_count(self):
        training = self._half()
        self.assertEqual((training.state, training.counts), ("held", False))
        self.assertIn("80 %", training.counts_note)
        self._night()
        self.assertEqual(self.duty.state, "open")

    def test_makeup_counts_for_the_first_session(self):
        training = self._half()
        again = self.env["safety.training"].browse(training.action_make_up()["res_id"])
        self.assertEqual((again.makeup_of_id, again.state), (training, "draft"))
        self.assertEqual(again.attendee_ids.user_id, self.other_cadre_user, "only who was absent")
        self.assertEqual(again.date_end - again.date_start, training.date_end - training.date_start)
        again.action_fill_audience()
        self.assertEqual(again.attendee_ids.user_id, self.other_cadre_user)
        with self.assertRaisesRegex(UserError, "nobody left"):
            training.action_make_up()
        with freeze_time("2026-03-27 05:00:00"):
            again.material_ids = self.photo
            again.action_mark_all_present()
            again.action_hold()
        self.assertTrue(training.counts)
        self.assertEqual(training.counted_count, 2)
        self.assertEqual(self.duty.state, "met")
        self.assertIn(training.id, self.duty.evidence_ids.mapped("res_id"))
        with freeze_time("2026-03-27 06:00:00"):
            again.with_user(self.office_user).action_void()
        self.assertFalse(training.counts, "a void make-up makes nobody count")

    def test_makeup_needs_a_held_session_and_somebody(self):
        planned = self._training()
        with self.assertRaisesRegex(UserError, "Complete"):
            planned.action_make_up()
        with self.assertRaisesRegex(UserError, "nobody left"):
            self._held().action_make_up()


# The duty's own tests run in their own module.
del TestTrainingDuty
