from odoo import models

WIDTHS = {
    "number": 20,
    "date": 12,
    "reference": 20,
    "name": 40,
    "correspondent": 24,
    "category_id": 18,
    "copies": 8,
    "void_reason": 20,
    "state": 10,
}


class RegisterReport(models.AbstractModel):
    """The register of documents as a workbook: a sheet a year and direction, in the order of the numbers (XT-5.2a)."""

    _name = "report.street_safety_base.register_xlsx"
    _inherit = "safety.xlsx.report"
    _description = "Register of documents (XLSX)"

    def _write_book(self, workbook, formats, records):
        numbered = records.filtered("number_id")
        groups = numbered.grouped(lambda document: (-document.number_id.year, document.direction))
        for (year, direction), documents in sorted(groups.items(), key=lambda group: group[0]):
            ordered = documents.sorted(lambda document: document.number_id.number)
            self._write_sheet(workbook, formats, -year, direction, ordered)
        if not groups:
            self._write_sheet(workbook, formats, self.env.company._safety_today().year, "in", numbered)

    def _write_sheet(self, workbook, formats, year, direction, documents):
        labels = {
            name: dict(documents._fields[name]._description_selection(self.env)) for name in ("direction", "state")
        }
        heads = [(documents._fields[name]._description_string(self.env), width) for name, width in WIDTHS.items()]
        title = f"{year} {labels['direction'][direction]}"
        subject = self.env._(
            "%(street)s · %(count)s in all", street=documents[:1].company_id.name or "", count=len(documents)
        )
        columns = [(self.env._("No."), 6), *heads]
        sheet, row = self._add_sheet(workbook, formats, title, title, subject, columns)
        for index, document in enumerate(documents):
            values = [document[name] for name in WIDTHS if name not in ("category_id", "state")]
            values.insert(list(WIDTHS).index("category_id"), document.category_id.name)
            values.append(labels["state"][document.state])
            self._write_row(sheet, formats, row + index, (index + 1, *values))
