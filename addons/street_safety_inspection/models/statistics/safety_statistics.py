from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

#: Months of each span; it begins with the first month of its kind.
SPANS = {"month": 1, "quarter": 3, "year": 12}
#: The figures that are summed, in the order of the columns; the two rates follow from them.
FOUND = ("general_found", "general_corrected", "major_found", "major_closed")
TREATED = ("treatment", "elements", "listed", "province", "funds")
COLUMNS = (
    "units", "general_found", "general_corrected", "general_rate", "major_found", "major_closed", "major_rate",
    *TREATED,
)  # fmt: skip
WAN = 10_000


class SafetyStatistics(models.AbstractModel):
    """The twelve columns of a month, a quarter or a year, unit by unit. Nothing is stored.

    Found are the hazards of the days of the span; corrected and closed are those of them that were so by its last day,
    so that a figure of a month that is over stays. In treatment are the major ones ordered and not closed on that day.
    Every figure comes with the domain of what it counts, under the reader's own record rules; the statements do not
    grow with units or hazards.
    """

    _name = "safety.statistics"
    _inherit = ["safety.overview"]
    _description = "Monthly statistics of hazards"

    @api.model
    def monthly_statistics(self, unit_id=None, month=None, span="month"):
        """Return the twelve columns of a unit and of what lies directly below it, as the current user may see them.

        :param unit_id: id of a unit that the user's seats serve; None: the one they serve, or all of them
        :param month: a day of the span to show, as text (YYYY-MM-DD); None: this month
        :param span: "month", "quarter" or "year"
        :return: dict of unit_id, title, path, month, span, span_name, previous, next, is_now, columns, rows and total;
            funds in units of 10 000 yuan, rates in per cent or None
        :raises AccessError: the user's seats do not reach the unit
        :raises UserError: month or span is none
        """
        self.env["safety.hazard"].check_access("read")
        first, last = self._span(month, span)
        units = self._chosen_units(unit_id)
        top = units if len(units) == 1 else units.browse()
        rows = self._rows(units, top)
        sums = self._sums(rows, units, first, last)
        lines = [self._line(row, sums[row["id"]], first, last) for row in rows]
        total = {"id": 0, "name": self.env._("Sum"), "own": False, "opens": False, "units": units}
        step = relativedelta(months=SPANS[span])
        return {
            "unit_id": top.id,
            "title": top.name or self.env._("My units"),
            "path": self._path(top),
            "month": str(first),
            "span": span,
            "span_name": self._span_name(first, span),
            "previous": str(first - step),
            "next": str(first + step),
            "is_now": first <= self._today() <= last,
            "columns": self._columns_shown(),
            "rows": [line for row, line in zip(rows, lines, strict=True) if row["shown"] or line["any"]],
            "total": self._line(total, sums[0], first, last),
        }

    # ---- which days --------------------------------------------------------------------------------------------------

    def _span(self, month, span):
        if span not in SPANS:
            raise UserError(self.env._("“%s” is no span: choose month, quarter or year.", span))
        first = self._month_of(month)
        first = first.replace(month=(first.month - 1) // SPANS[span] * SPANS[span] + 1)
        return first, first + relativedelta(months=SPANS[span], days=-1)

    def _span_name(self, first, span):
        if span == "month":
            return self._month_name(first)
        if span == "quarter":
            return self.env._("%(year)s, quarter %(number)s", year=first.year, number=(first.month + 2) // 3)
        return self.env._("Year %s", first.year)

    # ---- counting ----------------------------------------------------------------------------------------------------

    def _sums(self, rows, units, first, last):
        """Return {row id (0: all together): {figure: number}}. Four statements."""
        places = self._places(rows, units)
        sums = {key: dict.fromkeys(("units", *FOUND, *TREATED), 0) for key in [0, *(row["id"] for row in rows)]}
        below = Domain("unit_id", "child_of", units.ids)
        for names, found in (
            (FOUND, self._found_rows(below, first, last)),
            (TREATED, self._treated_rows(below, last)),
        ):
            for place, *figures in found:
                for key in places.get(place, ()):
                    for name, figure in zip(names, figures, strict=True):
                        sums[key][name] += figure or 0
        for key, number in self._inspected_rows(below, first, last, places):
            sums[key]["units"] = number
        return sums

    def _found_rows(self, below, first, last):
        """Return (unit id, general found, corrected, major found, closed) of what was found in the span."""
        query = self.env["safety.hazard"]._search(below & self._found(first, last))
        table = query.table
        severity, accepted, closed = (SQL.identifier(table, name) for name in ("severity", "accepted_on", "closed_on"))
        count = "COUNT(*) FILTER (WHERE %s)"
        return self._grouped(
            query,
            SQL(count, SQL("%s <> 'major'", severity)),
            SQL(count, SQL("%s <> 'major' AND %s <= %s", severity, accepted, last)),
            SQL(count, SQL("%s = 'major'", severity)),
            SQL(count, SQL("%s = 'major' AND %s <= %s", severity, closed, last)),
        )

    def _treated_rows(self, below, last):
        """Return (unit id, in treatment, with five elements, listed, at province level, funds) on the last day."""
        query = self.env["safety.hazard"]._search(below & self._in_treatment(last))
        table = query.table
        listed = "COUNT(*) FILTER (WHERE EXISTS (SELECT 1 FROM safety_listing one WHERE one.hazard_id = %s AND %s))"
        own = SQL.identifier(table, "id")
        live = SQL(
            "one.state <> 'void' AND one.listed_on <= %(last)s"
            " AND (one.delisted_on IS NULL OR one.delisted_on > %(last)s)",
            last=last,
        )
        return self._grouped(
            query,
            SQL("COUNT(*)"),
            SQL("COUNT(*) FILTER (WHERE %s)", SQL.identifier(table, "elements_complete")),
            SQL(listed, own, live),
            SQL(listed, own, SQL("%s AND one.authority IN ('province', 'nation')", live)),
            SQL("COALESCE(SUM(%s), 0)", SQL.identifier(table, "funds_planned")),
        )

    def _inspected_rows(self, below, first, last, places):
        """Return (row id, distinct enterprises inspected in the span)."""
        query = self.env["safety.inspection"]._search(below & self._visited(first, last))
        pairs = [(place, key) for place, keys in places.items() for key in keys]
        if not pairs or query.is_empty():
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT place.row_id, COUNT(DISTINCT visit.enterprise_id)
                  FROM (%s) visit
                  JOIN (VALUES %s) place (unit_id, row_id) ON place.unit_id = visit.unit_id
                 GROUP BY 1
                """,
                query.select(
                    SQL("DISTINCT %s", SQL.identifier(query.table, "unit_id")),
                    SQL.identifier(query.table, "enterprise_id"),
                ),
                SQL(", ").join(SQL("(%s, %s)", *pair) for pair in pairs),
            )
        )

    def _grouped(self, query, *figures):
        """Return (unit id, figures) of a query of hazards. One statement."""
        if query.is_empty():
            return []
        unit = SQL.identifier(query.table, "unit_id")
        query.groupby = unit
        return self.env.execute_query(query.select(unit, *figures))

    # ---- what each figure counts -------------------------------------------------------------------------------------

    def _found(self, first, last):
        return Domain("state", "!=", "void") & Domain("date", ">=", first) & Domain("date", "<=", last)

    def _in_treatment(self, last):
        still_open = Domain("closed_on", "=", False) | Domain("closed_on", ">", last)
        return (
            Domain("state", "!=", "void")
            & Domain("severity", "=", "major")
            & Domain("date", "<=", last)
            & Domain("ordered_on", "<=", last)
            & still_open
        )

    def _listed(self, last, *authorities):
        live = Domain("state", "!=", "void") & Domain("listed_on", "<=", last)
        live &= Domain("delisted_on", "=", False) | Domain("delisted_on", ">", last)
        if authorities:
            live &= Domain("authority", "in", authorities)
        return Domain("listing_ids", "any", live)

    def _visited(self, first, last):
        done = Domain("state", "=", "done") & Domain("kind_id.by_enterprise", "=", False)
        return done & Domain("date", ">=", first) & Domain("date", "<=", last)

    def _domains(self, place, first, last):
        """Return {column: (model, Domain)} of what each figure of a row counts."""
        found, treated = place & self._found(first, last), place & self._in_treatment(last)
        general, major = Domain("severity", "!=", "major"), Domain("severity", "=", "major")
        hazards = {
            "general_found": found & general,
            "general_corrected": found & general & Domain("accepted_on", "<=", last),
            "major_found": found & major,
            "major_closed": found & major & Domain("closed_on", "<=", last),
            "treatment": treated,
            "elements": treated & Domain("elements_complete", "=", True),
            "listed": treated & self._listed(last),
            "province": treated & self._listed(last, "province", "nation"),
            "funds": treated & Domain("funds_planned", ">", 0),
        }
        hazards["general_rate"], hazards["major_rate"] = hazards["general_corrected"], hazards["major_closed"]
        visited = Domain("inspection_ids", "any", place & self._visited(first, last))
        return {name: ("safety.hazard", domain) for name, domain in hazards.items()} | {
            "units": ("safety.enterprise", visited)
        }

    # ---- what is shown -----------------------------------------------------------------------------------------------

    def _line(self, row, sums, first, last):
        """Return one row of the table: id, name, opens, any, and a cell for each column."""
        operator = "=" if row["own"] else "child_of"
        place = Domain("unit_id", operator, row["units"].ids if "units" in row else row["id"])
        figures = {
            **sums,
            "general_rate": self._rate(sums["general_corrected"], sums["general_found"]),
            "major_rate": self._rate(sums["major_closed"], sums["major_found"]),
            "funds": round(float(sums["funds"]) / WAN, 2),
        }
        domains = self._domains(place, first, last)
        return {
            "id": row["id"],
            "name": row["name"],
            "own": row["own"],
            "opens": row["opens"],
            "any": any(sums.values()),
            "cells": [
                {
                    "column": name,
                    "value": figures[name],
                    "text": self._text(name, figures[name]),
                    "model": domains[name][0],
                    "domain": list(domains[name][1]),
                }
                for name in COLUMNS
            ],
        }

    def _rate(self, part, whole):
        return round(100 * part / whole, 1) if whole else None

    def _text(self, name, value):
        if value is None:
            return "–"
        return f"{value:g}%" if name.endswith("_rate") else f"{value:g}"

    def _columns_shown(self):
        """Return the columns: name, group of columns, label."""
        general = self.env._("General hazards")
        major = self.env._("Major hazards")
        treated = self.env._("Major hazards in treatment")
        groups = ["", *[general] * 3, *[major] * 3, *[treated] * len(TREATED)]
        labels = [
            self.env._("Enterprises inspected"),
            self.env._("Found"),
            self.env._("Corrected"),
            self.env._("Rate of correction"),
            self.env._("Found"),
            self.env._("Closed"),
            self.env._("Rate of closing"),
            self.env._("In the treatment plan"),
            self.env._("With five elements"),
            self.env._("Listed"),
            self.env._("At province level"),
            self.env._("Funds (10 000 yuan)"),
        ]
        return [
            {"name": name, "group": group, "label": label}
            for name, group, label in zip(COLUMNS, groups, labels, strict=True)
        ]
