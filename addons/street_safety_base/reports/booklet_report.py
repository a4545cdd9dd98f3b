from odoo import api, models
from odoo.tools import format_date

FIGURES = ("opening", "entered", "moved_in", "left", "merged", "moved_out", "closing")


class BookletReport(models.AbstractModel):
    """The booklet of a community as a document."""

    _name = "report.street_safety_base.report_booklet"
    _description = "Community booklet"
    _inherit = ["safety.document.report"]
    _document_model = "safety.unit"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        values["docs"]._check_booklet()
        labels = dict(self.env["safety.enterprise.movement"]._fields["type"]._description_selection(self.env))
        return {
            **values,
            "booklet": lambda unit: unit._booklet(),
            "figures": self._figures,
            "movement_labels": labels,
            "day": lambda value: format_date(self.env, value, date_format="long") if value else "",
        }

    def _figures(self, roll):
        """Return [(label, number)] of a roll."""
        return [(roll._fields[name]._description_string(self.env), roll[name]) for name in FIGURES]


class BookletWorkbook(models.AbstractModel):
    """The booklet of a community as a workbook: one sheet a chapter."""

    _name = "report.street_safety_base.booklet_xlsx"
    _inherit = "safety.xlsx.report"
    _description = "Community booklet (XLSX)"

    def _write_book(self, workbook, formats, records):
        records._check_booklet()
        for unit in records:
            book = unit._booklet()
            for name, columns, rows in self._sheets(book):
                title = f"{unit.name} {name}"
                prefix = f"{unit.name} " if len(records) > 1 else ""
                sheet, row = self._add_sheet(workbook, formats, prefix + name, title, unit.path_name, columns)
                for number, values in enumerate(rows):
                    self._write_row(sheet, formats, row + number, values)

    def _sheets(self, book):
        """Yield (name, columns, rows) of each chapter. Addons append theirs."""
        yield self._units(book)
        yield self._counts(book)
        yield self._enterprises(self.env._("Enterprises"), book["enterprises"])
        yield self._enterprises(self.env._("Key enterprises"), book["key"])
        yield self._gaps(book)
        yield self._movements(book)

    def _units(self, book):
        columns = [(self.env._("Unit"), 24), (self.env._("Enterprises"), 10), (self.env._("People"), 60)]
        rows = (
            (unit.name, number, "\n".join(self._person(one) for one in people))
            for unit, people, number in book["units"]
        )
        return self.env._("Grids and people"), columns, rows

    def _person(self, appointment):
        phone = appointment.user_id.partner_id.phone
        return " ".join(filter(None, (appointment.post_id.name, appointment.user_id.name, phone)))

    def _counts(self, book):
        heads = [one.name for one in book["classes"]]
        columns = [(self.env._("Kind"), 20), *((head, 12) for head in heads)]
        columns += [(self.env._("Without class"), 12), (self.env._("Sum"), 10)]
        rows = ((kind.name, *numbers, number) for kind, numbers, number in book["counts"])
        return self.env._("Counts"), columns, rows

    def _enterprises(self, name, enterprises):
        names = ("unit_id", "name", "kind_id", "class_id", "credit_code", "address", "principal_name", "phone")
        widths = (18, 32, 12, 12, 22, 36, 10, 15)
        fields = self.env["safety.enterprise"]._fields
        columns = [(fields[key]._description_string(self.env), width) for key, width in zip(names, widths, strict=True)]
        rows = ([one[key].name if fields[key].relational else one[key] for key in names] for one in enterprises)
        return name, columns, rows

    def _gaps(self, book):
        columns = [(self.env._("Unit"), 18), (self.env._("Enterprise"), 32), (self.env._("What is missing"), 60)]
        rows = ((one.unit_id.name, one.name, "、".join(gaps)) for one, gaps in book["gaps"])
        return self.env._("Gaps"), columns, rows

    def _movements(self, book):
        names = ("date", "enterprise_name", "type", "from_unit_id", "to_unit_id", "reason")
        widths = (12, 32, 10, 18, 18, 30)
        fields = self.env["safety.enterprise.movement"]._fields
        columns = [(fields[key]._description_string(self.env), width) for key, width in zip(names, widths, strict=True)]
        labels = dict(fields["type"]._description_selection(self.env))
        rows = (
            (one.date, one.enterprise_name, labels[one.type], one.from_unit_id.name, one.to_unit_id.name, one.reason)
            for one in book["movements"]
        )
        return self.env._("Changes of the month"), columns, rows
