from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

#: So many cells stand side by side on the wider side of the screen; degrees are counted in millionths, so that the edge
#: of a cell is the same number here and in the domain that opens it.
CELLS, MICRO = 28, 1_000_000
#: Points around the one that is being set.
NEIGHBOURS = 300
LABELS = 60


class SafetyMap(models.AbstractModel):
    """Where hazards are: enterprises and their hazards counted by cells of the map. Nothing is stored.

    Positions go to the client as they are kept, in WGS-84. Everything is read under the reader's own record rules, in
    four statements whatever the number of enterprises and hazards.
    """

    _name = "safety.map"
    _description = "Map of hazards"

    @api.model
    def map_settings(self):
        """Return what the street puts under its points: dict of tiles, attribution and datum."""
        company = self.env.company.sudo()
        return {
            "tiles": company.safety_map_tiles or "",
            "attribution": company.safety_map_attribution or "",
            "datum": company.safety_map_datum,
        }

    @api.model
    def hazard_map(self, layer="open", bounds=None):
        """Return the cells of a part of the map, as the current user may see it.

        :param layer: "open": hazards that are open; "year": those found in the last twelve months
        :param bounds: [south, west, north, east] in degrees; None: all that the user sees
        :return: dict of bounds, cells (latitude, longitude, firms, hazards, overdue, major, name, domain,
            firm_domain), labels of units, and without (how many enterprises have no position), with its domain
        :raises UserError: layer or bounds is none
        """
        enterprises = self.env["safety.enterprise"]
        enterprises.check_access("read")
        if layer not in ("open", "year"):
            raise UserError(self.env._("“%s” is no layer of the map.", layer))
        placed = Domain("latitude", "!=", 0) | Domain("longitude", "!=", 0)
        box = self._box(bounds) if bounds else self._whole(placed)
        if not box:
            return self._answer(None, [], [], placed)
        inside = placed & self._inside(*box)
        step = max(1, round(max(box[2] - box[0], box[3] - box[1]) * MICRO / CELLS))
        return self._answer(box, self._cells(inside, self._layer_domain(layer), step), self._labels(inside), placed)

    def _answer(self, box, cells, labels, placed):
        without = ~placed
        return {
            "bounds": box,
            "cells": cells,
            "labels": labels,
            "without": self.env["safety.enterprise"].search_count(without),
            "without_domain": list(without),
        }

    @api.model
    def neighbours(self, latitude=0.0, longitude=0.0):
        """Return (latitude, longitude, name) of enterprises near a point, or of any when there is none: to find one's
        way on a map without tiles. At most 300.
        """
        domain = Domain("latitude", "!=", 0) | Domain("longitude", "!=", 0)
        if latitude or longitude:
            reach = 0.02
            domain &= self._inside(latitude - reach, longitude - reach, latitude + reach, longitude + reach)
        found = self.env["safety.enterprise"].search_fetch(
            domain, ["name", "latitude", "longitude"], limit=NEIGHBOURS, order="id"
        )
        return [[firm.latitude, firm.longitude, firm.name] for firm in found]

    # ---- where -------------------------------------------------------------------------------------------------------

    def _box(self, bounds):
        try:
            south, west, north, east = (float(value) for value in bounds)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("A part of the map is four numbers: south, west, north, east.")) from error
        box = [max(south, -90), max(west, -180), min(north, 90), min(east, 180)]
        if not (box[0] < box[2] and box[1] < box[3]):
            raise UserError(self.env._("A part of the map is four numbers: south, west, north, east."))
        return box

    def _whole(self, placed):
        """Return the box around all enterprises that have a position; None when there is none. One statement."""
        query = self.env["safety.enterprise"]._search(placed)
        if query.is_empty():
            return None
        latitude, longitude = (SQL.identifier(query.table, name) for name in ("latitude", "longitude"))
        lowest = (SQL("MIN(%s)", latitude), SQL("MIN(%s)", longitude))
        edges = (*lowest, SQL("MAX(%s)", latitude), SQL("MAX(%s)", longitude))
        ((south, west, north, east),) = self.env.execute_query(query.select(*edges))
        if south is None:
            return None
        margin = 0.002
        return [float(south) - margin, float(west) - margin, float(north) + margin, float(east) + margin]

    def _inside(self, south, west, north, east):
        rounded = [round(value, 6) for value in (south, west, north, east)]
        return (
            Domain("latitude", ">=", rounded[0])
            & Domain("longitude", ">=", rounded[1])
            & Domain("latitude", "<", rounded[2])
            & Domain("longitude", "<", rounded[3])
        )

    # ---- what --------------------------------------------------------------------------------------------------------

    def _layer_domain(self, layer):
        hazards = self.env["safety.hazard"]
        if layer == "open":
            return hazards._open_domain()
        since = self.env.company._safety_today() - relativedelta(years=1)
        return Domain("state", "!=", "void") & Domain("date", ">", since)

    def _cells(self, inside, wanted, step):
        """Return the cells that hold enterprises. One statement.

        :param inside: Domain of the enterprises
        :param wanted: Domain of the hazards
        :param step: width of a cell in millionths of a degree
        """
        hazards = self.env["safety.hazard"]
        firms = self.env["safety.enterprise"]._search(inside)
        found = hazards._search(wanted)
        if firms.is_empty():
            return []
        table = found.table
        late = SQL(
            "%s IN ('reported', 'rectifying') AND %s < %s",
            SQL.identifier(table, "state"),
            SQL.identifier(table, "deadline"),
            self.env.company._safety_today(),
        )
        found.groupby = SQL.identifier(table, "enterprise_id")
        counted = found.select(
            SQL("%s AS enterprise_id", SQL.identifier(table, "enterprise_id")),
            SQL("COUNT(*) AS hazards"),
            SQL("COUNT(*) FILTER (WHERE %s) AS overdue", late),
            SQL("COUNT(*) FILTER (WHERE %s = 'major') AS major", SQL.identifier(table, "severity")),
        )
        names = ("id", "name", "latitude", "longitude")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT floor(firm.latitude * %(micro)s / %(step)s)::int,
                       floor(firm.longitude * %(micro)s / %(step)s)::int,
                       AVG(firm.latitude)::float, AVG(firm.longitude)::float, COUNT(*),
                       COALESCE(SUM(found.hazards), 0)::int, COALESCE(SUM(found.overdue), 0)::int,
                       COALESCE(SUM(found.major), 0)::int, MIN(firm.name)
                  FROM (%(firms)s) firm
                  LEFT JOIN (%(found)s) found ON found.enterprise_id = firm.id
                 GROUP BY 1, 2
                """,
                micro=MICRO,
                step=step,
                firms=firms.select(*(SQL.identifier(firms.table, name) for name in names)),
                found=counted,
            )
        )
        return [self._cell(row, step, wanted) for row in rows]

    def _cell(self, row, step, wanted):
        down, left, latitude, longitude, firms, number, overdue, major, name = row
        edges = (down * step, left * step, (down + 1) * step, (left + 1) * step)
        inside = self._inside(*(edge / MICRO for edge in edges))
        return {
            "latitude": latitude,
            "longitude": longitude,
            "firms": firms,
            "hazards": number,
            "overdue": overdue,
            "major": major,
            "name": name if firms == 1 else "",
            "domain": list(wanted & Domain("enterprise_id", "any", inside)),
            "firm_domain": list(inside),
        }

    def _labels(self, inside):
        """Return (name, latitude, longitude) of the units in which the most enterprises are. One statement."""
        found = self.env["safety.enterprise"]._read_group(
            inside, ["unit_id"], ["latitude:avg", "longitude:avg", "__count"], order="__count desc", limit=LABELS
        )
        return [[unit.sudo().name, latitude, longitude] for unit, latitude, longitude, _count in found]
