import io

import openpyxl

from odoo.tests import tagged

from .common import complete_code
from .test_enterprise_import_dialog import ImportDialogCase

ROWS = 10_000
TITLES = ["所属网格", "企业名称", "统一社会信用代码", "地址", "联系电话", "从业人数", "成立日期"]


def full_width(text):
    """Return the text as a Chinese input method writes it."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


class WorkbookCase(ImportDialogCase):
    """The import dialog with workbooks."""

    def _workbook(self, rows, merges=(), title=None):
        book = openpyxl.Workbook()
        sheet = book.active
        if title:
            sheet.append([title])
            sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(TITLES))
        for row in (TITLES, *rows):
            sheet.append(row)
        for first, last in merges:
            sheet.merge_cells(start_row=first, end_row=last, start_column=1, end_column=1)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def _line(self, number, unit="", wide=False):
        code = complete_code(f"91350582MA{number:07d}")
        phone = f"0595-{number:08d}"
        if wide:
            code, phone = full_width(code), full_width(phone)
        people = full_width(str(number % 90)) if wide else number % 90
        return [
            unit,
            f"合成厂{number}（一部）",
            code,
            f"湖东路{number}号",
            phone,
            people,
            "２０２０年３月５日" if wide else "2020-03-05",
        ]


@tagged("post_install", "-at_install")
class TestEnterpriseImportWorkbook(WorkbookCase):
    """A clerk's XLSX: merged cells, titles, full-width digits, 10 000 rows."""

    def test_ten_thousand_rows_merged_and_full_width(self):
        grids = [self.grid_a1, self.grid_a2, self.grid_b1, self.grid_b2]
        per, rows, merges = ROWS // len(grids), [], []
        for index, grid in enumerate(grids):
            merges.append((index * per + 2, (index + 1) * per + 1))
            for number in range(index * per, (index + 1) * per):
                rows.append(self._line(number, grid.name if number == index * per else "", wide=number % 2))
        result = self._import(self._workbook(rows, merges), name="台账.xlsx", mimetype="")
        self.assertEqual((result["messages"], result["warnings"]), ([], []))
        made = self.Enterprise.browse(result["ids"])
        self.assertEqual(len(made), ROWS)
        self.assertEqual(
            {unit: len(those) for unit, those in made.grouped("unit_id").items()},
            dict.fromkeys(self.env["safety.unit"].union(*grids), per),
        )
        self.assertEqual(set(made.mapped("credit_code_status")), {"valid"})
        self.assertRecordValues(
            made[1],
            [{"phone": "0595-00000001", "headcount": 1, "name": "合成厂1（一部）", "unit_id": self.grid_a1.id}],
        )
        self.assertEqual(str(made[1].registration_date), "2020-03-05")

    def test_nothing_is_carried_down_where_nothing_is_merged(self):
        rows = [self._line(1, "Grid A2"), self._line(2), self._line(3)]
        result = self._import(self._workbook(rows), name="t.xlsx", mimetype="", user=self.grid_user)
        self.assertFalse(result.get("ids"), "the grid member may not register in Grid A2")
        rows[0][0] = "Grid A1"
        result = self._import(self._workbook(rows), name="t.xlsx", mimetype="")
        units = self.Enterprise.browse(result["ids"]).mapped("unit_id.name")
        self.assertEqual(units[0], "Grid A1")
        self.assertEqual(self.Enterprise.browse(result["ids"][1]).unit_id, self.street, "the clerk's own unit")

    def test_title_above_the_table_and_numbers_as_in_the_sheet(self):
        rows = [self._line(1, "Grid A1"), [], self._line(2), self._line(3)]
        rows[2][1] = rows[3][5] = ""
        rows[3][5] = "很多"
        before = self.Enterprise.search_count([])
        file = self._workbook(rows, [(3, 6)], title="某街道企业底数台账")
        result = self._import(file, name="t.xlsx", mimetype="")
        self.assertEqual(self.Enterprise.search_count([]), before, "nothing half done")
        reasons = [message["message"] for message in result["messages"]]
        self.assertRegex(reasons[0], "^Row 5 · 企业名称: ")
        self.assertRegex(reasons[1], "^Row 6 · 合成厂3（一部） · 从业人数: ")
        rows[2][1], rows[3][5] = "有名厂", "1,200"
        result = self._import(self._workbook(rows, [(3, 6)], title="某街道企业底数台账"), name="t.xlsx", mimetype="")
        made = self.Enterprise.browse(result["ids"])
        self.assertEqual(made.unit_id, self.grid_a1)
        self.assertEqual(made[2].headcount, 1200)

    def test_cell_with_an_error(self):
        rows = [self._line(1, "Grid A1")]
        rows[0][3] = "#REF!"
        book = openpyxl.load_workbook(io.BytesIO(self._workbook(rows)))
        book.active["D2"].data_type = "e"
        file = io.BytesIO()
        book.save(file)
        self._refused(file.getvalue(), "Row 2", "#REF!", name="t.xlsx", mimetype="")

    def test_duplicate_rows_are_named_as_in_the_sheet(self):
        rows = [self._line(1, "Grid A1"), [], self._line(1)]
        self._refused(self._workbook(rows), "Row 4", "row 2", name="t.xlsx", mimetype="")
