from odoo import models

from ..wizards.safety_checklist_import_wizard import HEADINGS

WIDTHS = {"section": 16, "name": 52, "legal_basis": 30, "edition": 22, "severity": 10, "measure": 40}


class ChecklistReport(models.AbstractModel):
    """Checklists as a workbook with the columns that the import reads: export, edit, import again."""

    _name = "report.street_safety_inspection.checklist_xlsx"
    _inherit = "safety.xlsx.report"
    _description = "Checklist (XLSX)"

    def _write_book(self, workbook, formats, records):
        labels = {"general": "一般", "major": "重大"}
        columns = [(HEADINGS[name][0], width) for name, width in WIDTHS.items()]
        for number, checklist in enumerate(records, start=1):
            subject = checklist.note or ""
            sheet, row = self._add_sheet(
                workbook, formats, f"{number} {checklist.name}", checklist.display_name, subject, columns
            )
            for index, item in enumerate(checklist.item_ids):
                values = [labels[item.severity] if name == "severity" else item[name] for name in WIDTHS]
                self._write_row(sheet, formats, row + index, values)
