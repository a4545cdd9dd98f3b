from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestAppointment(StreetCase):
    def test_contradicting_appointments_are_refused(self):
        newcomer = new_test_user(self.env, "test_newcomer", company_id=self.company.id)
        with self.assertRaisesRegex(ValidationError, "is held by"), self.cr.savepoint():
            self._appoint(newcomer, "stationed_cadre", self.community_a, "2026-01-01")
        with self.assertRaisesRegex(ValidationError, "already holds"), self.cr.savepoint():
            self._appoint(self.grid_user, "grid_member", self.grid_a1, "2026-01-01")
        acting = self._appoint(newcomer, "stationed_cadre", self.community_a, "2026-01-01", is_acting=True)
        self.assertTrue(acting.is_current)

    def test_post_must_exist_at_the_unit(self):
        with self.assertRaisesRegex(ValidationError, "does not exist at a unit"):
            self._appoint(self.grid_user, "work_point_head", self.grid_a1)

    def test_hand_over_keeps_the_days_truth(self):
        newcomer = new_test_user(self.env, "test_successor", company_id=self.company.id)
        self.cadre_user.safety_appointment_ids.date_end = "2026-03-14"
        self._appoint(newcomer, "stationed_cadre", self.community_a, "2026-03-15")
        holders = self.env["safety.appointment"]._holders
        post = self._post("stationed_cadre")
        self.assertEqual(holders(post, self.community_a, "2026-03-14"), self.cadre_user)
        self.assertEqual(holders(post, self.community_a, "2026-03-15"), newcomer)
        self.assertFalse(holders(post, self.grid_a1, "2026-03-15"))

    def test_future_appointment_begins_by_itself(self):
        with freeze_time("2026-03-01 04:00:00"):
            newcomer = new_test_user(self.env, "test_future", company_id=self.company.id)
            self._appoint(newcomer, "grid_member", self.grid_b2, "2026-03-10")
            self.assertFalse(newcomer.safety_read_unit_ids)
        with freeze_time("2026-03-09 16:01:00"):  # 00:01 on the 10th in China
            self.env["safety.run"]._run(self.company)
            self.assertEqual(newcomer.safety_read_unit_ids, self.grid_b2)
            self.assertTrue(newcomer.has_group("street_safety_base.group_street_safety_user"))

    def test_end_now(self):
        with freeze_time("2026-03-10 04:00:00"):
            seat = self.grid_user.safety_appointment_ids
            seat.action_end_today()
            self.assertEqual(str(seat.date_end), "2026-03-09")
            self.assertFalse(seat.is_current)
            self.assertFalse(self.grid_user.safety_read_unit_ids)

    def test_many_are_ended_at_once(self):
        """Each write brings the whole access table in line: twenty appointments that end on a day are one of them."""
        people = [self._person(f"test_many_{n}", "volunteer", self.community_a) for n in range(22)]
        seats = self.env["safety.appointment"].union(*(person.safety_appointment_ids for person in people))
        calls = []
        rebuild = type(self.env["safety.access"])._rebuild
        self.patch(type(self.env["safety.access"]), "_rebuild", lambda model: calls.append(1) or rebuild(model))
        seats.action_end_today()
        self.assertEqual(len(calls), 1)
        self.assertFalse(seats.filtered("is_current"))

    def test_form_of_the_unit_appoints(self):
        newcomer = new_test_user(self.env, "test_form", company_id=self.company.id)
        with Form(self.grid_b2) as form, form.appointment_ids.new() as line:
            line.user_id = newcomer
            line.post_id = self._post("grid_member")
        self.assertEqual(newcomer.safety_act_unit_ids, self.grid_b2)
