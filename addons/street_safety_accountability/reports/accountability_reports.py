from odoo import api, models
from odoo.tools import format_date


class ViolationNotice(models.AbstractModel):
    """What the person is told of a violation: the notice, the confirmation and how to appeal, the decision."""

    _name = "report.street_safety_accountability.report_violation_notice"
    _description = "Notice of a violation"
    _inherit = ["safety.document.report"]
    _document_model = "safety.violation"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        return {**values, "day": lambda value: format_date(self.env, value, date_format="long") if value else ""}


class MeasureDocument(models.AbstractModel):
    """The document of a measure, with its number and the street's seal."""

    _name = "report.street_safety_accountability.report_measure"
    _description = "Document of a measure"
    _inherit = ["safety.document.report"]
    _document_model = "safety.measure"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        return {**values, "day": lambda value: format_date(self.env, value, date_format="long") if value else ""}


class DeductionStatement(models.AbstractModel):
    """The statement of each person of a deduction run: every penalty and refund, with its reason."""

    _name = "report.street_safety_accountability.report_deduction_statement"
    _description = "Statement of deductions"
    _inherit = ["safety.document.report"]
    _document_model = "safety.deduction.line"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        # What a person pays for, they may read, wherever the unit of it lies.
        penalties = {line.id: line.sudo().penalty_ids.sorted("date") for line in values["docs"]}
        day = {"day": lambda value: format_date(self.env, value, date_format="long") if value else ""}
        return {**values, **day, "penalties": penalties}


class DeductionWorkbook(models.AbstractModel):
    """The sums of deduction runs per person for the finance desk, and every penalty behind them."""

    _name = "report.street_safety_accountability.deduction_xlsx"
    _inherit = "safety.xlsx.report"
    _description = "Deductions (XLSX)"

    def _write_book(self, workbook, formats, records):
        money = {"font_name": "SimSun", "font_size": 10, "border": 1, "num_format": '"¥"#,##0.00'}
        formats["money"] = workbook.add_format(money)
        formats["sum"] = workbook.add_format({**money, "bold": True})
        for run in records:
            self._write_sums(workbook, formats, run)
            self._write_details(workbook, formats, run)

    def _write_sums(self, workbook, formats, run):
        columns = [
            (self.env._("No."), 6),
            (self.env._("Person"), 16),
            (self.env._("Penalties and refunds"), 14),
            (self.env._("Amount"), 14),
            (self.env._("Signature"), 18),
        ]
        subject = f"{run.company_id.name} · {run.number or ''}"
        sheet, first = self._add_sheet(workbook, formats, f"{run.id} {run.name}", run.name, subject, columns)
        row = first
        for row, line in enumerate(run.line_ids, start=first):
            self._write_row(sheet, formats, row, (row - first + 1, line.user_id.name, line.count, None, None))
            sheet.write_number(row, 3, line.amount, formats["money"])
        row = row + 1 if run.line_ids else first
        self._write_row(sheet, formats, row, (self.env._("Total"), None, None, None, None))
        formula = f"=SUM(D{first + 1}:D{row})" if run.line_ids else "=0"
        sheet.write_formula(row, 3, formula, formats["sum"], run.total)

    def _write_details(self, workbook, formats, run):
        columns = [
            (self.env._("Person"), 14),
            (self.env._("Date"), 12),
            (self.env._("Unit"), 18),
            (self.env._("Reason"), 46),
            (self.env._("Amount"), 14),
        ]
        name = self.env._("%s details", run.id)
        subject = f"{run.company_id.name} · {run.number or ''}"
        sheet, row = self._add_sheet(workbook, formats, name, run.name, subject, columns)
        for penalty in run.line_ids.penalty_ids.sorted(lambda one: (one.user_id.name or "", one.date, one.id)):
            values = (penalty.user_id.name, penalty.date, penalty.unit_id.name, penalty.reason, None)
            self._write_row(sheet, formats, row, values)
            sheet.write_number(row, 4, penalty.amount, formats["money"])
            row += 1
