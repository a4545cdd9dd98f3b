from odoo import api, models


class StatisticsReport(models.AbstractModel):
    """The twelve columns as the office's form: one sheet of A4 landscape a unit, with the lines for signatures."""

    _name = "report.street_safety_inspection.report_statistics"
    _description = "Monthly statistics of hazards"
    _inherit = ["safety.document.report"]
    _document_model = "safety.unit"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        statistics, data = self.env["safety.statistics"], data or {}
        asked = data.get("month") or None, data.get("span") or "month"
        return {
            **values,
            "company": self.env.company,
            "today": self.env.company._safety_today(),
            "tables": [statistics.monthly_statistics(unit.id, *asked) for unit in values["docs"]],
        }


class StatisticsWorkbook(models.AbstractModel):
    """The twelve columns as a workbook, a sheet a unit."""

    _name = "report.street_safety_inspection.statistics_xlsx"
    _inherit = "safety.xlsx.report"
    _description = "Monthly statistics of hazards (XLSX)"

    def generate_xlsx_report(self, workbook, data, objs):
        """Write the workbook of the units ``objs``; ``data`` says month (a day, as text) and span.

        :raises AccessError: a unit is out of the user's reach
        """
        data, formats = data or {}, self._formats(workbook)
        asked = data.get("month") or None, data.get("span") or "month"
        for unit in self.env["safety.unit"].browse(objs.ids):
            self._write_unit(workbook, formats, unit, asked)

    def _write_unit(self, workbook, formats, unit, asked):
        table = self.env["safety.statistics"].monthly_statistics(unit.id, *asked)
        columns = [(self.env._("Unit"), 20)]
        for column in table["columns"]:
            columns.append(("\n".join(filter(None, (column["group"], column["label"]))), 11))
        title = self.env._("Statistics of hazard investigation and treatment")
        subject = f"{unit.company_id.name}  {table['title']}  {table['span_name']}"
        sheet, row = self._add_sheet(workbook, formats, f"{unit.name} {table['span_name']}", title, subject, columns)
        sheet.set_row(row - 1, 58)
        for number, line in enumerate([*table["rows"], table["total"]]):
            values = [cell["value"] for cell in line["cells"]]
            self._write_row(sheet, formats, row + number, [self._name_of(line), *values])
        last = row + len(table["rows"]) + 2
        signed = (self.env._("Principal (signature):"), self.env._("Filled in by:"), self.env._("Date:"))
        for column, words in zip((0, 5, 9), signed, strict=True):
            sheet.write_string(last, column, words, formats["subject"])

    def _name_of(self, line):
        return self.env._("%s itself", line["name"]) if line["own"] else line["name"]
