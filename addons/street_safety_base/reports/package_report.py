from odoo import models


class PackageReport(models.AbstractModel):
    """A package as a workbook, one sheet a part: the rows that were written down and hashed, not the records of now."""

    _name = "report.street_safety_base.package_xlsx"
    _inherit = "safety.xlsx.report"
    _description = "Package (XLSX)"

    def _write_book(self, workbook, formats, records):
        for package in records:
            for section in package.section_data or ():
                self._write_section(workbook, formats, package, section)

    def _write_section(self, workbook, formats, package, section):
        columns = [(heading, 18) for heading in section["headings"]]
        heads = [(self.env._("No."), 6), *columns]
        subject = self.env._(
            "%(package)s · %(count)s in all · hash %(hash)s",
            package=package.display_name,
            count=len(section["rows"]),
            hash=package.hash or self.env._("none, a draft"),
        )
        number = len(workbook.worksheets()) + 1
        name = f"{number} {section['name']}"
        sheet, first = self._add_sheet(workbook, formats, name, section["name"], subject, heads)
        for index, row in enumerate(section["rows"]):
            self._write_row(sheet, formats, first + index, (index + 1, *row[1:]))
