import io
import re

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import AppraisalCase

REPORT = "street_safety_accountability.action_report_safety_appraisal_sheet"
FUNCTIONS = {
    "SUM": lambda *values: sum(sum(v) if isinstance(v, list) else v for v in values),
    "MIN": min,
    "ROUND": lambda value, digits: round(value + 1e-9, digits),
    "IF": lambda test, yes, no: yes if test else no,
    "OR": lambda *tests: any(tests),
}


def recompute(sheet, cell):
    """Return the value of ``cell``, its formula evaluated as a spreadsheet would: only what the sheet uses."""
    value = sheet[cell].value
    if not isinstance(value, str) or not value.startswith("="):
        return value

    def replace(match):
        text, span, single = match.group("text", "span", "cell")
        if text:
            return text
        if span:
            first, last = span.split(":")
            return repr([recompute(sheet, f"{first[0]}{row}") for row in range(int(first[1:]), int(last[1:]) + 1)])
        return repr(recompute(sheet, single))

    code = re.sub(r'(?P<text>"[^"]*")|(?P<span>[A-Z]\d+:[A-Z]\d+)|(?P<cell>[A-Z]\d+)', replace, value[1:])
    code = re.sub(r"(?<![<>=])=(?!=)", "==", code)
    return safe_eval(code, dict(FUNCTIONS))


@tagged("post_install", "-at_install")
@freeze_time("2026-12-20 04:00:00")
class TestAppraisalSheet(AppraisalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        for month in ("03-31", "04-30", "05-31"):
            cls._met_duty(f"2026-{month}")
        cls._proposed("2026-06-30")._settle("confirmed", cls.office_user, "2026-07-05")
        cls.scheme.write(
            {
                "indicator_ids": [
                    Command.create({"section": "四、否决", "name": "事故", "weight": 0, "is_veto": True, "sequence": 9})
                ]
            }
        )

    def _appraisal(self):
        appraisals = self._generate()
        appraisal = appraisals.filtered(lambda a: a.unit_id == self.community_a)
        self._line(appraisal, "台账").write({"deduction": 2.5, "reason": "缺会议记录"})
        return appraisal

    def _render(self, appraisals, user=None, lang="zh_CN"):
        report = self.env["ir.actions.report"].with_user(user or self.office_user).with_context(lang=lang)
        content, kind = report._render_xlsx(REPORT, appraisals.ids, {})
        self.assertEqual(kind, "xlsx")
        return content

    def _sheet(self, appraisals, values=False, **options):
        return load_workbook(io.BytesIO(self._render(appraisals, **options)), data_only=values).active

    def _row(self, sheet, label, column=1):
        return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == label)

    def test_layout_is_a4_portrait(self):
        sheet = self._sheet(self._appraisal())
        self.assertEqual(sheet.page_setup.paperSize, 9)
        self.assertEqual(sheet.page_setup.orientation, "portrait")
        # One page wide (1 is what the format leaves out), as many as needed high.
        self.assertEqual((sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight), (1, 0))
        self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
        self.assertEqual(sheet.freeze_panes, "A5")
        self.assertEqual(sheet.print_title_rows, "$1:$4")
        self.assertTrue(sheet.print_area)

    def test_headings_are_chinese(self):
        sheet = self._sheet(self._appraisal())
        heads = [cell.value for cell in sheet[4]]
        self.assertEqual(heads, ["序号", "考核指标", "评分标准", "分值", "计数", "基数", "扣分", "得分", "扣分原因"])
        self.assertIn("2026", sheet["A1"].value)
        self.assertIn("考核", sheet["A1"].value)
        self.assertTrue(self._row(sheet, "合计"))

    def test_figures_and_evidence(self):
        appraisal = self._appraisal()
        sheet = self._sheet(appraisal)
        for line in appraisal.line_ids:
            row = self._row(sheet, line.name, 2)
            self.assertEqual(sheet.cell(row, 4).value, line.weight)
            if line.model:
                self.assertEqual(sheet.cell(row, 5).value, len(line.counted_ids))
        row = self._row(sheet, "台账", 2)
        self.assertEqual((sheet.cell(row, 7).value, sheet.cell(row, 9).value), (2.5, "缺会议记录"))
        self.assertEqual(sheet.cell(row, 8).number_format, "0.00")

    def test_formulas_recompute_to_the_same(self):
        appraisal = self._appraisal()
        sheet, values = self._sheet(appraisal), self._sheet(appraisal, values=True)
        formulas = [cell.coordinate for row in sheet for cell in row if str(cell.value).startswith("=")]
        self.assertGreater(len(formulas), 15)
        for cell in formulas:
            found, kept = recompute(sheet, cell), values[cell].value
            if isinstance(kept, str):
                self.assertEqual(found, kept, cell)
            else:
                self.assertAlmostEqual(found, kept, 2, cell)
        row = self._row(sheet, "合计")
        self.assertAlmostEqual(recompute(sheet, f"H{row}"), appraisal.total, 2)
        self.assertEqual(recompute(sheet, f"D{row + 1}"), appraisal.grade_name)

    def test_formulas_are_live(self):
        """What-if: a figure changed in the sheet changes total and grade, a veto the grade alone."""
        sheet = self._sheet(self._appraisal())
        total = self._row(sheet, "合计")
        self.assertEqual((recompute(sheet, f"H{total}"), recompute(sheet, f"D{total + 1}")), (82.5, "达标"))
        sheet[f"G{self._row(sheet, '台账', 2)}"] = 0
        sheet[f"E{self._row(sheet, '违规行为', 2)}"] = 0
        self.assertEqual((recompute(sheet, f"H{total}"), recompute(sheet, f"D{total + 1}")), (90, "先进"))
        sheet[f"E{self._row(sheet, '事故', 2)}"] = 1
        self.assertEqual((recompute(sheet, f"H{total}"), recompute(sheet, f"D{total + 1}")), (90, "不达标"))

    def test_wrong_user_gets_nothing(self):
        appraisal = self._appraisal()
        self.assertTrue(self._render(appraisal, self.cadre_user))
        with self.assertRaises(AccessError):
            self._render(appraisal, self.other_cadre_user)
        portal = self.env["res.users"].create(
            {"name": "Portal", "login": "p", "group_ids": [Command.set(self.env.ref("base.group_portal").ids)]}
        )
        with self.assertRaises(AccessError):
            self._render(appraisal, portal)

    def test_one_worksheet_a_unit(self):
        appraisals = self._generate()
        book = load_workbook(io.BytesIO(self._render(appraisals)))
        self.assertEqual(sorted(book.sheetnames), ["Community A", "Community B"])
