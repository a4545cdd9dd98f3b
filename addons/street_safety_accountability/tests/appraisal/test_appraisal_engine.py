import io
import tempfile
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook
from pycel import ExcelCompiler

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ...reports import safety_appraisal_ranking
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
        # A4 across, one page wide, its head on every page and in sight while it is scrolled.
        self.assertEqual((sheet.page_setup.paperSize, sheet.page_setup.orientation), (9, "landscape"))
        self.assertEqual((sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight), (1, 0))
        self.assertEqual((sheet.freeze_panes, sheet.print_title_rows), ("A5", "$4:$4"))
        ranks = [sheet.cell(5 + number, 1).value for number in range(len(ordered))]
        self.assertEqual(ranks[0], f"=RANK({letter}5,${letter}$5:${letter}${4 + len(ordered)})")
        self.assertEqual([one.rank for one in ordered], [1 + sum(other > own for other in totals) for own in totals])

    def test_constant_memory(self):
        """However many rows: a batch of records in memory at a time, and a written row is on disk."""
        appraisals = self._fill()
        self.assertGreater(len(appraisals), 1)
        report = self.env.registry["report.street_safety_accountability.appraisal_ranking"]
        total, held, write = appraisals._fields["total"], [], report._write_subject

        def spy(this, sheet, formats, row, appraisal, frame):
            write(this, sheet, formats, row, appraisal, frame)
            held.append((len(this.env.transaction.field_data[total]), sheet.constant_memory, len(sheet.table)))

        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(report, "_write_subject", spy), patch.object(safety_appraisal_ranking, "BATCH", 1):
            book, _engine = self._compiled(self.RANKING, appraisals)
        self.assertEqual(held, [(1, True, 1)] * len(appraisals))
        names = [book.worksheets[0].cell(5 + number, 2).value for number in range(len(appraisals))]
        self.assertEqual(
            names, appraisals.sorted(lambda one: (-one.total, one.unit_id.sequence)).unit_id.mapped("name")
        )

    def test_pdf_twin(self):
        appraisals = self._fill()
        report = self.env["ir.actions.report"].with_user(self.office_user)
        name = "street_safety_accountability.report_appraisal"
        html = report._render_qweb_html(name, appraisals.ids)[0].decode()
        for appraisal in appraisals:
            self.assertIn(f"{appraisal.total:.2f}", html)
        with self.assertRaises(AccessError):
            report.with_user(self.grid_user)._render_qweb_html(name, appraisals.ids)
