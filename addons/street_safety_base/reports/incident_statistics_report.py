from odoo import api, models


class IncidentStatisticsReport(models.AbstractModel):
    """Accidents and casualties of a period on one sheet of A4 landscape, with the lines for signatures (GY-4.2.12)."""

    _name = "report.street_safety_base.report_incident_statistics"
    _description = "Statistics of accidents (PDF)"
    _inherit = ["safety.document.report"]
    _document_model = "safety.incident.statistics.wizard"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        return {
            **values,
            "company": self.env.company,
            "today": self.env.company._safety_today(),
            "tables": [wizard._figures() for wizard in values["docs"]],
        }


class IncidentStatisticsWorkbook(models.AbstractModel):
    """The same table as a workbook."""

    _name = "report.street_safety_base.incident_statistics_xlsx"
    _inherit = "safety.xlsx.report"
    _description = "Statistics of accidents (XLSX)"

    def _write_book(self, workbook, formats, records):
        for wizard in records:
            table = wizard._figures()
            unit = self.env._("Unit")
            columns = [(unit, 22), *((label, 11) for label in table["columns"])]
            subject = f"{self.env.company.name}  {table['unit']}  {table['first']} – {table['last']}"
            sheet, row = self._add_sheet(workbook, formats, table["unit"], table["title"], subject, columns)
            for number, line in enumerate([*table["rows"], table["total"]]):
                cells = [cell["value"] for cell in line["cells"]]
                self._write_row(sheet, formats, row + number, [line["name"], *cells])
