import base64
import json
from datetime import timedelta

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PDF, RED_DOT, PortalCase

SECRET = "晨光制鞋厂"


@tagged("post_install", "-at_install")
class TestWrongReader(HttpCase, PortalCase):
    """Over HTTP, by every way in: an officer of another community and the portal of another enterprise find nothing.

    The generated tests of tests/access attack with a grid member of the demonstration street; this one attacks the
    rooms of the enterprise file with the two that are nearest to a leak: they own the same groups and pages elsewhere.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        attachments = cls.env["ir.attachment"]
        picture = attachments.create({"name": "门头.png", "raw": RED_DOT})
        paper_file = attachments.create({"name": "执照.pdf", "raw": PDF})
        cls.enterprise.kind_id = cls.env.ref("street_safety_base.safety_enterprise_kind_rental")  # these are rated
        cls.enterprise.write({"image": base64.b64encode(RED_DOT), "photo_ids": [(6, 0, picture.ids)]})
        licence = cls.env.ref("street_safety_base.dossier_type_business_licence")
        cls.paper = cls.env["safety.dossier.item"].create(
            {
                "enterprise_id": cls.enterprise.id,
                "type_id": licence.id,
                "name": SECRET,
                "date": cls.today,
                "file_ids": [(6, 0, paper_file.ids)],
            }
        )
        cls._propose({"phone": "0000-8812346"}, files=[("x.png", RED_DOT)])
        cls.env["safety.roll"]._generate(cls.company, cls.today)
        cls.rating = cls.env["safety.rating"].create({"enterprise_id": cls.enterprise.id})
        correction = cls.enterprise.correction_ids
        roll = cls.env["safety.roll"].search([("unit_id", "=", cls.grid.id)])
        seat = cls.env["safety.seat"].search([("unit_id", "=", cls.community_a.id)], limit=1)
        cls.targets = {
            record._name: record[:1]
            for record in (
                *(cls.enterprise, cls.paper, cls.rating, cls.rating.line_ids, correction, correction.line_ids),
                *(cls.enterprise.movement_ids, roll, seat, cls.cadre_user.safety_appointment_ids),
            )
            if record
        }
        cls.files = picture | paper_file | correction.sudo().file_ids
        cls.attackers = cls.other_cadre_user | cls.other_manager
        cls.other_cadre_user.group_ids |= cls.env.ref("base.group_allow_export")
        for user in cls.attackers | cls.cadre_user:
            user.password = f"{user.login}-secret"
        cls.env.flush_all()

    def _each_attacker(self):
        for user in self.attackers:
            self.authenticate(user.login, f"{user.login}-secret")
            yield user

    def _owner_sees(self, url, **kwargs):
        """The same question by whom it belongs to: what is refused to others has to be there."""
        self.authenticate(self.cadre_user.login, f"{self.cadre_user.login}-secret")
        return self.url_open(url, **kwargs)

    def test_targets_are_there(self):
        self.assertEqual(len(self.targets), 10, sorted(self.targets))
        self.assertEqual(len(self.files), 3)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_client_calls(self):
        for _user in self._each_attacker():
            for name, record in self.targets.items():
                for method, args in (
                    ("web_search_read", [[["id", "in", record.ids]], {"display_name": {}}]),
                    ("search_read", [[["id", "in", record.ids]], ["display_name"]]),
                    ("web_read", [record.ids, {"display_name": {}}]),
                    ("read", [record.ids, ["display_name"]]),
                    ("export_data", [record.ids, ["display_name"]]),
                    ("name_search", ["", [["id", "in", record.ids]]]),
                    ("web_read_group", [[["id", "in", record.ids]], ["create_uid"], ["__count"]]),
                    ("web_save", [record.ids, {"display_name": "x"}, {"display_name": {}}]),
                ):
                    body = {"params": {"model": name, "method": method, "args": args, "kwargs": {}}}
                    answer = self.url_open(
                        f"/web/dataset/call_kw/{name}/{method}",
                        data=json.dumps(body),
                        headers={"Content-Type": "application/json"},
                    )
                    self.assertNotIn(SECRET, answer.text, (name, method))
                    found = json.loads(answer.text).get("result")
                    if found and method in ("web_search_read", "web_read_group"):
                        found = found.get("records") or found.get("groups")
                    self.assertFalse(found, (name, method))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_json_2(self):
        tomorrow = self.env.cr.now() + timedelta(days=1)
        for user in self.other_cadre_user:
            key = self.env["res.users.apikeys"].with_user(user)._generate("rpc", "wrong", tomorrow)
            headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
            for name, record in self.targets.items():
                for method, body in (
                    ("read", {"ids": record.ids, "fields": ["display_name"]}),
                    ("write", {"ids": record.ids, "vals": {"create_uid": 1}}),
                    ("unlink", {"ids": record.ids}),
                    ("copy", {"ids": record.ids}),
                ):
                    answer = self.url_open(f"/json/2/{name}/{method}", data=json.dumps(body), headers=headers)
                    self.assertGreaterEqual(answer.status_code, 400, (name, method))
                body = {"domain": [["id", "in", record.ids]], "fields": ["display_name"]}
                answer = self.url_open(f"/json/2/{name}/search_read", data=json.dumps(body), headers=headers)
                self.assertEqual(json.loads(answer.text), [], name)

    def _export(self, kind, record):
        """Ask for a list export in the session that is open, with its own token."""
        fields = [{"name": "id", "label": "id"}, {"name": "display_name", "label": "name"}]
        data = {"model": record._name, "fields": fields, "ids": record.ids, "domain": [], "import_compat": False}
        form = {"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)}
        return self.url_open(f"/web/export/{kind}", data=form, allow_redirects=False)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_export_of_lists(self):
        self.cadre_user.group_ids |= self.env.ref("base.group_allow_export")
        self.authenticate(self.cadre_user.login, f"{self.cadre_user.login}-secret")
        self.assertIn(SECRET, self._export("csv", self.enterprise).content.decode())
        for _user in self._each_attacker():
            for record in self.targets.values():
                for kind in ("csv", "xlsx"):
                    answer = self._export(kind, record)
                    self.assertNotIn(b"CSRF", answer.content)
                    self.assertNotEqual(answer.status_code, 200, (record._name, kind))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_images_and_attachments(self):
        urls = [f"/web/content/{file.id}" for file in self.files]
        urls += [f"/web/content/ir.attachment/{file.id}/raw" for file in self.files]
        image = f"/web/image/safety.enterprise/{self.enterprise.id}/image"
        for url in urls:
            self.assertEqual(self._owner_sees(url).status_code, 200, url)
        self.assertEqual(self._owner_sees(image).content[:4], RED_DOT[:4])
        own = self._owner_sees(image).content
        for login in (*self.attackers.mapped("login"), None):
            self.authenticate(login, login and f"{login}-secret")
            for url in urls:
                self.assertNotEqual(self.url_open(url, allow_redirects=False).status_code, 200, (url, login))
            self.assertNotEqual(self.url_open(image, allow_redirects=False).content, own, login)
            content = f"/web/content/safety.enterprise/{self.enterprise.id}/image"
            self.assertNotEqual(self.url_open(content, allow_redirects=False).status_code, 200, login)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_reports(self):
        targets = {**self.targets, "safety.unit": self.community_a}
        reports = self.env["ir.actions.report"].search([("model", "in", list(targets))])
        self.assertGreater(len(reports), 5)
        page = f"/report/html/street_safety_base.report_dossier/{self.enterprise.id}"
        self.assertIn(SECRET, self._owner_sees(page).text)
        for _user in self._each_attacker():
            for report in reports:
                record = targets[report.model]
                kinds = ("xlsx",) if report.report_type == "xlsx" else ("html", "pdf", "text")
                for kind in kinds:
                    url = f"/report/{kind}/{report.report_name}/{record.id}"
                    answer = self.url_open(url, allow_redirects=False)
                    self.assertNotIn(SECRET, answer.text, url)
                    refused = answer.status_code != 200 or "error" in answer.text.lower()
                    self.assertTrue(refused, (url, answer.status_code, answer.text[:200]))

    def test_import(self):
        """A file that names an enterprise of another unit, by its code or its id, changes nothing and tells nothing."""
        before = self.enterprise.read(["name", "phone", "unit_id", "write_date"])
        officer = self.Enterprise.with_user(self.other_cadre_user)
        for columns, row in (
            (["name", "credit_code", "phone"], ["冒名", self.code, "1"]),
            ([".id", "phone"], [str(self.enterprise.id), "1"]),
            (["name", "unit_id"], ["塞进去", self.grid.name]),
        ):
            with self.subTest(columns=columns), self.cr.savepoint() as savepoint:
                with mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db"):
                    try:
                        result = officer.with_context(import_file=True).load(columns, [row])
                    except AccessError:
                        result = {"ids": False, "messages": []}
                self.assertFalse(result["ids"])
                self.assertNotIn(SECRET, json.dumps(result["messages"], ensure_ascii=False, default=str))
                savepoint.rollback()
            self.env.invalidate_all()
            self.assertEqual(self.enterprise.read(["name", "phone", "unit_id", "write_date"]), before)
