from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.street_safety_base.models.patterns.safety_xlsx_report import CELL

from ..models.violation.safety_penalty_rule import MONTHS

#: Rows whose records are in memory at a time.
BATCH = 100


class AppraisalRanking(models.AbstractModel):
    """The ranked summary of a scheme and period: a row each, live totals and ranks, marks of each section."""

    _name = "report.street_safety_accountability.appraisal_ranking"
    _inherit = "safety.xlsx.report"
    _description = "Appraisal ranking (XLSX)"

    def _write_book(self, workbook, formats, records):
        formats["marks"] = workbook.add_format({**CELL, "align": "center", "num_format": "0.00"})
        formats["rank"] = workbook.add_format({**CELL, "align": "center", "bold": True})
        chosen = self._chosen(records)
        groups = records._read_group(chosen, ["scheme_id", "period_start:day"], ["__count"])
        for scheme, start, count in groups:
            own = chosen & Domain("scheme_id", "=", scheme.id) & Domain("period_start", "=", start)
            self._write_ranking(workbook, formats, scheme, start, own, count)
        if not groups:
            workbook.add_worksheet()

    def _chosen(self, records):
        """Return the domain of ``records`` that count. Their ids stay in the database: a list of them costs memory."""
        ids = SQL("(SELECT unnest(%s))", records.ids)
        return Domain("id", "any", ids) & Domain("state", "!=", "void")

    def _write_ranking(self, workbook, formats, scheme, start, chosen, count):
        """Write one sheet of the ``count`` appraisals of ``chosen``, the best first, :data:`BATCH` at a time."""
        sections = self._sections(chosen)
        columns = [
            (self.env._("Rank"), 7),
            (self.env._("Unit"), 24),
            (self.env._("Person"), 12),
            *((section, 12) for section in sections),
            (self.env._("Total"), 10),
            (self.env._("Grade"), 10),
            (self.env._("Remarks"), 24),
        ]
        number = (start.month - 1) // MONTHS[scheme.period] + 1
        days = dict(zip(("first", "last"), scheme._span(start.year, number), strict=True))
        street = scheme.company_id.name or self.env.company.name
        subject = f"{street} · {self.env._('Period: %(first)s to %(last)s', **days)}"
        sheet, first = self._add_sheet(workbook, formats, f"{scheme.name} {start}", scheme.name, subject, columns)
        sheet.set_default_row(20)
        last = first + count
        letters = [self._letter(3), self._letter(2 + len(sections)), self._letter(3 + len(sections))]
        for offset in range(0, count, BATCH):
            batch = self.env["safety.appraisal"].search(
                chosen, order="total desc, unit_id, id", offset=offset, limit=BATCH
            )
            scores = self._scores(batch)
            for row, appraisal in enumerate(batch, start=first + offset):
                frame = (sections, scores[appraisal.id], letters, first, last)
                self._write_subject(sheet, formats, row, appraisal, frame)
            self.env.invalidate_all()
        self._write_foot(sheet, formats, last, 3 + len(sections))

    def _write_foot(self, sheet, formats, row, middle):
        """Write where those who answer for the table sign, below its last row."""
        signs = ((self.env._("Appraised by:"), self.env._("Reviewed by:")),
                 (self.env._("Safety committee office (seal):"), self.env._("Date:")))  # fmt: skip
        for offset, (left, right) in enumerate(signs, start=1):
            sheet.set_row(row + offset, 28)
            sheet.write_string(row + offset, 1, left, formats["subject"])
            sheet.write_string(row + offset, middle, right, formats["subject"])

    def _write_subject(self, sheet, formats, row, appraisal, frame):
        sections, scores, (start, end, total), first, last = frame
        number = row + 1
        rank = f"=RANK({total}{number},${total}${first + 1}:${total}${last})"
        sheet.write_formula(row, 0, rank, formats["rank"], appraisal.rank)
        sheet.write_string(row, 1, appraisal.unit_id.name or "", formats["text"])
        sheet.write_string(row, 2, appraisal.sudo().user_id.name or "", formats["text"])
        for column, section in enumerate(sections, start=3):
            sheet.write_number(row, column, scores.get(section, 0), formats["marks"])
        column = 3 + len(sections)
        sheet.write_formula(row, column, f"=SUM({start}{number}:{end}{number})", formats["marks"], appraisal.total)
        sheet.write_string(row, column + 1, appraisal.grade_name or "", formats["text"])
        veto = self.env._("One-vote veto") if appraisal.is_vetoed else appraisal.grade_note or ""
        sheet.write_string(row, column + 2, veto, formats["text"])

    def _sections(self, chosen):
        """Return the sections in the order of their first indicator. One query for any number of sheets."""
        found = self.env["safety.appraisal.line"]._read_group(
            Domain("appraisal_id", "any", chosen), ["section"], ["sequence:min"]
        )
        return [section or "" for section, _first in sorted(found, key=lambda row: (row[1], row[0] or ""))]

    def _scores(self, group):
        """Return {appraisal id: {section: score}}. One query for a batch."""
        scores = {appraisal.id: {} for appraisal in group}
        for appraisal, section, score in self.env["safety.appraisal.line"]._read_group(
            [("appraisal_id", "in", group.ids)], ["appraisal_id", "section"], ["score:sum"]
        ):
            scores[appraisal.id][section or ""] = score
        return scores

    def _letter(self, column):
        """Return the letters of the ``column``-th column, counted from 0."""
        name = ""
        column += 1
        while column:
            column, rest = divmod(column - 1, 26)
            name = chr(65 + rest) + name
        return name


class AppraisalDocument(models.AbstractModel):
    """The appraisal sheet on paper: the same figures as the workbook."""

    _name = "report.street_safety_accountability.report_appraisal"
    _description = "Appraisal sheet (PDF)"
    _inherit = ["safety.document.report"]
    _document_model = "safety.appraisal"
