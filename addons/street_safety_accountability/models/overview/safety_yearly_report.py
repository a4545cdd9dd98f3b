from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: The columns of duties, and the states each of them counts.
DUTIES = {
    "count": ("open", "met", "met_late", "missed"),
    "met": ("met", "met_late"),
    "late": ("met_late",),
    "missed": ("missed",),
    "open": ("open",),
    "waived": ("waived",),
}
YEARS = range(2000, 2101)


class SafetyYearlyReport(models.AbstractModel):
    """The report of a street's year 年度报告, assembled from what the screens show. Nothing is stored.

    Each section is a table whose figures come from the model that shows them elsewhere: the overview, the twelve
    columns, and the records themselves under the reader's own rules. Every figure carries the domain of what it counts;
    the statements do not grow with units or records. Clauses XY-3.1g, GY-7.2.
    """

    _name = "safety.yearly.report"
    _inherit = ["safety.statistics"]
    _description = "Yearly report"

    @api.model
    def yearly_report(self, unit_id=None, year=None):
        """Return the report of a unit and what lies directly below it, as the current user may see it.

        :param unit_id: id of a unit that the user's seats serve; None: the one they serve, or all of them
        :param year: the calendar year, as a number or text; None: this year
        :return: dict of unit_id, title, year, heading, today, is_over and sections: dicts of key, title, note, empty,
            columns (labels), groups of them where there are some, rows and total; a row is a dict of name and cells
            (value, text, model, domain)
        :raises AccessError: the user's seats do not reach the unit
        :raises UserError: ``year`` is none
        """
        self.env["safety.duty"].check_access("read")
        year = self._year_of(year)
        units = self._chosen_units(unit_id)
        top = units if len(units) == 1 else units.browse()
        first = fields.Date.to_date(f"{year}-01-01")
        last = first + relativedelta(years=1, days=-1)
        return {
            "unit_id": top.id,
            "title": top.name or self.env._("My units"),
            "year": year,
            "heading": self.env._("Work safety report of %s", year),
            "today": self._today(),
            "is_over": self._today() > last,
            "sections": self._sections(units, top, first, last),
        }

    def _year_of(self, year):
        text = str(year or self._today().year)
        if not text.isdecimal() or int(text) not in YEARS:
            raise UserError(self.env._("“%s” is no year: write it as 2026.", year))
        return int(text)

    @api.model
    def _sections(self, units, top, first, last):
        """Return the sections in order. Addons append theirs; each costs a constant number of statements."""
        rows = self._rows(units, top)
        self._fill(rows, self._below(units) & self._due_in(first, last.replace(day=1)))
        places = self._places(rows, units)
        return [
            self._duty_month_section(units, last.replace(day=1)),
            self._duty_unit_section(rows, first, last.replace(day=1)),
            *self._month_sections(units, rows, last),
            self._hazard_section(units, top, first),
            *self._consequence_sections(units, rows, places, first, last),
            *self._people_sections(units, rows, places, first, last),
        ]

    # ---- duties and hazards ------------------------------------------------------------------------------------------

    def _duty_month_section(self, units, last):
        """The twelve months as the overview draws them."""
        trend = self._trend(self._below(units), last)
        rows = [self._duty_row(item["name"], item, Domain(item["domain"])) for item in trend]
        return {
            "key": "duty_month",
            "title": self.env._("Duties, month by month"),
            "note": self.env._("A duty stands in the month in which it is due."),
            "empty": self.env._("No duty was due in this year."),
            "columns": [self.env._("Month"), *self._duty_columns()],
            "rows": rows,
            "total": self._duty_row(self.env._("Sum"), self._added(trend), self._all_of(trend)),
        }

    def _duty_unit_section(self, rows, first, last):
        lines, found = [], []
        for row in rows:
            place = Domain("unit_id", "=" if row["own"] else "child_of", row["id"]) & self._due_in(first, last)
            cell = self._cell(list(row["found"].values()), place)
            found.append(cell)
            if row["shown"] or cell["count"]:
                lines.append(self._duty_row(self._name_of(row), cell, Domain(cell["domain"])))
        return {
            "key": "duty_unit",
            "title": self.env._("Duties, unit by unit"),
            "note": "",
            "empty": self.env._("No duty was due in this year."),
            "columns": [self.env._("Unit"), *self._duty_columns()],
            "rows": lines,
            "total": self._duty_row(self.env._("Sum"), self._added(found), self._all_of(found)),
        }

    def _month_sections(self, units, rows, last):
        """Units × months of duties, hazards and penalties, as the overview shows them, each with its place."""
        months = self._months_to(last.replace(day=1))
        tables = self._month_tables(units, rows, months)
        names = [self.env._("month %s", month.month) for month in months]
        return [
            {
                "key": f"month_{table['key']}",
                "title": self.env._("%s, unit by unit and month by month", table["title"]),
                "note": self.env._("In brackets the place among the units of the month."),
                "empty": table["empty"],
                "columns": [self.env._("Unit"), *names],
                "rows": [
                    {"name": self._name_of(row), "cells": [self._placed(c) for c in row["cells"]]}
                    for row in table["rows"]
                ],
                "total": None,
            }
            for table in tables
            if table["key"] != "appraisal"
        ]

    def _placed(self, cell):
        text = cell["text"] or "–"
        return {**cell, "text": f"{text} ({cell['rank']})" if cell["rank"] else text}

    def _duty_columns(self):
        return [
            self.env._("Duties due"),
            self.env._("Met"),
            self.env._("Of these late"),
            self.env._("Missed"),
            self.env._("Open"),
            self.env._("Waived"),
            self.env._("Met (%)"),
        ]

    def _duty_row(self, name, figures, place):
        """Return a row of duties; met are those of the ones that are over, as the overview says it."""
        cells = [self._number("safety.duty", figures[key], place & self._in_state(key)) for key in DUTIES]
        over = figures["met"] + figures["missed"]
        rate = round(100 * figures["met"] / over) if over else None
        return {"name": name, "cells": [*cells, self._number("safety.duty", rate, place & self._in_state("met"), "%")]}

    def _in_state(self, key):
        return Domain("state", "in", DUTIES[key])

    def _added(self, cells):
        return {key: sum(cell[key] for cell in cells) for key in DUTIES}

    def _all_of(self, cells):
        return Domain.OR([Domain(cell["domain"]) for cell in cells])

    def _hazard_section(self, units, top, first):
        """The twelve columns of the year, as the street files them."""
        # Several units without one above them have no table of their own: the user's default is just these.
        table = self.env["safety.statistics"].monthly_statistics(top.id or None, str(first), "year")
        labels = [column["label"] for column in table["columns"]]
        return {
            "key": "hazard",
            "title": self.env._("Hazard investigation and treatment"),
            "note": self.env._("The twelve columns of the year; rates in per cent, funds in units of 10 000 yuan."),
            "empty": self.env._("No hazard was found in this year."),
            "groups": self._groups_of(table["columns"]),
            "columns": [self.env._("Unit"), *labels],
            "rows": [{"name": self._name_of(row), "cells": row["cells"]} for row in table["rows"]],
            "total": {"name": table["total"]["name"], "cells": table["total"]["cells"]},
        }

    def _groups_of(self, columns):
        """Return the groups of the columns, as (label, number of columns), those of the unit and the visits first."""
        groups = [["", 1]]
        for column in columns:
            if column["group"] == groups[-1][0]:
                groups[-1][1] += 1
            else:
                groups.append([column["group"], 1])
        return groups

    # ---- what all sections are built with ----------------------------------------------------------------------------

    def _name_of(self, row):
        return self.env._("%s itself", row["name"]) if row["own"] else row["name"]

    def _number(self, model, value, domain, unit=""):
        """Return a cell: the figure, its text, and the domain of what it counts."""
        text = "–" if value is None else f"{round(value, 2):,g}{unit}" if abs(value) < 1e5 else f"{value:,.0f}{unit}"
        return {"value": value, "text": text, "model": model, "domain": list(domain)}

    def _by_row(self, rows, places, groups):
        """Return {row id (0: all together): [figures]} of ``groups``: (unit, figures …), each figure added up."""
        groups = list(groups)
        width = max((len(figures) for _unit, *figures in groups), default=0)
        sums = {key: [0] * width for key in [0, *(row["id"] for row in rows)]}
        for unit, *figures in groups:
            for key in places.get(unit.id, ()):
                sums[key] = [have + (figure or 0) for have, figure in zip(sums[key], figures, strict=True)]
        return sums

    def _place(self, row, units):
        """Return the Domain of the records of a row; of all together when there is none."""
        if row is None:
            return self._below(units)
        return Domain("unit_id", "=" if row["own"] else "child_of", row["id"])

    def _unit_rows(self, rows, units, cells_of):
        """Return (rows, total) of a table by unit; ``cells_of(key, place)`` makes the cells of one."""
        lines = []
        for row in rows:
            cells = cells_of(row["id"], self._place(row, units))
            if row["shown"] or any(cell["value"] for cell in cells):
                lines.append({"name": self._name_of(row), "cells": cells})
        return lines, {"name": self.env._("Sum"), "cells": cells_of(0, self._place(None, units))}
