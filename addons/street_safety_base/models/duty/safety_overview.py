from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

# What one screen and one sheet of A4 hold; the kinds beyond stand together in the last column.
KINDS = 11
MONTHS = 12
OVERDUE = 5
SOON = 3
FIGURES = ("met", "late", "open", "soon", "overdue", "missed", "waived")


class SafetyOverview(models.AbstractModel):
    """The leader's overview: units × kinds of one month, twelve months, what is overdue. Nothing is stored.

    Every figure comes with the domain of the records it counts; all are read under the reader's own record rules, in a
    number of statements that depends neither on the units nor on the duties.
    """

    _name = "safety.overview"
    _description = "Leader overview"

    @api.model
    def leader_overview(self, unit_id=None, month=None):
        """Return the overview of a unit and what lies directly below it, as the current user may see it.

        :param unit_id: id of a unit that the user's seats serve; None: the one they serve, or all of them
        :param month: a day of the month to show, as text (YYYY-MM-DD); None: this month. A duty stands in the month
            in which it is due.
        :return: dict of title, path, month, kinds, rows, trend, overdue, blocks and prints
        :raises AccessError: the user's seats do not reach the unit
        :raises UserError: ``month`` is no date
        """
        self.env["safety.duty"].check_access("read")
        first = self._month_of(month)
        units = self._chosen_units(unit_id)
        top = units if len(units) == 1 else units.browse()
        rows = self._rows(units, top)
        below = self._below(units)
        self._fill(rows, below & self._due_in(first, first))
        kinds = self._columns(rows)
        for row in rows:
            self._finish_row(row, kinds, first)
        return {
            "unit_id": top.id,
            "title": top.name or self.env._("My units"),
            "path": self._path(top),
            "month": str(first),
            "month_name": self._month_name(first),
            "previous": str(first - relativedelta(months=1)),
            "next": str(first + relativedelta(months=1)),
            "is_now": first == self._today().replace(day=1),
            "kinds": [{"name": kind["name"], "ids": kind["ids"]} for kind in kinds],
            "rows": [row for row in rows if row["shown"] or row["total"]["count"]],
            "trend": self._trend(below, first),
            "overdue": self._overdue(below),
            "blocks": self._blocks(units),
            "prints": self._prints(first),
        }

    # ---- which units and which month ---------------------------------------------------------------------------------

    def _today(self):
        return self.env.company._safety_today()

    def _month_of(self, month):
        try:
            day = fields.Date.to_date(month) or self._today()
        except ValueError as error:
            raise UserError(self.env._("“%s” is no month: write it as 2026-11-01.", month)) from error
        return day.replace(day=1)

    def _month_name(self, day):
        return format_date(self.env, day, date_format="yMMMM" if self.env.lang != "zh_CN" else "y年M月")

    def _chosen_units(self, unit_id):
        if unit_id:
            unit = self.env["safety.unit"].with_context(active_test=False).search([("id", "=", int(unit_id))])
            self.env["safety.access"]._check(unit or unit.browse(int(unit_id)), "read")
            return unit
        return self._roots().filtered(lambda unit: unit.company_id in self.env.companies)

    def _roots(self):
        """Return the units that the user serves, without those that lie in another of them."""
        served = self.env.user.safety_read_unit_ids
        ids = set(served.ids)
        return served.filtered(lambda unit: not ids & {int(part) for part in unit.parent_path.split("/")[:-2] if part})

    def _below(self, units):
        return Domain("unit_id", "child_of", units.ids)

    def _due_in(self, first, last):
        """Return the Domain of the duties that are due from the month of ``first`` to that of ``last``."""
        end = last + relativedelta(months=1, days=-1)
        return Domain("due_date", ">=", first) & Domain("due_date", "<=", end)

    def _path(self, unit):
        """Return the units from the top of what the user serves down to ``unit``, each one a way back."""
        if not unit:
            return []
        roots = set(self._roots().ids)
        ids = [int(part) for part in unit.parent_path.split("/") if part]
        while ids and not roots & set(ids[:1]):
            ids.pop(0)
        return [{"id": above.id, "name": above.name} for above in unit.browse(ids)]

    # ---- units × kinds -----------------------------------------------------------------------------------------------

    def _rows(self, units, top):
        """Return the rows without their figures: the unit itself and those directly below, or all served."""
        shown = units
        if top:
            below = units.with_context(active_test=False).search([("parent_id", "=", top.id)])
            shown = top | below
        parents = self.env["safety.unit"]._read_group([("parent_id", "in", shown.ids)], ["parent_id"])
        with_below = {parent.id for (parent,) in parents}
        return [
            {
                "id": unit.id,
                "name": unit.name,
                "own": unit == top,
                "shown": unit.active and unit.is_territory and unit != top,
                "opens": unit != top and unit.id in with_below,
                "found": {},
            }
            for unit in shown
        ]

    def _fill(self, rows, domain):
        """Put {kind id: figures} into each row. One statement."""
        own = [row["id"] for row in rows if row["own"]]
        duties = self.env["safety.duty"]._search(domain & Domain("state", "!=", "planned"))
        found = self.env.execute_query(
            SQL(
                """
                SELECT shown.id, duty.kind_id, %(figures)s
                  FROM safety_duty duty
                  JOIN safety_unit place ON place.id = duty.unit_id
                  JOIN safety_unit shown ON shown.id = ANY(%(shown)s)
                       AND starts_with(place.parent_path, shown.parent_path)
                       AND (NOT shown.id = ANY(%(own)s) OR place.id = shown.id)
                 WHERE duty.id IN %(duties)s
                 GROUP BY 1, 2
                """,
                figures=self._figures_sql(),
                shown=[row["id"] for row in rows],
                own=own,
                duties=duties.subselect(),
            )
        )
        by_id = {row["id"]: row for row in rows}
        for unit, kind, *figures in found:
            by_id[unit]["found"][kind] = dict(zip(FIGURES, figures, strict=True))

    def _figures_sql(self):
        today = self._today()
        count = "COUNT(*) FILTER (WHERE %s)"
        conditions = (
            SQL("duty.state IN ('met', 'met_late')"),
            SQL("duty.state = 'met_late'"),
            SQL("duty.state = 'open'"),
            SQL("duty.state = 'open' AND duty.window_end BETWEEN %s AND %s", today, today + timedelta(days=SOON)),
            SQL("duty.state = 'open' AND duty.window_end < %s", today),
            SQL("duty.state = 'missed'"),
            SQL("duty.state = 'waived'"),
        )
        return SQL(", ").join(SQL(count, condition) for condition in conditions)

    def _columns(self, rows):
        """Return the columns: the kinds that are owed most, and the others together."""
        totals = {}
        for row in rows:
            for kind, figures in row["found"].items():
                totals[kind] = totals.get(kind, 0) + self._count(figures)
        order = sorted(totals, key=lambda kind: (-totals[kind], kind))
        first = order if len(order) <= KINDS + 1 else order[:KINDS]
        kinds = self.env["safety.duty.kind"].browse(first).sorted(lambda kind: (kind.sequence, kind.id))
        columns = [{"name": kind.name, "ids": kind.ids} for kind in kinds]
        if others := order[len(first) :]:
            columns.append({"name": self.env._("Others"), "ids": sorted(others)})
        return columns

    def _finish_row(self, row, kinds, month):
        found = row.pop("found")
        place = Domain("unit_id", "=" if row["own"] else "child_of", row["id"]) & self._due_in(month, month)
        row["cells"] = [
            self._cell(
                [found[kind] for kind in column["ids"] if kind in found],
                place & Domain("kind_id", "in", column["ids"]),
            )
            for column in kinds
        ]
        row["total"] = self._cell(list(found.values()), place)

    def _count(self, figures):
        return figures["met"] + figures["open"] + figures["missed"]

    def _cell(self, found, domain):
        """Return one figure of the table: what is counted, its colour, and the domain of the records it counts."""
        figures = {name: sum(row[name] for row in found) for name in FIGURES}
        count = self._count(figures)
        behind = figures["missed"] + figures["overdue"]
        share = behind / count if count else 0
        return {
            **figures,
            "count": count,
            "status": self._status(figures, count),
            "level": 3 if share > 0.3 else 2 if share > 0.1 else 1,
            "domain": list(domain & Domain("state", "!=", "planned")),
        }

    def _status(self, figures, count):
        """Return the colour's name: one meaning on every screen (red, orange, blue, green, grey)."""
        if figures["missed"] or figures["overdue"]:
            return "overdue"
        for name in ("soon", "open"):
            if figures[name]:
                return name
        return "met" if count else "waived" if figures["waived"] else "none"

    # ---- twelve months, and what is overdue --------------------------------------------------------------------------

    def _trend(self, below, last):
        """Return the figures of the twelve months up to ``last``. One statement."""
        first = last - relativedelta(months=MONTHS - 1)
        domain = below & self._due_in(first, last) & Domain("state", "!=", "planned")
        found = self.env.execute_query(
            SQL(
                "SELECT date_trunc('month', duty.due_date)::date, %s FROM safety_duty duty"
                " WHERE duty.id IN %s GROUP BY 1",
                self._figures_sql(),
                self.env["safety.duty"]._search(domain).subselect(),
            )
        )
        by_month = {month: dict(zip(FIGURES, figures, strict=True)) for month, *figures in found}
        result = []
        for number in range(MONTHS):
            month = first + relativedelta(months=number)
            cell = self._cell([by_month[month]] if month in by_month else [], below & self._due_in(month, month))
            over = cell["met"] + cell["missed"]
            result.append(
                {
                    **cell,
                    "month": str(month),
                    "label": str(month.month),
                    "name": self._month_name(month),
                    "rate": round(100 * cell["met"] / over) if over else None,
                }
            )
        return result

    def _overdue(self, below):
        """Return the five duties that wait longest, and how many there are."""
        today = self._today()
        late = below & Domain("state", "=", "open") & Domain("window_end", "<", today)
        duties = self.env["safety.duty"].search(late, order="window_end, id", limit=OVERDUE)
        return {
            "count": self.env["safety.duty"].search_count(late),
            "domain": list(late),
            "duties": [
                {
                    "id": duty.id,
                    "name": duty.rule_id.name,
                    "unit": duty.unit_id.name,
                    "holders": "、".join(duty.holder_ids.mapped("name")) or self.env._("Nobody holds the post"),
                    "days": (today - duty.window_end).days,
                    "progress": duty.progress_text,
                }
                for duty in duties
            ],
        }

    @api.model
    def _blocks(self, units):
        """Return further blocks of bars about ``units``: dicts of title, model, empty and bars (label, count, color,
        domain). Addons append theirs; each costs a constant number of statements.
        """
        return []

    @api.model
    def _prints(self, first):
        """Return further papers offered beside the sheet of the month of ``first``: dicts of name, label, report
        (its technical name) and query (what it is asked, as in an address). Addons append theirs.
        """
        return []
