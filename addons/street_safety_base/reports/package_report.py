from odoo import api, fields, models


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


class PackagePaper(models.AbstractModel):
    """A package on paper, the twin of the workbook: the written rows, who signed them when, and their hash."""

    _name = "report.street_safety_base.report_package"
    _description = "Package (PDF)"
    _inherit = ["safety.document.report"]
    _document_model = "safety.package"

    @api.model
    def _get_report_values(self, docids, data=None):
        return {**super()._get_report_values(docids, data), "drawn": self._drawn}

    def _drawn(self, package):
        """Return (name, post, drawn signature as a data URI, when) of the signatures on the package."""
        signatures = package.signature_ids.filtered(lambda sign: sign.purpose == "hand_in").with_context(bin_size=False)
        street = signatures.with_context(tz=package.company_id.safety_tz)
        return [
            (
                sign.signer_name,
                sign.appointment_id.post_id.name,
                f"data:image/png;base64,{sign.image.decode()}",
                fields.Datetime.context_timestamp(sign, sign.signed_at).strftime("%Y-%m-%d %H:%M"),
            )
            for sign in street
        ]
