from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import TrainingCase

BEFORE, DURING, AFTER = "2026-03-10 00:00:00", "2026-03-10 00:45:00", "2026-03-10 03:30:00"


@tagged("post_install", "-at_install")
@freeze_time(DURING)
class TestTrainingAttendance(TrainingCase):
    def _line(self, training, user):
        return training.attendee_ids.filtered(lambda line: line.user_id == user)

    def test_audience_is_who_held_the_post_that_day(self):
        successor = self._person("test_successor", "safety_officer", self.community_a)
        seat = self.cadre_user.safety_appointment_ids
        seat.date_end = "2026-03-09"
        self._appoint(successor, "stationed_cadre", self.community_a, "2026-03-10")
        training = self._training()
        training.action_fill_audience()
        self.assertEqual(training.attendee_ids.user_id, successor | self.other_cadre_user)
        self.assertEqual(self._line(training, successor).unit_id, self.community_a)
        self.assertEqual(self._line(training, successor).post_id, self._post("stationed_cadre"))
        earlier = self._training("2026-03-09 01:00:00")
        earlier.action_fill_audience()
        self.assertEqual(earlier.attendee_ids.user_id, self.cadre_user | self.other_cadre_user)

    def test_two_posts_one_line(self):
        self._appoint(self.cadre_user, "community_principal", self.community_b)
        training = self._training()
        training.action_fill_audience()
        self.assertEqual(len(self._line(training, self.cadre_user)), 1)

    def test_filling_again_keeps_what_was_marked(self):
        training = self._training(unit=self.community_a)
        training.action_fill_audience()
        training.attendee_ids = [Command.create({"name": "Guest"})]
        self._line(training, self.cadre_user).action_mark_present()
        training.action_fill_audience()
        self.assertEqual(sorted(training.attendee_ids.mapped("state")), ["expected", "present"])
        training.post_ids = self._post("grid_member")
        training.action_fill_audience()
        self.assertEqual(
            sorted(training.attendee_ids.mapped("name")),
            sorted(["Guest", self.cadre_user.name, self.grid_user.name]),
        )

    def test_enterprises_of_the_day(self):
        factory = self._enterprise("Factory", self.grid_a1, safety_manager_name="Li Si")
        self._enterprise("Not yet", self.grid_a1, date_entered="2026-03-10")._leave("2026-03-10", "Gone")
        self._enterprise("Elsewhere", self.grid_b1)
        training = self._training(unit=self.community_a, type_id=self.leads.id)
        training.action_fill_audience()
        self.assertEqual(training.attendee_ids.enterprise_id, factory)
        self.assertEqual(training.attendee_ids.name, "Li Si")
        training.action_fill_audience()
        self.assertEqual(len(training.attendee_ids), 1)

    def test_fill_statements_do_not_grow(self):
        def statements(count, prefix):
            for index in range(count):
                user = new_test_user(self.env, f"{prefix}{index}", company_id=self.company.id)
                self._appoint(user, "community_principal", self.community_a)
            training = self._training(unit=self.community_a)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            training.action_fill_audience()
            spent = self.env.cr.sql_log_count - before
            self.assertGreaterEqual(training.expected_count, count)
            return spent

        few = statements(2, "few")
        self.assertLessEqual(statements(12, "many"), few)

    def test_sign_in_for_oneself_in_time(self):
        training = self._training()
        training.action_fill_audience()
        line = self._line(training, self.cadre_user).with_user(self.cadre_user)
        self.assertTrue(line.can_sign_in)
        line.action_sign_in()
        self.assertEqual((line.state, line.signed_by_id), ("present", self.cadre_user))
        self.assertTrue(line.signed_at)
        other = self._line(training, self.other_cadre_user)
        self.assertFalse(other.with_user(self.office_user).can_sign_in)
        with self.assertRaisesRegex(AccessError, "for themselves"):
            other.with_user(self.office_user).action_sign_in()

    def test_sign_in_window(self):
        training = self._training()
        training.action_fill_audience()
        for instant in (BEFORE, AFTER):
            with freeze_time(instant):
                line = self._line(training, self.cadre_user).with_user(self.cadre_user)
                line.invalidate_recordset()
                self.assertFalse(line.can_sign_in)
                with self.assertRaisesRegex(UserError, "not open"):
                    line.action_sign_in()
        self.staff.sign_in_after = 120
        with freeze_time(AFTER):
            self._line(training, self.cadre_user).with_user(self.cadre_user).action_sign_in()

    def test_a_seat_is_not_a_recorder(self):
        """The cadre works in the own community, but the list is the street's."""
        training = self._training()
        training.action_fill_audience()
        line = self._line(training, self.cadre_user).with_user(self.cadre_user)
        with self.assertRaises(AccessError):
            line.write({"name": "Somebody else"})
        with self.assertRaises(AccessError):
            line.action_mark_present()
        with self.assertRaises(AccessError):
            line.unlink()
        with self.assertRaises(AccessError):
            self.env["safety.training.attendee"].with_user(self.cadre_user).create(
                {"training_id": training.id, "user_id": self.grid_user.id}
            )
        with self.assertRaises(AccessError):
            self._line(training, self.other_cadre_user).with_user(self.cadre_user).read(["name"])
        self._line(training, self.cadre_user).with_user(self.office_user).action_mark_present()

    def test_coverage(self):
        training = self._training()
        training.action_fill_audience()
        self._line(training, self.cadre_user).action_mark_present()
        self.assertEqual((training.present_count, training.expected_count, training.coverage), (1, 2, 50))
        with freeze_time(AFTER):
            training.action_hold()
        self.assertEqual(self._line(training, self.other_cadre_user).state, "absent")
        self.assertEqual(training.coverage, 50)

    def test_coverage_is_one_query(self):
        trainings = self.env["safety.training"]
        for day in range(1, 9):
            trainings |= self._training(f"2026-03-0{day} 01:00:00")
        for training in trainings:
            training.action_fill_audience()
        self.env.flush_all()
        trainings.invalidate_recordset()
        trainings.mapped("name")
        with self.assertQueryCount(1):
            trainings.mapped("coverage")

    def test_button_on_the_session(self):
        training = self._training(unit=self.community_a).with_user(self.cadre_user)
        with self.assertRaisesRegex(UserError, "not on the list"):
            training.action_sign_in()
        training.action_fill_audience()
        self.assertEqual(training.my_state, "expected")
        training.action_sign_in()
        self.assertEqual(training.my_state, "present")
