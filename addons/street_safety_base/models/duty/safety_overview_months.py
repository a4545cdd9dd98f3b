from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .safety_overview import FIGURES, MONTHS

MET = ("met", "met_late")


class SafetyOverview(models.AbstractModel):
    """Units × twelve months: one table a figure, with each unit's place among the others and how it moves.

    A table is a title, the unit of its figures, and rows of cells; a figure that does not exist in a month is None.
    Every cell opens the records it counts; the statements depend neither on units nor on records.
    """

    _inherit = "safety.overview"

    @api.model
    def unit_months(self, unit_id=None, month=None):
        """Return the tables of a unit and what lies directly below it, over the twelve months up to ``month``.

        :param unit_id: id of a unit that the user's seats serve; None: the one they serve, or all of them
        :param month: a day of the last month, as text (YYYY-MM-DD); None: this month
        :return: dict of months (month, label, name) and tables: dicts of key, title, suffix, empty and rows (id, name,
            own, cells); a cell has value, text, note, rank, trend (places won since the last month with a figure),
            status, level, model and domain
        :raises AccessError: the user's seats do not reach the unit
        :raises UserError: ``month`` is no date
        """
        self.env["safety.duty"].check_access("read")
        last = self._month_of(month)
        units = self._chosen_units(unit_id)
        rows = self._rows(units, units if len(units) == 1 else units.browse())
        months = self._months_to(last)
        return {
            "months": [{"month": str(one), "label": str(one.month), "name": self._month_name(one)} for one in months],
            "tables": self._month_tables(units, rows, months),
        }

    def _months_to(self, last):
        return [last - relativedelta(months=number) for number in reversed(range(MONTHS))]

    @api.model
    def _month_tables(self, units, rows, months):
        """Return the tables, each made by ``_month_table``. Addons append theirs; a constant number of statements."""
        return [self._duty_months(units, rows, months)]

    def _duty_months(self, units, rows, months):
        """Duties met, in per cent of those that are over, in the month in which they are due. One statement."""
        domain = self._below(units) & self._due_in(months[0], months[-1]) & Domain("state", "!=", "planned")
        found = self.env.execute_query(
            SQL(
                "SELECT duty.unit_id, date_trunc('month', duty.due_date)::date, %s FROM safety_duty duty"
                " WHERE duty.id IN %s GROUP BY 1, 2",
                self._figures_sql(),
                self.env["safety.duty"]._search(domain).subselect(),
            )
        )
        met, missed = FIGURES.index("met"), FIGURES.index("missed")
        return self._month_table(
            ("duty", self.env._("Duties met (%)"), "%", self.env._("No duty was due in these months.")),
            (rows, months),
            self._by_month(units, rows, ((unit, day, (f[met], f[met] + f[missed])) for unit, day, *f in found)),
            lambda figures, place, month: self._rate_cell(
                *figures,
                "safety.duty",
                place & self._due_in(month, month) & Domain("state", "in", (*MET, "missed")),
            ),
        )

    # ---- what every table is built with ------------------------------------------------------------------------------

    def _places(self, rows, units):
        """Return {unit id: row ids it counts in}: the row of the unit directly below, and 0 for all together."""
        found = self.env["safety.unit"].with_context(active_test=False).search([("id", "child_of", units.ids)])
        own = {row["id"] for row in rows if row["own"]}
        shown = {row["id"] for row in rows} - own
        places = {}
        for unit in found:
            path = {int(part) for part in unit.parent_path.split("/") if part}
            places[unit.id] = [0, *(path & shown), *({unit.id} & own)]
        return places

    def _by_month(self, units, rows, found):
        """Return {(row id, month): figures added up} of ``found``: (unit id, first day of the month, figures)."""
        places, sums = self._places(rows, units), {}
        for unit, month, figures in found:
            for key in places.get(unit, ()):
                have = sums.get((key, month)) or (0,) * len(figures)
                sums[key, month] = tuple(one + (more or 0) for one, more in zip(have, figures, strict=True))
        return sums

    def _month_table(self, head, frame, sums, cell_of, lowest_first=False):
        """Return a table; ``cell_of(figures, place, month)`` makes a cell, its value None where there is no figure."""
        key, title, suffix, empty = head
        rows, months = frame
        lines = []
        for row in rows:
            place = Domain("unit_id", "=" if row["own"] else "child_of", row["id"])
            cells = [
                cell_of(sums[row["id"], month], place, month) if (row["id"], month) in sums else self._no_cell()
                for month in months
            ]
            if row["shown"] or any(cell["value"] is not None for cell in cells):
                lines.append({"id": row["id"], "name": row["name"], "own": row["own"], "cells": cells})
        self._rank([line["cells"] for line in lines if not line["own"]], lowest_first)
        shown = any(cell["value"] is not None for line in lines for cell in line["cells"])
        return {"key": key, "title": title, "suffix": suffix, "empty": empty, "rows": lines if shown else []}

    def _rank(self, rows, lowest_first):
        """Fill in the places of each month, equal figures on an equal place, and how far each row has moved."""
        for cells in zip(*rows, strict=True):
            values = [cell["value"] for cell in cells if cell["value"] is not None]
            for cell in cells:
                if cell["value"] is not None and cell["rank"] is None:
                    better = (one < cell["value"] if lowest_first else one > cell["value"] for one in values)
                    cell["rank"] = 1 + sum(better)
        for cells in rows:
            before = None
            for cell in cells:
                if cell["rank"] is not None:
                    cell["trend"] = before - cell["rank"] if before else 0
                    before = cell["rank"]

    def _no_cell(self):
        return {
            "value": None, "text": "", "note": "", "rank": None, "trend": 0, "status": "none", "level": 1,
            "model": "", "domain": [],
        }  # fmt: skip

    def _rate_cell(self, part, whole, model, domain):
        """Return the cell of a share in per cent, coloured like the table of the month."""
        if not whole:
            return self._no_cell()
        behind = (whole - part) / whole
        return {
            **self._no_cell(),
            "value": round(100 * part / whole),
            "text": str(round(100 * part / whole)),
            "note": f"{part}/{whole}",
            "status": "overdue" if behind else "met",
            "level": 3 if behind > 0.3 else 2 if behind > 0.1 else 1,
            "model": model,
            "domain": list(domain),
        }
