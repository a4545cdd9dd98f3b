import io

import openpyxl
from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import file_open

from .common import CertificateCase, operator_number

TITLES = ["企业名称", "姓名", "证书类型", "作业项目", "证书编号", "发证日期", "有效期至"]
COLUMNS = ["enterprise_id", "name", "type_id", "operation", "number", "date_issue", "date_end"]
OPTIONS = {
    "has_headers": True, "quoting": '"', "separator": "", "float_thousand_separator": ",",
    "float_decimal_separator": ".", "date_format": "%Y-%m-%d", "datetime_format": "", "advanced": False,
}  # fmt: skip


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestCertificateImport(CertificateCase):
    """A clerk's register as XLSX: row, column and reason, nothing half in."""

    def _book(self, rows, merges=()):
        book = openpyxl.Workbook()
        for row in (TITLES, *rows):
            book.active.append(row)
        for area in merges:
            book.active.merge_cells(area)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def _import(self, rows, user=None, merges=()):
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        dialog = (
            self.env["base_import.import"]
            .with_user(user or self.office_user)
            .create(
                {
                    "res_model": "safety.certificate",
                    "file": self._book(rows, merges),
                    "file_name": "台账.xlsx",
                    "file_type": kind,
                }
            )
        )
        return dialog.execute_import(COLUMNS, TITLES, dict(OPTIONS))

    def _row(self, name="Xu", number=None, firm="Factory", issued="2025-06-01", end="2031-05-31", operation="焊接"):
        kind = self.types["special_operation"].with_user(self.office_user).name
        return [firm, name, kind, operation, number or operator_number(1), issued, end]

    def _refused(self, rows, *words, **options):
        result = self._import(rows, **options)
        text = "\n".join(message["message"] for message in result["messages"])
        for word in words:
            self.assertIn(word, text)
        self.assertFalse(self.env["safety.certificate"].search([("company_id", "=", self.company.id)]), "half in")

    def test_merged_cells_and_twice_the_same_file(self):
        rows = [self._row("Xu", operator_number(1)), self._row("Ma", operator_number(2), firm=None)]
        result = self._import(rows, merges=["A2:A3"])
        self.assertFalse(result["messages"])
        records = self.env["safety.certificate"].search([("company_id", "=", self.company.id)])
        self.assertEqual(records.enterprise_id, self.factory)
        self.assertEqual(sorted(records.mapped("name")), ["Ma", "Xu"])
        self.assertFalse(self._import(rows, merges=["A2:A3"])["messages"])
        self.assertEqual(self.env["safety.certificate"].search_count([("company_id", "=", self.company.id)]), 2)
        renewed = [self._row("Xu", operator_number(1), issued="2026-02-01", end="2032-01-31")]
        self.assertFalse(self._import(renewed)["messages"])
        states = self.env["safety.certificate"].search([("name", "=", "Xu"), ("company_id", "=", self.company.id)])
        self.assertEqual(sorted(states.mapped("state")), ["replaced", "valid"], "a new day of issue is a renewal")

    def test_lapse_before_issue(self):
        self._refused(
            [self._row(), self._row("Ma", operator_number(2), end="2025-05-01")], "Row 3", "有效期至", "before"
        )

    def test_number_twice_in_the_file(self):
        self._refused([self._row(), self._row()], "Row 3", "证书编号", "row 2")

    def test_one_number_two_names(self):
        rows = [self._row("Xu"), self._row("Xu Ming", issued="2024-06-01")]
        self._refused(rows, "Row 3", "“Xu”", "one number is one person")

    def test_number_works_elsewhere(self):
        self._certificate("Xu", operator_number(1), "special_operation", self.workshop)
        text = self._import([self._row(issued="2026-01-05")])["messages"][0]["message"]
        self.assertIn("Row 2", text)
        self.assertIn("Workshop", text)

    def test_unknown_enterprise_and_unreadable_date(self):
        self._refused([self._row(firm="No such firm")], "Row 2", "No such firm")
        self._refused([self._row(issued="next year")], "Row 2", "发证日期")

    def test_odd_number_is_a_warning(self):
        result = self._import([self._row(number="T12345678")])
        self.assertFalse(result["messages"])
        self.assertIn("Row 2", result["warnings"][0])
        self.assertTrue(self.env["safety.certificate"].search([("number", "=", "T12345678")]).is_odd)

    def test_beyond_the_own_seats(self):
        self._refused([self._row()], "Row 2", user=self.other_grid_user)

    def test_template_is_understood(self):
        with file_open("street_safety_training/static/xlsx/safety_certificate.xlsx", "rb") as file:
            sheet = openpyxl.load_workbook(file).active
        titles = [cell.value for cell in sheet[1]]
        known = self.env["base_import.mapping"].search([("res_model", "=", "safety.certificate")])
        self.assertLessEqual(set(titles), set(known.mapped("column_name")))
        self.assertEqual({sheet.cell(2, column).number_format for column in range(1, 11)}, {"@"})
