from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..wizards.organisation_import import HELP, SHEETS, label

WIDTHS = {"name": 24, "post": 24, "email": 24, "serves": 24, "note": 24}
#: As text, or a spreadsheet eats the zeros in front.
TEXTS = {"code", "parent", "unit", "login", "phone", "serves", "field"}
DATES = {"since", "start", "end"}
LAST_ROW = 10_000  # the lists to choose from reach down to here
TYPES_COLUMN, POSTS_COLUMN = 4, 5  # of the sheet of explanations


class OrganisationReport(models.AbstractModel):
    """Units, posts and people as the workbook that the import takes; with ``template`` the empty one.

    What is exported and imported again changes nothing.
    """

    _name = "report.street_safety_base.organisation"
    _inherit = "report.report_xlsx.abstract"
    _description = "Organisation (XLSX)"

    def generate_xlsx_report(self, workbook, data, objs):
        """Write ``objs`` and the units below them.

        :raises AccessError: the user is not of the office, or the units are out of reach (logins and phones are in it)
        """
        if not self.env.user.has_group("street_safety_base.group_street_safety_office"):
            raise AccessError(self.env._("Only the office exports the organisation with its people."))
        units = self.env["safety.unit"]
        if not (data or {}).get("template"):
            units = units.browse(objs.ids)
            units.check_access("read")
            self.env["safety.access"]._check(units, "read")
            units = self._in_order(units.search([("id", "child_of", units.ids)]))
        types, posts = self._names("safety.unit.type"), self._names("safety.post")
        guide, styles = self.env._("Guide"), self._styles(workbook)
        lists = {
            "type": (guide, TYPES_COLUMN, len(types)),
            "post": (guide, POSTS_COLUMN, len(posts)),
        }
        for kind, title, rows in (
            ("unit", self.env._("Units"), self._unit_rows(units, types)),
            ("people", self.env._("People"), self._people_rows(units, posts)),
        ):
            self._write_rows(workbook.add_worksheet(title), kind, rows, styles, lists)
        self._write_guide(workbook.add_worksheet(guide), styles, types, posts)

    # ---- content -----------------------------------------------------------------------------------------------------

    def _in_order(self, units):
        """Return the units as one reads a tree: each one, then what lies below it."""
        below, ids = units.grouped("parent_id"), []
        waiting = list(reversed(units.filtered(lambda unit: unit.parent_id not in units)))
        while waiting:
            unit = waiting.pop()
            ids.append(unit.id)
            waiting += reversed(below.get(unit, units.browse()))
        return units.browse(ids)

    def _names(self, model):
        """Return {record: what it is called in the file}: the code where two have one name."""
        records = self.env[model].search(Domain.TRUE)
        names = records.mapped("name")
        return {record: record.name if names.count(record.name) == 1 else record.code for record in records}

    def _code(self, unit):
        return unit.code or unit.path_name or ""

    def _unit_rows(self, units, types):
        for unit in units:
            yield {
                "code": self._code(unit),
                "name": unit.name,
                "type": types.get(unit.type_id, unit.type_id.code),
                "parent": self._code(unit.parent_id),
                "sequence": unit.sequence,
                "since": unit.date_start,
            }

    def _people_rows(self, units, posts):
        """One row for each appointment in force or to come, and one for each planned seat that nobody holds."""
        today = self.env.company._safety_today()
        ahead = Domain("date_end", "=", False) | Domain("date_end", ">=", today)
        here = Domain("unit_id", "in", units.ids)
        held = self.env["safety.appointment"].sudo().search(here & ahead, order="date_start, id")
        held = held.filtered("user_id.active").grouped(lambda seat: (seat.unit_id.id, seat.post_id.id))
        seats = self.env["safety.seat"].sudo().search(here).grouped(lambda seat: (seat.unit_id.id, seat.post_id.id))
        for unit in units:
            for post, name in posts.items():
                planned = seats.get((unit.id, post.id), self.env["safety.seat"]).planned
                row = {"unit": self._code(unit), "post": name, "planned": planned or None}
                for appointment in held.get((unit.id, post.id), ()):
                    yield {**row, **self._appointment_cells(appointment)}
                    row["planned"] = planned = None  # said once
                if planned:
                    yield row

    def _appointment_cells(self, appointment):
        user = appointment.user_id
        return {
            "person": user.name,
            "login": user.login,
            "phone": user.phone,
            "email": user.email,
            "start": appointment.date_start,
            "end": appointment.date_end,
            "acting": "√" if appointment.is_acting else None,
            "serves": ", ".join(self._code(unit) for unit in appointment.served_unit_ids),
            "field": self._code(appointment.sector_id),
            "note": appointment.note,
        }

    # ---- sheets ------------------------------------------------------------------------------------------------------

    def _styles(self, workbook):
        wrap = {"text_wrap": True, "valign": "top"}
        return {
            "head": workbook.add_format({**wrap, "bold": True, "bg_color": "#D9E2F3", "border": 1}),
            "text": workbook.add_format({"num_format": "@"}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "plain": workbook.add_format(),
            "wrap": workbook.add_format(wrap),
        }

    def _write_rows(self, sheet, kind, rows, styles, lists):
        style_of = {**dict.fromkeys(TEXTS, styles["text"]), **dict.fromkeys(DATES, styles["date"])}
        for column, field in enumerate(SHEETS[kind]):
            style = style_of.get(field, styles["plain"])
            sheet.set_column(column, column, WIDTHS.get(field, 14), style)
            sheet.write(0, column, label(self.env, kind, field), styles["head"])
            if field in lists and lists[field][2]:
                self._offer(sheet, column, *lists[field])
        sheet.freeze_panes(1, 2)
        for number, row in enumerate(rows, start=1):
            for column, field in enumerate(SHEETS[kind]):
                value = row.get(field)
                if value and field in DATES:
                    sheet.write_datetime(number, column, value, styles["date"])
                elif isinstance(value, int) and not isinstance(value, bool):
                    sheet.write_number(number, column, value)
                elif value:  # as text: a name that begins with = is no formula
                    sheet.write_string(number, column, value, style_of.get(field, styles["plain"]))

    def _offer(self, sheet, column, guide, list_column, length):
        """Offer the names to choose from; a code may be typed all the same."""
        letter = chr(ord("A") + list_column)
        source = f"='{guide}'!${letter}$2:${letter}${length + 1}"
        choice = {"validate": "list", "source": source, "error_type": "information"}
        sheet.data_validation(1, column, LAST_ROW, column, choice)

    def _write_guide(self, sheet, styles, types, posts):
        """Explain each column with an example, one below the other: no row of it looks like headers to the import."""
        heads = (self.env._("Sheet"), self.env._("Column"), self.env._("What goes in"), self.env._("Example"))
        for column, (text, width) in enumerate(zip(heads, (10, 22, 60, 22), strict=True)):
            sheet.set_column(column, column, width, styles["wrap"])
            sheet.write(0, column, text, styles["head"])
        titles = {"unit": self.env._("Units"), "people": self.env._("People")}
        number = 0
        for kind, columns in HELP.items():
            for field, (text, example) in columns.items():
                number += 1
                lang = self.env.lang or "en_US"
                example = example if isinstance(example, str) else example._translate(lang)
                row = (titles[kind], label(self.env, kind, field), text._translate(lang), example)
                for column, value in enumerate(row):
                    sheet.write_string(number, column, value, styles["wrap"])
        for column, head, names in (
            (TYPES_COLUMN, self.env._("Unit types"), types),
            (POSTS_COLUMN, self.env._("Posts"), posts),
        ):
            sheet.set_column(column, column, 28)
            sheet.write(0, column, head, styles["head"])
            sheet.write_column(1, column, list(names.values()))
