from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import TrainingCase, exam

BEFORE, DURING, AFTER = "2026-03-10 00:00:00", "2026-03-10 00:45:00", "2026-03-10 03:30:00"
#: The place, somebody 200 m from it, and somebody 30 km away.
PLACE, NEAR, FAR = (24.5000, 118.1000), (24.5018, 118.1000), (24.7698, 118.1000)


@tagged("post_install", "-at_install")
@freeze_time(DURING)
class TestTrainingSignIn(TrainingCase):
    def setUp(self):
        super().setUp()
        self.training = self._training(latitude=PLACE[0], longitude=PLACE[1])
        self.training.action_fill_audience()
        self.line = self.training.attendee_ids.filtered(lambda line: line.user_id == self.cadre_user)
        self.mine = self.line.with_user(self.cadre_user)

    def test_sign_in_30_km_away_is_refused(self):
        """Bad input of the issue: thirty kilometres away; the sentence says how far, and the way out."""
        with self.assertRaisesRegex(UserError, r"30\.0 km.*500 m.*recorder"):
            self.mine.action_sign_in(*FAR)
        self.assertEqual(self.line.state, "expected")
        self.line.with_user(self.office_user).action_mark_present()
        self.assertEqual(self.line.state, "present")

    def test_near_enough_keeps_the_distance_only(self):
        self.mine.action_sign_in(*NEAR)
        self.assertEqual(self.line.state, "present")
        self.assertAlmostEqual(self.line.signed_distance, 200, delta=2)
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            self.line.write({"signed_distance": 1})

    def test_distance_is_data(self):
        self.staff.sign_in_distance = 100
        with self.assertRaisesRegex(UserError, "200 m.*100 m"):
            self.mine.action_sign_in(*NEAR)
        self.staff.sign_in_distance = 0
        self.mine.action_sign_in(*FAR)
        self.assertEqual(self.line.state, "present")

    def test_without_position_as_the_programme_says(self):
        self.staff.position_required = True
        with self.assertRaisesRegex(UserError, "position"):
            self.mine.action_sign_in()
        with self.assertRaisesRegex(UserError, "position"):
            self.training.with_user(self.office_user).sudo().attendee_ids.filtered(
                lambda line: line.user_id == self.cadre_user
            ).with_user(self.cadre_user).action_sign_in(None, 118)
        self.staff.position_required = False
        self.mine.action_sign_in()
        self.assertEqual((self.line.state, self.line.signed_distance), ("present", 0))

    def test_place_not_known_asks_for_nothing(self):
        self.training.write({"latitude": 0, "longitude": 0})
        self.staff.position_required = True
        self.mine.action_sign_in()
        self.assertEqual(self.line.state, "present")

    def test_attendance_after_the_session(self):
        """Bad input of the issue: signing in when the session is over."""
        with freeze_time(AFTER), self.assertRaisesRegex(UserError, "not open"):
            self.mine.action_sign_in(*NEAR)
        self.line.with_user(self.office_user).action_mark_present()
        with freeze_time(AFTER):
            self.training.action_hold()
            with self.assertRaisesRegex(UserError, "closed"):
                (self.training.attendee_ids - self.line).action_mark_present()
            with self.assertRaisesRegex(UserError, "closed"):
                self.training.attendee_ids = [Command.create({"name": "Late"})]

    def test_a_person_has_one_name(self):
        """Bad input of the issue: a person with two names, or twice on the list."""
        self.assertEqual(self.line.name, self.cadre_user.name)
        with self.assertRaisesRegex(ValidationError, "mark that line"):
            self.training.attendee_ids = [Command.create({"name": self.cadre_user.name})]
        with self.assertRaisesRegex(ValidationError, "registered as"):
            self.line.name = "Somebody Else"

    def test_evaluation_by_who_was_there(self):
        with self.assertRaisesRegex(UserError, "present"):
            self.line._rate("5", "")
        self.training.action_mark_all_present()
        first, second = self.training.attendee_ids
        first._rate("5", "Clear")
        second._rate("2", "")
        self.assertEqual((self.training.rating, self.training.rating_count), (3.5, 2))
        with self.assertRaisesRegex(UserError, "stars"):
            first._rate("6", "")
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            first.write({"rating": "1"})
        with freeze_time(AFTER):
            self.training.action_hold()
        with self.assertRaises(UserError):
            first._rate("1", "")

    def test_position_is_one(self):
        with self.assertRaisesRegex(ValidationError, "position"):
            self.training.latitude = 118.1


@tagged("post_install", "-at_install")
class TestTrainingSignInPage(HttpCase, TrainingCase):
    def setUp(self):
        super().setUp()
        self.leads.survey_id = exam(self.env)
        self._enterprise("Factory", self.grid_a1, safety_manager_name="Li Si")
        self._enterprise("Workshop", self.grid_a2, safety_manager_name="Li Si")
        self._enterprise("Foundry", self.grid_a2, safety_manager_name="Wang Wu")
        start = fields.Datetime.subtract(fields.Datetime.now().replace(microsecond=0), minutes=5)
        vals = {"begin": start, "unit": self.community_a, "latitude": PLACE[0], "longitude": PLACE[1]}
        self.training = self._training(
            type_id=self.leads.id, post_ids=[Command.set(self._post("stationed_cadre").ids)], **vals
        )
        self.training.action_fill_audience()
        self.address = f"/street-safety/training/{self.training.token}"
        for user in (self.cadre_user, self.other_cadre_user):
            user.password = user.login

    def _send(self, address=None, **data):
        return self.url_open(address or self.address, data={"csrf_token": Request.csrf_token(self), **data})

    def _line(self, name):
        return self.training.attendee_ids.filtered(lambda line: line.name == name)

    def _at(self, place):
        return {"latitude": place[0], "longitude": place[1]}

    def test_guest_signs_in_by_name_and_goes_on_to_the_exam(self):
        self.authenticate(None, None)
        self.assertIn("sign_in_name", self.url_open(self.address).text)
        page = self._send(name=" wang  WU ", **self._at(NEAR))
        line = self._line("Wang Wu")
        self.assertEqual((line.state, line.exam_state), ("present", "open"))
        self.assertIn(line._sheets().access_token, page.text)
        key = page.url.split("key=")[1]
        self._send(f"{self.address}/rate", line=line.id, key=key, rating="4", note="Good")
        self.assertEqual((line.rating, line.rating_note), ("4", "Good"))
        again = self._send(name="Wang Wu", **self._at(NEAR))
        self.assertIn("o_safety_error", again.text)
        self.assertNotIn(line._sheets().access_token, again.text, "the sheet is shown to its own person only")

    def test_two_of_one_name_are_told_apart(self):
        self.authenticate(None, None)
        self.assertIn("o_safety_error", self._send(name="Li Si").text)
        self.assertEqual(set(self._line("Li Si").mapped("state")), {"expected"})
        self._send(name="Li Si", firm="workshop")
        present = self._line("Li Si").filtered(lambda line: line.state == "present")
        self.assertEqual(present.enterprise_id.name, "Workshop")

    @mute_logger("odoo.http")
    def test_far_away_and_wrong_keys(self):
        self.authenticate(None, None)
        page = self._send(name="Wang Wu", **self._at(FAR))
        self.assertIn("30.0 km", page.text)
        line = self._line("Wang Wu")
        self.assertEqual(line.state, "expected")
        self.assertIn("o_safety_error", self._send(name="Nobody").text)
        line.action_mark_present()
        rate = f"{self.address}/rate"
        self.assertEqual(self._send(rate, line=line.id, key="x", rating="1").status_code, 404)
        self.assertNotIn("o_safety_signed_in", self.url_open(f"{self.address}?line={line.id}&key=x").text)
        self.assertEqual(self.url_open("/street-safety/training/x").status_code, 404)
        self.assertFalse(line.rating)

    @mute_logger("odoo.http")
    def test_staff_sign_in_with_their_login(self):
        self.authenticate("test_cadre", "test_cadre")
        page = self._send(**self._at(NEAR))
        line = self.training.attendee_ids.filtered("user_id")
        self.assertEqual((line.state, line.signed_by_id), ("present", self.cadre_user))
        self.assertIn("o_safety_exam", page.text)
        self.assertIn("/report/barcode/", self.url_open(f"/street-safety/training/{self.training.id}/screen").text)
        self.authenticate("test_other_cadre", "test_other_cadre")
        self.assertIn("o_safety_error", self._send(**self._at(NEAR)).text)
        self.assertEqual(self.url_open(f"/street-safety/training/{self.training.id}/screen").status_code, 403)
        with self.assertRaises(AccessError):
            self.training.with_user(self.other_cadre_user).action_screen()

    def test_portal_leads_to_the_page_while_it_is_open(self):
        firm = self._line("Wang Wu").enterprise_id
        (line,) = firm._portal_file()["trainings"]
        self.assertEqual(line["page"], self.address)
        self.training.write({"date_start": "2026-01-05 01:00:00", "date_end": "2026-01-05 02:00:00"})
        self.env.invalidate_all()
        (line,) = firm._portal_file()["trainings"]
        self.assertFalse(line["page"])
