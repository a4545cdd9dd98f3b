import re

from odoo import models
from odoo.tools import split_every

# The last row of the head: below it the table begins.
HEAD_ROW = 3
#: Records whose access is checked at a time: what the rules read of them is dropped again.
CHECKED = 100
CELL = {"font_name": "SimSun", "font_size": 10, "valign": "vcenter", "border": 1}


class SafetyXlsxReport(models.AbstractModel):
    """The workbook pattern: access is checked, sheets carry title, street, date and columns, memory stays constant.

    A concrete report is named ``report.<module>.<name>`` and implements :meth:`_write_book`. Rows are written from top
    to bottom and never touched again, because the workbook keeps one row in memory.
    """

    _name = "safety.xlsx.report"
    _inherit = "report.report_xlsx.abstract"
    _description = "Workbook"

    def get_workbook_options(self):
        """Return the options of the workbook. Formulas in texts stay texts: a name may begin with “=”."""
        return {
            **super().get_workbook_options(),
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }

    def generate_xlsx_report(self, workbook, data, objs):
        """Write the workbook of ``objs``.

        :raises AccessError: one of them is out of the user's sight (reports are open to every user, see style.md)
        """
        records = self.env[objs._name].browse(objs.ids)
        for batch in split_every(CHECKED, records.ids, records.browse):
            batch.check_access("read")
            self.env.invalidate_all()
        self._write_book(workbook, self._formats(workbook), records)

    def _write_book(self, workbook, formats, records):
        raise NotImplementedError

    def _formats(self, workbook):
        bold, center = {"bold": True}, {"align": "center"}
        plain = {"font_name": "SimSun", "font_size": 10, "valign": "vcenter"}
        return {
            "title": workbook.add_format({**plain, **bold, **center, "font_size": 16}),
            "subject": workbook.add_format(plain),
            "head": workbook.add_format({**CELL, **bold, **center, "bg_color": "#D9E2F3", "text_wrap": True}),
            "text": workbook.add_format({**CELL, "text_wrap": True}),
            "number": workbook.add_format({**CELL, **center, "num_format": "General"}),
            "date": workbook.add_format({**CELL, **center, "num_format": "yyyy-mm-dd"}),
            "datetime": workbook.add_format({**CELL, **center, "num_format": "yyyy-mm-dd hh:mm"}),
        }

    def _add_sheet(self, workbook, formats, name, title, subject, columns):
        """Add a sheet with its head; return (sheet, first row of the table).

        :param columns: list of (heading, width in characters)
        """
        sheet = workbook.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", name)[:31])
        last = max(len(columns) - 1, 1)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.repeat_rows(HEAD_ROW)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        sheet.set_footer("&C&P / &N")
        for column, (_heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, last, title, formats["title"])
        sheet.merge_range(1, 0, 1, last, subject, formats["subject"])
        printed = self.env._("Printed on %s", self.env.company._safety_today())
        sheet.merge_range(2, 0, 2, last, printed, formats["subject"])
        sheet.set_row(HEAD_ROW, 28)
        for column, (heading, _width) in enumerate(columns):
            sheet.write_string(HEAD_ROW, column, heading, formats["head"])
        return sheet, HEAD_ROW + 1

    def _write_row(self, sheet, formats, row, values):
        """Write one row of texts, numbers, dates and blanks, each by its own type."""
        for column, value in enumerate(values):
            if value is None or value is False or value == "":
                sheet.write_blank(row, column, None, formats["text"])
            elif hasattr(value, "hour"):
                sheet.write_datetime(row, column, value, formats["datetime"])
            elif hasattr(value, "year"):
                sheet.write_datetime(row, column, value, formats["date"])
            elif isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(row, column, value, formats["number"])
            else:
                sheet.write_string(row, column, str(value), formats["text"])
