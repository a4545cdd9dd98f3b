import base64
import io

from openpyxl import Workbook, load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import file_open

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestChecklistImport(InspectionCase):
    def _book(self, rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return base64.b64encode(stream.getvalue())

    def _wizard(self, file, user=None, **vals):
        wizard = self.env["safety.checklist.import.wizard"].with_user(user or self.office_user)
        return wizard.create({"file": file, **vals})

    def test_errors_name_row_column_and_reason(self):
        file = self._book(
            [
                ["用电检查"],
                ["检查类别", "检查内容", "隐患等级", "整改建议"],
                ["配电", "箱门完好", "一般", "修复"],
                [None, "箱门完好", "严重", ""],
                [None, None, "", "补上"],
                ["线路", "穿管敷设", "", "x" * 501],
            ]
        )
        count = self.env["safety.checklist"].search_count([])
        wizard = self._wizard(file, name="用电")
        action = wizard.action_import()
        self.assertEqual(action["res_model"], wizard._name)
        found = [(line.row, line.column) for line in wizard.line_ids]
        self.assertEqual(sorted(found), [(4, "检查内容"), (4, "隐患等级"), (5, "检查内容"), (6, "整改建议")])
        self.assertIn("row 3", wizard.line_ids.filtered(lambda line: line.column == "检查内容")[0].reason)
        self.assertEqual(self.env["safety.checklist"].search_count([]), count)

    def test_new_checklist_from_the_template(self):
        with file_open("street_safety_inspection/static/xlsx/safety_checklist.xlsx", "rb") as stream:
            file = base64.b64encode(stream.read())
        action = self._wizard(file, filename="夜市检查表.xlsx").action_import()
        checklist = self.env["safety.checklist"].browse(action["res_id"])
        self.assertEqual((checklist.name, checklist.state, len(checklist.item_ids)), ("夜市检查表", "draft", 2))
        first = checklist.item_ids[0]
        self.assertEqual((first.section, first.severity, first.edition), ("安全疏散", "major", "2021年修正"))
        self.assertEqual(checklist.item_ids[1].section, "安全疏散")

    def test_export_is_read_again_as_the_next_version(self):
        reports = self.env["ir.actions.report"].with_user(self.office_user)
        shipped = self.env.ref("street_safety_inspection.checklist_dust")
        content, _kind = reports._render_xlsx("street_safety_inspection.checklist_xlsx", shipped.ids, {})
        book = load_workbook(io.BytesIO(content))
        self.assertEqual([cell.value for cell in book.active[4]][:2], ["检查类别", "检查内容"])
        book.active["B5"] = "改过的一句话"
        stream = io.BytesIO()
        book.save(stream)
        wizard = self._wizard(base64.b64encode(stream.getvalue()), checklist_id=shipped.id)
        following = shipped.browse(wizard.action_import()["res_id"])
        self.assertEqual((following.previous_id, following.version), (shipped, 2))
        self.assertEqual(len(following.item_ids), len(shipped.item_ids))
        self.assertEqual(following.item_ids[0].name, "改过的一句话")
        for old, new in zip(shipped.item_ids[1:], following.item_ids[1:], strict=True):
            for name in ("section", "name", "legal_basis", "edition", "severity", "measure"):
                self.assertEqual(old[name], new[name])

    def test_of_another_street_it_prints_nothing(self):
        other = self.env["res.company"].sudo().create({"name": "Other Street"})
        theirs = self.checklist.sudo().copy({"company_id": other.id})
        portal = new_test_user(self.env, "checklist_portal", groups="base.group_portal")
        for user, checklist in ((self.office_user, theirs), (portal, theirs), (portal, self.checklist)):
            reports = self.env["ir.actions.report"].with_user(user)
            with self.assertRaises(AccessError):
                reports._render_xlsx("street_safety_inspection.checklist_xlsx", checklist.ids, {})

    def test_what_is_no_workbook_is_refused(self):
        for content, words in ((b"#!/bin/sh", "no XLSX workbook"), (None, "Choose a workbook")):
            with self.assertRaisesRegex(UserError, words):
                self._wizard(content and base64.b64encode(content), name="x").action_import()
        with self.assertRaisesRegex(UserError, "检查类别"):
            self._wizard(self._book([["a", "b"], ["c", "d"]]), name="x").action_import()
        with self.assertRaisesRegex(UserError, "Name of the new"):
            self._wizard(self._book([["检查类别", "检查内容"], ["a", "b"]])).action_import()

    def test_only_the_office_imports(self):
        with self.assertRaises(AccessError):
            self._wizard(self._book([["检查类别", "检查内容"], ["a", "b"]]), self.grid_user, name="x")
