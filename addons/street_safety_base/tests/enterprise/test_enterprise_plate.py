import io

from PIL import Image
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterprisePlate(EnterpriseCase, HttpCase):
    """The plate at the door: who sees what by its code."""

    def _print(self, user, enterprises):
        engine = self.env["ir.actions.report"].with_user(user)
        return engine._render_qweb_html("street_safety_base.report_plate", enterprises.ids)[0].decode()

    def _open(self, token):
        return self.url_open(f"/street-safety/plate/{token}", allow_redirects=False)

    def test_several_at_once(self):
        other = self._enterprise("二号厂", self.grid_a1)
        self.assertFalse(self.enterprise.plate_token)
        html = self._print(self.grid_user, self.enterprise | other)
        for text in ("晨光制鞋厂", "二号厂", "12350", "Test Street"):
            self.assertIn(text, html)
        self.assertEqual(html.count("data:image/png"), 2)
        tokens = (self.enterprise | other).mapped("plate_token")
        self.assertEqual(len(set(tokens)), 2)
        self.assertGreaterEqual(min(map(len, tokens)), 32)
        self._print(self.grid_user, self.enterprise)
        self.assertEqual(self.enterprise.plate_token, tokens[0], "printing again changes nothing")
        with self.assertRaises(AccessError):
            self._print(self.other_grid_user, self.enterprise)

    def test_staff_land_on_the_file_and_the_public_on_a_page(self):
        self._print(self.grid_user, self.enterprise)
        self.enterprise.write({"address": "湖心巷3号", "phone": "0595-8812", "principal_name": "林守业"})
        token = self.enterprise.plate_token
        answer = self._open(token)
        self.assertEqual(answer.status_code, 200)
        for text in ("晨光制鞋厂", "Test Street", "tel:12350"):
            self.assertIn(text, answer.text)
        for secret in (self.code, "湖心巷", "8812", "林守业", "Grid A1"):
            self.assertNotIn(secret, answer.text)
        self.grid_user.password = self.other_grid_user.password = "pass-word-1"
        self.authenticate("test_grid", "pass-word-1")
        answer = self._open(token)
        self.assertIn(answer.status_code, (302, 303))
        self.assertTrue(answer.headers["Location"].endswith(f"safety_enterprise_action/{self.enterprise.id}"))
        self.authenticate("test_other_grid", "pass-word-1")
        answer = self._open(token)
        self.assertEqual(answer.status_code, 200, "staff of another grid see what the public sees")
        self.assertNotIn("湖心巷", answer.text)

    def test_unknown_and_replaced(self):
        self.assertEqual(self._open("x").status_code, 404)
        self.assertEqual(self._open("False").status_code, 404)
        self._print(self.grid_user, self.enterprise)
        old = self.enterprise.plate_token
        with self.assertRaises(AccessError):
            self.enterprise.with_user(self.other_grid_user).action_new_plate()
        self.enterprise.with_user(self.grid_user).action_new_plate()
        self._print(self.grid_user, self.enterprise)
        self.assertNotEqual(self.enterprise.plate_token, old)
        self.assertEqual(self._open(old).status_code, 404)

    def test_plate_of_a_merged_one_leads_to_its_survivor(self):
        old = self._enterprise("老招牌", self.grid_a1)
        self._print(self.grid_user, old)
        old._merge_into(self.enterprise)
        answer = self._open(old.plate_token)
        self.assertIn("晨光制鞋厂", answer.text)
        self.assertNotIn("老招牌", answer.text)

    def test_code_is_not_chosen(self):
        for change in (
            lambda: self._as(self.grid_user).browse(self.enterprise.id).write({"plate_token": "1"}),
            lambda: self._as(self.grid_user).create({"name": "x", "unit_id": self.grid.id, "plate_token": "1"}),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_position(self):
        mine = self._as(self.grid_user).browse(self.enterprise.id)
        with self.assertRaisesRegex(UserError, "position"):
            mine.action_open_map()
        mine.write({"latitude": 24.908853, "longitude": 118.589421})
        self.assertEqual(mine.action_open_map()["url"], "geo:24.908853,118.589421")
        self.company.safety_map_link = "https://map.example/?p={longitude},{latitude}&n={name}"
        self.assertIn("?p=118.589421,24.908853&n=%E6%99%A8", mine.action_open_map()["url"])
        for wrong in ({"latitude": 91}, {"longitude": -180.5}):
            with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
                mine.write(wrong)
                self.env.flush_all()

    def test_photos_are_the_enterprises_own(self):
        picture = io.BytesIO()
        Image.new("RGB", (8, 6), "seagreen").save(picture, "JPEG")
        values = {"name": "门面.jpg", "raw": picture.getvalue()}
        photo = self.env["ir.attachment"].with_user(self.grid_user).create(values)
        mine = self._as(self.grid_user).browse(self.enterprise.id)
        mine.photo_ids = photo
        self.assertEqual((photo.res_model, photo.res_id), ("safety.enterprise", self.enterprise.id))
        other = self._enterprise("二号厂", self.grid_a1)
        with self.assertRaises(UserError):
            other.photo_ids = photo
