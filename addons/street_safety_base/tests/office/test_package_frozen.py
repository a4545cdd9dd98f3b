import hashlib
import json
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .package_common import PackageCase, verify

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.http", "odoo.sql_db")
# Steps that a frozen package still takes; each has its own test.
STEPS = {"action_submit", "action_receive", "action_return", "action_new_version"}


@tagged("post_install", "-at_install")
class TestPackageFrozen(HttpCase, PackageCase):
    """A signed package, attacked by every route as head, office and superuser: its rows and its hash stay."""

    def setUp(self):
        super().setUp()
        self.package = self._signed()
        self.before = self._state()

    def _state(self):
        self.env.invalidate_all()
        package = self.package.sudo()
        return (
            json.dumps(package.section_data, sort_keys=True),
            package.hash,
            (package.kind_id, package.unit_id, package.period_start, package.version, package.state, package.note),
            package.file_id.raw,
        )

    def _attackers(self):
        yield "head", self.package.with_user(self.head_user)
        yield "office", self.package.with_user(self.office_user)
        yield "superuser", self.package.sudo()

    def _refused(self, who, route, call):
        with self.subTest(who=who, route=route):
            with self.assertRaises(UserError), self.cr.savepoint():  # AccessError is one
                call()
                self.env.flush_all()
            self.assertEqual(self._state(), self.before)

    @mute_logger(*QUIET)
    def test_every_field(self):
        names = [
            name
            for name, field in self.package._fields.items()
            if field.store and name not in {*MAGIC_COLUMNS, *self.package._frozen_writable} and field.type != "one2many"
        ]
        self.assertGreater(len(names), 12)
        for who, package in self._attackers():
            for name in names:
                value = package._fields[name].convert_to_write(package[name], package)
                self._refused(who, name, lambda package=package, name=name, value=value: package.write({name: value}))

    @mute_logger(*QUIET)
    def test_every_method(self):
        methods = [
            name
            for name in dir(type(self.package))
            if name.startswith("action_") and name not in STEPS and callable(getattr(type(self.package), name))
        ]
        self.assertIn("action_assemble", methods)
        for who, package in self._attackers():
            for name in methods:
                with self.subTest(who=who, method=name):
                    # The last of the errors comes from a model that is not archived.
                    with suppress(UserError, TypeError, AssertionError), self.cr.savepoint():
                        getattr(package, name)()
                        self.env.flush_all()
                    self.assertEqual(self._state(), self.before)

    @mute_logger(*QUIET)
    def test_delete_import_and_file(self):
        file = self.package.file_id
        for who, package in self._attackers():
            self._refused(who, "unlink", package.unlink)
            self._refused(who, "archive", lambda package=package: package.write({"frozen_at": False}))
            mine = file.with_env(package.env)
            self._refused(who, "file", lambda mine=mine: mine.write({"raw": b"forged"}))
            self._refused(who, "file away", lambda mine=mine: mine.write({"res_id": 0}))
            self._refused(who, "delete file", mine.unlink)
            with self.subTest(who=who, route="import"):
                result = package.browse().load([".id", "note"], [[str(package.id), "forged"]])
                self.assertTrue(result["messages"])
                self.assertEqual(self._state(), self.before)

    def test_what_it_was_made_of_changes(self):
        """Kind, part, ledger, column, unit and records change: the package does not."""
        part = self.kind.part_ids[0]
        part.ledger_id.write({"name": "Another name"})
        part.ledger_id.column_ids[0].heading = "Another heading"
        self.kind.part_ids[1].unlink()
        self.records[1].with_user(self.cadre_user).action_void()
        self.assertEqual(self._state(), self.before)

    @mute_logger(*QUIET)
    def test_over_http(self):
        """RPC and /json/2: nothing there either, whatever the context says."""
        keys = self.env["res.users.apikeys"].with_user(self.head_user).sudo()  # the clock of the test stands still
        key = keys._generate("rpc", "frozen", self.env.cr.now() + timedelta(days=1))
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        one = {"ids": self.package.ids, "context": {"install_mode": True, "tracking_disable": True}}
        calls = {
            "write": {**one, "vals": {"note": "forged"}},
            "web_save": {**one, "vals": {"section_data": []}, "specification": {}},
            "action_assemble": one,
            "unlink": one,
            "load": {"fields": [".id", "note"], "data": [[str(self.package.id), "forged"]]},
            "_workflow_write": {**one, "vals": {"hash": "0"}},
            "_assemble": one,
        }
        for method, body in calls.items():
            with self.subTest(method):
                answer = self.url_open(f"/json/2/safety.package/{method}", data=json.dumps(body), headers=headers)
                refused = answer.status_code >= 400 or (method == "load" and answer.json()["messages"])
                self.assertTrue(refused, answer.text[:200])
                self.assertEqual(self._state(), self.before)
        answer = self.url_open(
            "/json/2/ir.attachment/write",
            data=json.dumps({"ids": self.package.file_id.ids, "vals": {"raw": "Zm9yZ2Vk"}}),
            headers=headers,
        )
        self.assertGreaterEqual(answer.status_code, 400)
        self.assertEqual(self._state(), self.before)

    def _exported(self, folder):
        """Return the signed text and the workbook as they are downloaded."""
        self.authenticate("test_head", "test_head")
        text, book = Path(folder) / "package.json", Path(folder) / "package.xlsx"
        action = self.package.action_download_text()
        text.write_bytes(self.url_open(action["url"]).content)
        book.write_bytes(self.url_open(f"/report/xlsx/street_safety_base.package_xlsx/{self.package.id}").content)
        return text, book

    def test_hash_by_the_independent_script(self):
        """The script has nothing of ours: it takes the exported files, and finds what somebody changes in them."""
        with tempfile.TemporaryDirectory() as folder:
            text, book = self._exported(folder)
            self.assertEqual(hashlib.sha256(text.read_bytes()).hexdigest(), self.package.hash)
            code, said = verify(text, "--hash", self.package.hash, "--workbook", book)
            self.assertEqual((code, self.package.hash in said), (0, True), said)
            code, said = verify(text, "--hash", "0" * 64)
            self.assertEqual(code, 1)
            text.write_bytes(text.read_bytes().replace(b"Visit of 2026-03-01", b"Visit of 2026-03-02"))
            code, said = verify(text, "--hash", self.package.hash, "--workbook", book)
            self.assertEqual(code, 1)
            self.assertIn("Visit of 2026-03-01", said, "the workbook still shows what was signed")
            text.write_text(json.dumps(json.loads(text.read_bytes()), indent=1))
            self.assertEqual(verify(text)[0], 1, "another form of the same content")
            text.write_bytes(b"no json")
            self.assertEqual(verify(text)[0], 2)

    def test_script_needs_nothing_but_python(self):
        answer = self.url_open("/street_safety_base/static/verify/verify_package.py")
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("import odoo", answer.text)
        self.assertNotIn("openpyxl", answer.text)

    def test_paper_twin(self):
        """The paper shows the rows, who signed and the hash, of the signed content."""
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.head_user)
            ._render_qweb_html("street_safety_base.report_package", self.package.ids)
        )
        text = html.decode()
        for words in ("Visit of 2026-03-01", self.package.hash, "test_head", "data:image/png;base64"):
            self.assertIn(words, text)
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.other_grid_user)._render_qweb_html(
                "street_safety_base.report_package", self.package.ids
            )
