import io
import tempfile

from freezegun import freeze_time
from openpyxl import load_workbook
from pycel import ExcelCompiler

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import AppraisalCase


@tagged("post_install", "-at_install")
@freeze_time("2026-12-20 04:00:00")
class TestIndependentEngine(AppraisalCase):
    """The workbooks recompute to the database's totals in an engine that is not ours (PyPI pycel)."""

    SHEET = "street_safety_accountability.action_report_safety_appraisal_sheet"
    RANKING = "street_safety_accountability.action_report_safety_appraisal_ranking"

    def _fill(self):
        for due, state in (("2026-02-28", "met"), ("2026-03-31", "missed"), ("2026-04-30", "met")):
            self._missed_duty(due).state = state
        self._proposed("2026-06-30")._settle("confirmed", self.office_user, "2026-07-05")
        self.scheme.write(
            {
                "indicator_ids": [
                    Command.create(
                        {
                            "section": "四、加分", "name": "信息", "sequence": 8, "kind": "count", "effect": "bonus",
                            "deduction_each": 0.5, "deduction_cap": 3, **self._records("safety.duty", "due_date"),
                        }
                    )
                ]
            }
        )  # fmt: skip
        appraisals = self._generate()
        self._line(appraisals.filtered(lambda one: one.unit_id == self.community_a), "台账").write({"deduction": 2.55})
        return appraisals

    def _compiled(self, report, appraisals):
        content, _kind = (
            self.env["ir.actions.report"].with_user(self.office_user)._render_xlsx(report, appraisals.ids, {})
        )
        book = load_workbook(io.BytesIO(content))
        # What was stored by us is thrown away: only formulas and entered figures are left for the other engine.
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            book.save(file.name)
            return book, ExcelCompiler(filename=file.name)

    def test_sheet(self):
        appraisals = self._fill()
        book, engine = self._compiled(self.SHEET, appraisals)
        for appraisal in appraisals:
            sheet = book[appraisal.unit_id.name]
            row = next(cell.row for cell in sheet["A"] if cell.value in ("Total", "合计"))
            total = engine.evaluate(f"'{sheet.title}'!H{row}")
            self.assertAlmostEqual(total, appraisal.total, 2)
            self.assertEqual(engine.evaluate(f"'{sheet.title}'!D{row + 1}"), appraisal.grade_name)
        self.assertGreater(len({round(one.total, 2) for one in appraisals}), 1)

    def test_ranking(self):
        appraisals = self._fill()
        book, engine = self._compiled(self.RANKING, appraisals)
        sheet = book.worksheets[0]
        heads = [cell.value for cell in sheet[4]]
        column = next(number for number, head in enumerate(heads) if head in ("Total", "合计"))
        letter = chr(65 + column)
        ordered = appraisals.sorted(lambda one: -one.total)
        totals = [engine.evaluate(f"'{sheet.title}'!{letter}{5 + number}") for number in range(len(ordered))]
        for total, appraisal in zip(totals, ordered, strict=True):
            self.assertAlmostEqual(total, appraisal.total, 2)
        ranks = [sheet.cell(5 + number, 1).value for number in range(len(ordered))]
        self.assertEqual(ranks[0], f"=RANK({letter}5,${letter}$5:${letter}${4 + len(ordered)})")
        self.assertEqual([one.rank for one in ordered], [1 + sum(other > own for other in totals) for own in totals])

    def test_a_thousand_rows_in_constant_memory(self):
        report = self.env["report.street_safety_accountability.appraisal_ranking"]
        sheet = self.env["report.street_safety_accountability.appraisal_sheet"]
        self.assertTrue(report.get_workbook_options()["constant_memory"])
        self.assertTrue(sheet.get_workbook_options()["constant_memory"])

    def test_pdf_twin(self):
        appraisals = self._fill()
        report = self.env["ir.actions.report"].with_user(self.office_user)
        name = "street_safety_accountability.report_appraisal"
        html = report._render_qweb_html(name, appraisals.ids)[0].decode()
        for appraisal in appraisals:
            self.assertIn(f"{appraisal.total:.2f}", html)
        with self.assertRaises(AccessError):
            report.with_user(self.grid_user)._render_qweb_html(name, appraisals.ids)
