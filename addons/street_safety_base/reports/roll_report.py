from odoo import models

FIGURES = ("opening", "entered", "moved_in", "left", "merged", "moved_out", "closing")


class RollReport(models.AbstractModel):
    """The monthly roll as a workbook: the unit and those right below it, then each movement it counts."""

    _name = "report.street_safety_base.roll_xlsx"
    _inherit = "safety.xlsx.report"
    _description = "Monthly roll (XLSX)"

    def _write_book(self, workbook, formats, records):
        for roll in records:
            self._write_figures(workbook, formats, roll)
            self._write_movements(workbook, formats, roll)

    def _write_figures(self, workbook, formats, roll):
        fields = roll._fields
        columns = [(self.env._("Unit"), 26)]
        columns += [(fields[name]._description_string(self.env), 10) for name in FIGURES]
        columns.append((fields["state"]._description_string(self.env), 10))
        title = self.env._("Monthly roll of enterprises %s", roll.display_name)
        sheet, row = self._add_sheet(workbook, formats, roll.display_name, title, self._subject(roll), columns)
        labels = dict(fields["state"]._description_selection(self.env))
        below = roll.search([("month", "=", roll.month), ("unit_id.parent_id", "=", roll.unit_id.id)], order="unit_id")
        for line in roll | below:
            values = [line.unit_id.name, *(line[name] for name in FIGURES), labels[line.state]]
            self._write_row(sheet, formats, row, values)
            row += 1

    def _subject(self, roll):
        if roll.state != "confirmed":
            return self.env._("%s: not confirmed yet", roll.unit_id.path_name)
        return self.env._(
            "%(unit)s: confirmed by %(person)s on %(day)s",
            unit=roll.unit_id.path_name,
            person=roll.confirmed_by_id.name,
            day=roll.confirmed_on,
        )

    def _write_movements(self, workbook, formats, roll):
        # By the roll's delegation: who may read it reads all that it counts, also what has moved away with its unit.
        movements = self.env["safety.enterprise.movement"].sudo().search([("roll_id", "=", roll.id)], order="date, id")
        names = ("date", "enterprise_name", "type", "from_unit_id", "to_unit_id", "reason", "booked_on")
        widths = (12, 34, 10, 18, 18, 30, 12)
        heads = [movements._fields[name]._description_string(self.env) for name in names]
        title = self.env._("Movements %s", roll.display_name)
        sheet, row = self._add_sheet(
            workbook, formats, title, title, self._subject(roll), list(zip(heads, widths, strict=True))
        )
        labels = dict(movements._fields["type"]._description_selection(self.env))
        for movement in movements:
            values = [
                movement.date,
                movement.enterprise_name,
                labels[movement.type],
                movement.from_unit_id.name,
                movement.to_unit_id.name,
                movement.reason,
                movement.booked_on,
            ]
            self._write_row(sheet, formats, row, values)
            row += 1
