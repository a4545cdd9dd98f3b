import re

from odoo import models
from odoo.tools import groupby

# Columns of the sheet; the letters are used in its formulas.
NUMBER, INDICATOR, STANDARD, FULL, COUNT, BASE, OFF, SCORE, REASON = range(9)
LETTERS = "ABCDEFGHI"
WIDTHS = (5, 20, 26, 7, 7, 7, 7, 8, 20)
HEAD_ROW = 3


class AppraisalSheet(models.AbstractModel):
    """The office's appraisal sheet: one A4 page a unit, with live formulas that recompute to the same total.

    Clause GY-7.1. Each number of the column “Counted” is the count of the records that the line opens in the client.
    """

    _name = "report.street_safety_accountability.appraisal_sheet"
    _inherit = "report.report_xlsx.abstract"
    _description = "Appraisal sheet (XLSX)"

    def get_workbook_options(self):
        """Return the options of the workbook: one row in memory, and texts that begin with “=” stay texts."""
        return {
            **super().get_workbook_options(),
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }

    def generate_xlsx_report(self, workbook, data, objs):
        """Write one worksheet for each appraisal of ``objs``.

        :raises AccessError: an appraisal is out of the user's sight (reports are open to every user, see style.md)
        """
        appraisals = self.env["safety.appraisal"].browse(objs.ids)
        appraisals.check_access("read")
        formats = self._formats(workbook)
        used = set()
        for appraisal in appraisals:
            sheet = workbook.add_worksheet(self._sheet_name(appraisal, used))
            self._layout(sheet)
            self._write_head(sheet, formats, appraisal)
            row, marks = self._write_lines(sheet, formats, appraisal)
            row = self._write_total(sheet, formats, appraisal, row, marks)
            row = self._write_foot(sheet, formats, appraisal, row)
            sheet.print_area(0, 0, row, REASON)

    def _sheet_name(self, appraisal, used):
        """Return a name of at most 31 characters that no other sheet of the workbook has."""
        parts = filter(None, (appraisal.unit_id.name, appraisal.sudo().user_id.name))
        name = re.sub(r"[\[\]:*?/\\']", " ", " ".join(parts))[:31]
        if name.lower() in used:
            name = f"{name[:20]} {appraisal.id}"
        used.add(name.lower())
        return name

    # ---- layout ------------------------------------------------------------------------------------------------------

    def _formats(self, workbook):
        base = {"font_name": "SimSun", "font_size": 10, "valign": "vcenter", "text_wrap": True}
        cell = {**base, "border": 1}
        center, bold = {"align": "center"}, {"bold": True}
        marks = {**cell, **center, "num_format": "0.00"}
        return {
            "title": workbook.add_format({**base, **bold, **center, "font_size": 16}),
            "subject": workbook.add_format(base),
            "head": workbook.add_format({**cell, **bold, **center, "bg_color": "#D9E2F3"}),
            "section": workbook.add_format({**cell, **bold, "bg_color": "#F2F2F2"}),
            "section_marks": workbook.add_format({**marks, **bold, "bg_color": "#F2F2F2"}),
            "text": workbook.add_format(cell),
            "number": workbook.add_format({**cell, **center, "num_format": "0"}),
            "marks": workbook.add_format(marks),
            "total": workbook.add_format({**cell, **bold, **center}),
            "total_marks": workbook.add_format({**marks, **bold, "font_size": 12}),
            "sign": workbook.add_format({**base, "valign": "bottom"}),
        }

    def _layout(self, sheet):
        sheet.set_paper(9)  # A4
        sheet.set_portrait()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        sheet.repeat_rows(0, HEAD_ROW)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)

    def _write_head(self, sheet, formats, appraisal):
        street = appraisal.company_id.name
        title = self.env._("%(street)s %(year)s appraisal of work safety targets", street=street, year=appraisal.year)
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, REASON, title, formats["title"])
        subject = self.env._("Unit appraised: %s", appraisal.unit_id.path_name)
        if appraisal.user_id:
            subject = (
                self.env._("Person appraised: %s", appraisal.sudo().user_id.name) + f" ({appraisal.unit_id.path_name})"
            )
        period = self.env._("Period: %(first)s to %(last)s", first=appraisal.date_from, last=appraisal.date_to)
        sheet.merge_range(1, 0, 1, STANDARD, subject, formats["subject"])
        sheet.merge_range(1, FULL, 1, REASON, period, formats["subject"])
        sheet.merge_range(2, 0, 2, STANDARD, self.env._("Scheme: %s", appraisal.scheme_id.name), formats["subject"])
        labels = dict(appraisal._fields["state"]._description_selection(self.env))
        sheet.merge_range(2, FULL, 2, REASON, self.env._("Status: %s", labels[appraisal.state]), formats["subject"])
        sheet.set_row(HEAD_ROW, 30)
        for column, head in enumerate(self._heads()):
            sheet.write_string(HEAD_ROW, column, head, formats["head"])

    def _heads(self):
        return (
            self.env._("No."),
            self.env._("Indicator"),
            self.env._("How it is scored"),
            self.env._("Full marks"),
            self.env._("Counted"),
            self.env._("Out of"),
            self.env._("Marks off"),
            self.env._("Score"),
            self.env._("Reasons"),
        )

    # ---- the indicators ----------------------------------------------------------------------------------------------

    def _write_lines(self, sheet, formats, appraisal):
        """Write sections and their indicators; return (next row, rows of the sections, rows of the vetoes)."""
        row, number, sections, vetoes = HEAD_ROW + 1, 0, [], []
        for section, lines in groupby(appraisal.line_ids.sorted("sequence"), lambda line: line.section):
            self._write_section(sheet, formats, row, section, lines)
            sections.append(row)
            for line in lines:
                row, number = row + 1, number + 1
                self._write_line(sheet, formats, row, number, line)
                if line.is_veto:
                    vetoes.append((row, line.veto_from))
            row += 1
        return row, (sections, vetoes)

    def _write_section(self, sheet, formats, row, section, lines):
        first, last = row + 2, row + 1 + len(lines)
        sheet.set_row(row, 20)
        sheet.merge_range(row, NUMBER, row, STANDARD, section, formats["section"])
        for column, name in ((FULL, "weight"), (OFF, "deduction"), (SCORE, "score")):
            letter = LETTERS[column]
            value = sum(line[name] for line in lines)
            sheet.write_formula(row, column, f"=SUM({letter}{first}:{letter}{last})", formats["section_marks"], value)
        for column in (COUNT, BASE, REASON):
            sheet.write_blank(row, column, None, formats["section"])

    def _write_line(self, sheet, formats, row, number, line):
        standard = line.standard or line.formula
        reason = self._reason(line)
        sheet.set_row(row, self._height((line.name, INDICATOR), (standard, STANDARD), (reason, REASON)))
        sheet.write_number(row, NUMBER, number, formats["number"])
        sheet.write_string(row, INDICATOR, line.name, formats["text"])
        sheet.write_string(row, STANDARD, standard, formats["text"])
        sheet.write_number(row, FULL, line.weight, formats["marks"])
        if line.kind == "hand" and not line.is_veto:
            sheet.write_string(row, COUNT, "—", formats["number"])
        elif line.kind == "sum":
            sheet.write_number(row, COUNT, max(line.amount, 0), formats["marks"])
        else:
            sheet.write_number(row, COUNT, line.count, formats["number"])
        if line.kind == "rate":
            sheet.write_number(row, BASE, line.total, formats["number"])
        else:
            sheet.write_string(row, BASE, "—", formats["number"])
        if formula := self._off_formula(line, row + 1):
            sheet.write_formula(row, OFF, formula, formats["marks"], line.deduction)
        else:
            sheet.write_number(row, OFF, line.deduction, formats["marks"])
        more = self._more_formula(line, row + 1)
        sheet.write_formula(row, SCORE, f"=D{row + 1}-G{row + 1}{more}", formats["marks"], line.score)
        sheet.write_string(row, REASON, reason, formats["text"])

    def _off_formula(self, line, row):
        """Return the formula of the marks off, the same as ``safety.appraisal._tally``; None for marks by hand."""
        if line.effect == "bonus":
            return None
        if line.kind in ("count", "sum"):
            cap = f"{line.deduction_cap:g}" if line.deduction_cap else f"D{row}"
            return f"=MIN(D{row},ROUND(MIN(E{row}*{line.deduction_each:g},{cap}),2))"
        if line.kind == "rate":
            empty = "0" if line.when_empty == "full" else f"D{row}"
            return f"=IF(F{row}=0,{empty},ROUND(D{row}*(1-MIN(1,E{row}*100/F{row}/{line.target_rate:g})),2))"
        return None

    def _more_formula(self, line, row):
        """Return what is added to the score: marks on top, as a formula of the counted figure."""
        if line.effect != "bonus":
            return ""
        if line.kind == "hand":
            return f"+{line.bonus:g}"
        each = f"E{row}*{line.deduction_each:g}"
        return f"+ROUND(MIN({each},{line.deduction_cap:g}),2)" if line.deduction_cap else f"+ROUND({each},2)"

    def _reason(self, line):
        """Return the reasons of the line: what was counted, and what the office wrote."""
        counted = ""
        if line.kind == "sum" and line.amount:
            counted = self.env._("%(count)s × %(each)s", count=f"{line.amount:g}", each=f"{line.deduction_each:g}")
        elif line.kind == "count" and line.count:
            counted = self.env._("%(count)s × %(each)s", count=line.count, each=f"{line.deduction_each:g}")
        elif line.kind == "rate" and line.total and line.count < line.total:
            counted = self.env._("%s not reached", line.total - line.count)
        return "\n".join(filter(None, (counted, line.reason)))

    def _height(self, *texts):
        """Return a row height that shows all of the wrapped texts; a Chinese character is two wide."""
        lines = 1
        for text, column in texts:
            for part in (text or "").split("\n"):
                width = sum(2 if ord(char) > 0x2E80 else 1 for char in part)
                lines = max(lines, -(-width // (WIDTHS[column] - 1)))
            lines = max(lines, (text or "").count("\n") + 1)
        return max(20, 14 * lines + 4)

    # ---- total, grade, signatures ------------------------------------------------------------------------------------

    def _write_total(self, sheet, formats, appraisal, row, marks):
        sections, vetoes = marks
        lines = appraisal.line_ids
        sheet.set_row(row, 24)
        sheet.merge_range(row, NUMBER, row, STANDARD, self.env._("Total"), formats["total"])
        for column, name in ((FULL, "weight"), (OFF, "deduction"), (SCORE, "score")):
            cells = ",".join(f"{LETTERS[column]}{section + 1}" for section in sections)
            sheet.write_formula(row, column, f"=SUM({cells})", formats["total_marks"], sum(lines.mapped(name)))
        for column in (COUNT, BASE, REASON):
            sheet.write_blank(row, column, None, formats["total"])
        sheet.set_row(row + 1, 24)
        sheet.merge_range(row + 1, NUMBER, row + 1, STANDARD, self.env._("Grade"), formats["total"])
        sheet.merge_range(row + 1, FULL, row + 1, SCORE, "", formats["total"])
        if appraisal.grade_note and not appraisal.is_vetoed:
            # The number of places or a disqualification decided: no formula of this sheet alone leads there.
            sheet.write_string(row + 1, FULL, appraisal.grade_name or "", formats["total"])
        else:
            formula = self._grade_formula(appraisal, row + 1, vetoes)
            sheet.write_formula(row + 1, FULL, formula, formats["total"], appraisal.grade_name)
        veto = self.env._("One-vote veto") if appraisal.is_vetoed else appraisal.grade_note or ""
        sheet.write_string(row + 1, REASON, veto, formats["total"])
        return row + 2

    def _grade_formula(self, appraisal, total_row, vetoes):
        """Return nested IFs over the grades as they were; a veto gives the lowest."""
        bands = appraisal.bands
        quoted = ['"{}"'.format(name.replace('"', '""')) for name, _minimum in bands]
        formula = quoted[-1]
        for name, (_name, minimum) in reversed(list(zip(quoted[:-1], bands[:-1], strict=True))):
            formula = f"IF(H{total_row}>={minimum:g},{name},{formula})"
        if vetoes:
            fallen = ",".join(f"E{row + 1}>={start}" for row, start in vetoes)
            formula = f"IF(OR({fallen}),{quoted[-1]},{formula})"
        return f"={formula}"

    def _write_foot(self, sheet, formats, appraisal, row):
        bands = "  ".join(
            self.env._("%(grade)s: from %(minimum)s", grade=name, minimum=f"{minimum:g}")
            for name, minimum in appraisal.bands
        )
        sheet.merge_range(row, NUMBER, row, REASON, self.env._("Grades: %s", bands), formats["subject"])
        blocks = (
            (self.env._("Unit appraised (seal):"), self.env._("Appraised by:")),
            (self.env._("Reviewed by:"), self.env._("Safety committee office (seal):")),
            (self.env._("Date:"), self.env._("Date:")),
        )
        for offset, (left, right) in enumerate(blocks, start=1):
            sheet.set_row(row + offset, 32)
            sheet.merge_range(row + offset, NUMBER, row + offset, STANDARD, left, formats["sign"])
            sheet.merge_range(row + offset, FULL, row + offset, REASON, right, formats["sign"])
        return row + len(blocks)
