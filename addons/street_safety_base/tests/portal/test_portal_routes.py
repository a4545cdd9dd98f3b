import re

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PDF, RED_DOT, PortalCase


@tagged("post_install", "-at_install")
class TestPortalRoutes(HttpCase, PortalCase):
    """Every route, by everybody who should not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.manager, cls.other_manager, cls.grid_user, cls.office_user):
            user.password = f"{user.login}-secret"

    def _login(self, user):
        self.authenticate(user.login, f"{user.login}-secret")

    def _get(self, url):
        return self.url_open(url, allow_redirects=False)

    def _submit(self, url, data, files=None):
        page = self.url_open("/my/account").text
        token = re.search(r'csrf_token: "([^"]+)"', page)
        return self.url_open(url, data={"csrf_token": token and token[1], **data}, files=files, allow_redirects=False)

    def _pages(self, enterprise):
        return [f"/my/enterprise/{enterprise.id}", f"/my/enterprise/{enterprise.id}/correct"]

    def test_own_pages(self):
        self._login(self.manager)
        answer = self._get("/my/enterprises")
        self.assertTrue(answer.headers["Location"].endswith(f"/my/enterprise/{self.enterprise.id}"))
        for url in self._pages(self.enterprise):
            page = self._get(url)
            self.assertEqual(page.status_code, 200)
            self.assertIn("晨光制鞋厂", page.text)
            self.assertIn("0000-8812345", page.text)
            self.assertNotIn("星辉塑料厂", page.text)
        self.assertIn("/my/enterprises", self._get("/my/home").text)
        count = self.make_jsonrpc_request("/my/counters", {"counters": ["safety_enterprise_count"]})
        self.assertEqual(count["safety_enterprise_count"], 1)

    def test_who_answers_for_the_enterprise(self):
        self.grid_user.partner_id.phone = "0000-8700001"
        self._login(self.manager)
        page = self._get(f"/my/enterprise/{self.enterprise.id}").text
        self.assertIn(self.grid_user.name, page)
        self.assertIn("tel:0000-8700001", page)
        self.assertNotIn(self.other_grid_user.name, page)

    def test_papers_and_what_is_missing(self):
        self.enterprise.high_hazard = True
        kind = self.env.ref("street_safety_base.dossier_type_liability_insurance")
        self._login(self.manager)
        page = self._get(f"/my/enterprise/{self.enterprise.id}").text
        names = "|".join({kind.name, kind.with_context(lang="zh_CN").name})  # the page is in the portal's language
        self.assertRegex(page, rf"text-danger[\s\S]*({names})")
        self.env["safety.dossier.item"].create(
            {"enterprise_id": self.enterprise.id, "type_id": kind.id, "date": "2020-01-01", "date_end": "2020-12-31"}
        )
        self.assertRegex(self._get(f"/my/enterprise/{self.enterprise.id}").text, r"text-danger\">\s*\S*2020")

    def test_propose_and_withdraw(self):
        self._login(self.manager)
        answer = self._submit(
            f"/my/enterprise/{self.enterprise.id}/correct",
            {"phone": "0000-8800001", "headcount": "24", "note": "<script>alert(1)</script>"},
            files=[("files", ("x.png", RED_DOT, "image/png")), ("files", ("p.pdf", PDF, "application/pdf"))],
        )
        self.assertEqual(answer.status_code, 303, answer.text[:500])
        correction = self.enterprise.correction_ids
        self.assertEqual(correction.line_ids.mapped("field"), ["phone"])
        self.assertEqual(len(correction.file_ids), 2)
        self.assertEqual(correction.proposed_by_id, self.manager)
        page = self._get(f"/my/enterprise/{self.enterprise.id}?sent=1").text
        self.assertNotIn("<script>alert(1)", page)
        self._submit(f"/my/enterprise/{self.enterprise.id}/withdraw/{correction.id}", {})
        self.env.invalidate_all()
        self.assertEqual(correction.state, "withdrawn")

    def test_bad_input_comes_back_with_what_was_typed(self):
        self._login(self.manager)
        answer = self._submit(
            f"/my/enterprise/{self.enterprise.id}/correct", {"headcount": "many", "address": "湖滨路9号"}
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("o_safety_error", answer.text)
        self.assertIn("湖滨路9号", answer.text)
        self.assertFalse(self.enterprise.correction_ids)

    def test_xy_3_7b_the_safety_manager_reminds_the_head(self):
        """XY-3.7b: a reminder to the head of the enterprise is recorded by its safety manager, and is dated."""
        self._login(self.manager)
        url = f"/my/enterprise/{self.enterprise.id}/remind"
        self.assertIn("o_safety_error", self._submit(url, {"text": " "}).text)
        self.assertEqual(self._submit(url, {"text": "请落实<b>全员</b>责任制", "date": "2020-01-01"}).status_code, 303)
        record = self.env["safety.record"].search([("enterprise_ids", "in", self.enterprise.ids)])
        self.assertEqual((record.type_id.code, record.state, record.date), ("reminder", "done", self.today))
        self.assertEqual((record.user_id, record.unit_id), (self.manager, self.grid_a1))
        page = self._get(f"/my/enterprise/{self.enterprise.id}").text
        self.assertIn("请落实&lt;b&gt;全员", page)
        self.assertIn(record, self.env["safety.record"].with_user(self.grid_user).search([]))
        for _number in range(4):
            self._submit(url, {"text": "x"})
        self.assertIn("o_safety_error", self._submit(url, {"text": "x"}).text)
        self.assertEqual(self._submit(f"/my/enterprise/{self.other.id}/remind", {"text": "x"}).status_code, 404)

    def test_tampered_fields(self):
        self._login(self.manager)
        self._submit(
            f"/my/enterprise/{self.enterprise.id}/correct",
            {"phone": "0000-8800001", "name": "Stolen", "class_id": "1", "enterprise_id": self.other.id, "state": "x"},
        )
        correction = self.enterprise.correction_ids
        self.assertEqual((correction.line_ids.mapped("field"), correction.state), (["phone"], "proposed"))
        self.assertFalse(self.other.correction_ids)
        self.assertEqual(self.enterprise.name, "晨光制鞋厂")

    @mute_logger("odoo.http")
    def test_csrf(self):
        self._login(self.manager)
        answer = self.url_open(f"/my/enterprise/{self.enterprise.id}/correct", data={"phone": "1"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.enterprise.correction_ids)

    @mute_logger("odoo.http")
    def test_foreign_enterprise(self):
        correction = self._propose({"phone": "1"}, enterprise=self.other, user=self.other_manager)
        self._login(self.manager)
        missing = self._get("/my/enterprise/999999999")
        self.assertEqual(missing.status_code, 404)
        for url in self._pages(self.other):
            page = self._get(url)
            self.assertEqual(page.status_code, 404, "as if it did not exist")
            self.assertNotIn("星辉", page.text)
        for own in (self.other, self.enterprise):
            answer = self._submit(f"/my/enterprise/{own.id}/withdraw/{correction.id}", {})
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(self._submit(f"/my/enterprise/{self.other.id}/correct", {"phone": "2"}).status_code, 404)
        self.env.invalidate_all()
        self.assertEqual((correction.state, self.other.correction_ids), ("proposed", correction))

    @mute_logger("odoo.http")
    def test_staff_and_strangers(self):
        """Whoever is no contact of the enterprise finds no page, seat or not; nobody gets in without a login."""
        for user in (self.grid_user, self.office_user):
            self._login(user)
            for url in self._pages(self.enterprise):
                self.assertEqual(self._get(url).status_code, 404, user.login)
            self.assertNotIn("晨光制鞋厂", self._get("/my/enterprises").text)
        self.authenticate(None, None)
        for url in ("/my/enterprises", *self._pages(self.enterprise)):
            answer = self._get(url)
            self.assertIn("/web/login", answer.headers.get("Location", ""))

    @mute_logger("odoo.http")
    def test_left_and_merged(self):
        self._login(self.manager)
        self.enterprise._merge_into(self._enterprise("晨光", self.grid_a1, partner_id=self.grid_user.partner_id.id))
        for url in self._pages(self.enterprise):
            self.assertEqual(self._get(url).status_code, 404)
        self.assertNotIn("晨光制鞋厂", self._get("/my/enterprises").text)

    def test_two_sites(self):
        site = self._enterprise("晨光制鞋厂二号", self.grid_a2)
        self._invite(site, "wang@example.com")
        self._login(self.manager)
        page = self._get("/my/enterprises")
        self.assertEqual(page.status_code, 200)
        self.assertIn(f"/my/enterprise/{self.enterprise.id}", page.text)
        self.assertIn(f"/my/enterprise/{site.id}", page.text)
        self.assertNotIn("星辉", page.text)

    @mute_logger("odoo.http")
    def test_attachments_of_others(self):
        mine = self._propose({}, files=[("x.png", RED_DOT)]).file_ids
        self._login(self.other_manager)
        self.assertNotIn(RED_DOT, self._get(f"/web/content/{mine.id}").content)
        self.assertNotIn(RED_DOT, self._get(f"/web/image/{mine.id}").content)
