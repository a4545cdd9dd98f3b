import re
import uuid

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_self_check import SelfCheckCase


@tagged("post_install", "-at_install")
class TestSelfCheckRoutes(HttpCase, SelfCheckCase):
    browser_size = "390x844"
    touch_enabled = True

    def _login(self, user):
        user.password = "a long password"
        self.authenticate(user.login, "a long password")

    def _submit(self, url, data, files=None):
        page = self.url_open("/my/account").text
        token = re.search(r'csrf_token"? value="([^"]+)"|csrf_token: "([^"]+)"', page)
        token = token and (token[1] or token[2])
        return self.url_open(url, data={"csrf_token": token, **data}, files=files, allow_redirects=False)

    def test_page_keeps_what_was_typed_and_ticks_nothing(self):
        url = f"/my/enterprise/{self.enterprise.id}/self-check"
        self._login(self.manager)
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Exit free", page.text)
        self.assertNotIn(" checked=", page.text)
        data = {"uuid": str(uuid.uuid4()), **self._answers("conform", "not", "na", n2="typed <b>")}
        answer = self._submit(url, data)
        self.assertIn("o_safety_error", answer.text)
        self.assertEqual(answer.text.count(" checked="), 3)
        self.assertFalse(self.enterprise.inspection_ids)
        done = self._submit(url, data | self._answers("conform", "not", "na", n1="Cable <b>burnt"))
        self.assertIn("o_safety_check_done", done.text)
        self.assertIn("Cable &lt;b&gt;burnt", done.text)
        self._submit(url, data | self._answers("conform", "not", "na", n1="Cable <b>burnt"))  # pressed twice
        self.assertEqual(len(self.enterprise.inspection_ids.hazard_ids), 1)
        file = self.url_open(f"/my/enterprise/{self.enterprise.id}").text
        self.assertIn("o_safety_calendar", file)

    @mute_logger("odoo.http")
    def test_wrong_user(self):
        url = f"/my/enterprise/{self.enterprise.id}/self-check"
        data = {"uuid": str(uuid.uuid4()), **self._answers("conform", "conform", "na")}
        self._login(self.other_manager)
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(self._submit(url, data).status_code, 404)
        self.assertEqual(self.url_open("/my/enterprise/999999999/self-check").status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(url).url)
        self._login(self.manager)
        self.assertEqual(self.url_open(url, data=data).status_code, 400)  # without the token of the page
        self.assertFalse(self.enterprise.inspection_ids)

    def test_self_check_on_the_phone_in_under_a_minute(self):
        self.manager.password = "a long password"
        self.start_tour("/my", "street_safety_self_check", login="wang@example.com", timeout=60)
        check = self.enterprise.inspection_ids
        self.assertEqual(check.line_ids.mapped("result"), ["conform", "not", "na"])
        self.assertEqual(check.hazard_ids.name, "Cable burnt")
