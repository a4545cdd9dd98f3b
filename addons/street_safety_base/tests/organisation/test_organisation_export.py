import io
import json

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .workbooks import OrganisationCase, rows_of, street_workbook, workbook

REPORT = "street_safety_base.organisation"


@tagged("post_install", "-at_install")
class TestOrganisationExport(OrganisationCase):
    """The tree with its people as the workbook that the import takes."""

    def _export(self, units, user=None, lang="en_US", data=None):
        reports = self.env["ir.actions.report"].with_user(user or self.admin).with_context(lang=lang)
        return reports._render_xlsx(REPORT, units.ids, data or {})[0]

    def test_export_and_import_change_nothing(self):
        """Each of the five organisations comes back as it went out, in English and Chinese."""
        for code in ("xt", "bf", "gy"):
            company, admin = self._new_street(code)
            content, units, people = street_workbook(code)
            self._import(content, admin)
            top = self._unit(code.upper(), company)
            for lang in ("en_US", "zh_CN"):
                with self.subTest(street=code, lang=lang):
                    again = self._export(top, admin, lang)
                    exported = list(rows_of(again).values())
                    self.assertEqual(len(exported[0]), len(units) + 1)
                    self.assertEqual(len(exported[1]), len(people) + 1)
                    wizard = self._wizard(again, admin)
                    self.assertFalse(wizard.error_count, [self._said(line) for line in wizard.line_ids])
                    self.assertEqual(wizard.change_count, 0, [self._said(line) for line in wizard.line_ids])

    def test_a_unit_without_code_and_a_formula_come_back(self):
        """Where no code is set the path stands for it; a name that begins with = stays a name."""
        self._import(workbook([("S", "甲街道", "street", ""), ("", "东园社区", "community", "S")], []))
        top = self._unit("S")
        top.child_ids.name = "=1+1"
        content = self._export(top)
        self.assertIn("甲街道 / =1+1", [row[0] for row in rows_of(content)["Units"]])
        self.assertEqual(self._wizard(content).change_count, 0)
        self.assertFalse(top.child_ids.code)

    def test_acting_serving_and_notes_come_back(self):
        people = [
            ("S", "main_leader", 2, "张若水", "", "059512345678", "z@example.com", "2026-01-05", "2099-12-31"),
            ("S", "main_leader", "", "李云开", "", "", "", "2026-01-05", "", "是", "C1", "", "代理三个月"),
        ]
        self._import(workbook([("S", "甲街道", "street", ""), ("C1", "东园社区", "community", "S")], people))
        acting = self._unit("S").appointment_ids.filtered("is_acting")
        self.assertEqual((acting.served_unit_ids.code, acting.note), ("C1", "代理三个月"))
        for lang in ("en_US", "zh_CN"):
            content = self._export(self._unit("S"), lang=lang)
            wizard = self._wizard(content)
            self.assertEqual((wizard.error_count, wizard.change_count), (0, 0), list(map(self._said, wizard.line_ids)))
            acting.is_acting = False
            self.assertEqual(self._wizard(content).change_count, 1)
            acting.is_acting = True

    def test_ended_appointments_stay_at_home(self):
        people = [("S", "main_leader", 1, "张若水", "", "", "", "2020-01-01", "2020-12-31")]
        self._import(workbook([("S", "甲街道", "street", "")], people))
        rows = rows_of(self._export(self._unit("S")))["People"]
        self.assertEqual([(row[0], row[2], row[3]) for row in rows[1:]], [("S", 1, None)])

    def test_template(self):
        """Empty sheets with this database's types and posts to choose from, and a guide that is no data."""
        content = self._export(self.env["safety.unit"], data={"template": True})
        sheets = rows_of(content)
        self.assertEqual(list(sheets), ["Units", "People", "Guide"])
        self.assertEqual((len(sheets["Units"]), len(sheets["People"])), (1, 1))
        guide = sheets["Guide"]
        self.assertIn("Village", [row[4] for row in guide])
        self.assertIn("Rescuer", [row[5] for row in guide])
        book = load_workbook(io.BytesIO(content))
        offered = [rule.formula1 for rule in book["People"].data_validations.dataValidation]
        self.assertEqual(offered, [f"'Guide'!$F$2:$F${self.env['safety.post'].search_count([]) + 1}"])
        wizard = self._wizard(content)
        self.assertEqual((wizard.error_count, wizard.change_count), (0, 0))

    def test_only_the_office_and_only_its_own_street(self):
        self._import(street_workbook("gy")[0])
        top = self._unit("GY")
        _company, stranger = self._new_street("other")
        grid = self._holders("GYC1W1", "grid_member")
        portal = new_test_user(self.env, "test_portal_export", groups="base.group_portal")
        for user in (stranger, grid, portal):
            with self.assertRaises(AccessError):
                self._export(top, user)
        with self.assertRaises(AccessError):
            self._export(top.browse(), grid, data={"template": True})
        leader = self._holders("GY", "street_director")
        self.assertTrue(self._export(top, leader))

    def test_units_seen_but_not_served_are_not_exported(self):
        """Somebody of the office in one community reads the whole tree, but no logins and phones beyond."""
        self._import(street_workbook("gy")[0])
        clerk = self._holders("GYC1", "safety_clerk")
        clerk.group_ids |= self.env.ref("street_safety_base.group_street_safety_office")
        self.assertTrue(self._export(self._unit("GYC1"), clerk))
        with self.assertRaises(AccessError):
            self._export(self._unit("GYC2"), clerk)

    def test_statements_do_not_grow(self):
        """The same number of statements for 3 and for 43 units with their people."""
        counts = []
        for size in (1, 40):
            units = [("S", "甲街道", "street", ""), ("C", "社区", "community", "S")]
            grids = [(f"G{i}", f"网格{i}", "grid", "C") for i in range(size)]
            people = [(f"G{i}", "grid_member", 1, f"某人{i}") for i in range(size)]
            self._import(workbook([*units, *grids], people))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._export(self._unit("S"))
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])


@tagged("post_install", "-at_install")
class TestOrganisationDownload(HttpCase, OrganisationCase):
    """The two downloads as the browser asks for them."""

    def test_download(self):
        self._import(street_workbook("gy")[0])
        self.admin.password = "test_admin_tt"
        self.authenticate("test_admin_tt", "test_admin_tt")
        action = self.env["safety.unit"].with_user(self.admin).action_export_organisation()
        ids = ",".join(map(str, action["context"]["active_ids"]))
        answer = self.url_open(f"/report/xlsx/{action['report_name']}/{ids}")
        self.assertEqual(len(next(iter(rows_of(answer.content).values()))), 14)
        wizard = self.env["safety.organisation.import.wizard"].with_user(self.admin).create({})
        action = wizard.action_template()
        options = json.dumps(action["data"])
        answer = self.url_open(f"/report/xlsx/{action['report_name']}?options={options}")
        self.assertEqual(len(next(iter(rows_of(answer.content).values()))), 1)
