from datetime import date, timedelta

import holidays

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import groupby

from ...recurrence import WorkCalendar

# Make-up working days have no name in the calendar.
MAKE_UP = "make_up"
SUBSTITUTED = "Day off (substituted"
OBSERVED = " (observed)"
MONTH = timedelta(days=31)


class SafetySpecialDay(models.Model):
    """Days that are unlike others: holidays with their make-up working days, key periods, the flood season.

    Filled from the calendar library for the years it knows; a year whose make-up days are not announced yet is
    provisional and is filled again when it is.
    """

    _name = "safety.special.day"
    _description = "Special day"
    _order = "date_from desc, kind_id, id"
    _rec_name = "name"

    name = fields.Char(required=True)
    kind_id = fields.Many2one("safety.special.day.kind", required=True, index=True, ondelete="restrict")
    date_from = fields.Date(string="From", required=True, index=True)
    date_to = fields.Date(string="Until", required=True)
    company_id = fields.Many2one("res.company", string="Street", index=True, help="Empty: every street.")
    is_generated = fields.Boolean(string="From the calendar", readonly=True)
    is_provisional = fields.Boolean(string="Provisional", readonly=True, help="The year is not announced yet.")

    _dates_ordered = models.Constraint("CHECK(date_to >= date_from)", "A special day cannot end before it begins.")
    _generated_uniq = models.UniqueIndex("(kind_id, date_from) WHERE is_generated")

    @api.model
    def _fill(self, years):
        """Bring the generated days of ``years`` in line with the calendar library; return whether any changed."""
        kinds = self.env["safety.special.day.kind"].sudo().search(Domain.TRUE)
        wanted = {}
        for year in years:
            for row in self._wanted(year, kinds):
                wanted[row["kind_id"], row["date_from"]] = row
        first, last = date(min(years), 1, 1), date(max(years), 12, 31)
        # New Year's holiday may begin in December: it is looked for there, but December's others are not this year's.
        domain = [("is_generated", "=", True), ("date_from", ">=", first - MONTH), ("date_from", "<=", last)]
        known = {(day.kind_id.id, day.date_from): day for day in self.sudo().search(domain)}
        gone = self.sudo().concat(*(day for key, day in known.items() if key not in wanted and day.date_from >= first))
        changed = bool(gone)
        gone.unlink()
        for key, row in wanted.items():
            day = known.get(key)
            if day and any(day[name] != row[name] for name in ("name", "date_to", "is_provisional")):
                day.write({name: row[name] for name in ("name", "date_to", "is_provisional")})
                changed = True
        new = [row for key, row in wanted.items() if key not in known]
        self.sudo().create(new)
        return changed or bool(new)

    @api.model
    def _calendar(self, year):
        """Return the library's {date: name} and make-up working days of a year. China's, with both kinds of days."""
        found = holidays.China(years=year, language="en_US")
        return dict(found.items()), {day for day in found.weekend_workdays if day.year == year}

    @api.model
    def _wanted(self, year, kinds):
        """Yield the values of the special days of a year."""
        named, made_up = self._calendar(year)
        provisional = not any(name.startswith(SUBSTITUTED) for name in named.values()) and not made_up
        common = {"is_generated": True, "is_provisional": provisional}
        for first, last, kind in self._runs(named, kinds):
            yield {**common, "name": kind.name, "kind_id": kind.id, "date_from": first, "date_to": last}
        for kind in kinds.filtered(lambda k: k.code == MAKE_UP):
            for day in sorted(made_up):
                yield {**common, "name": kind.name, "kind_id": kind.id, "date_from": day, "date_to": day}
        for kind in kinds.filtered("yearly_from"):
            first, last = (self._day_of(year, text) for text in (kind.yearly_from, kind.yearly_to))
            yield {
                "name": kind.name, "kind_id": kind.id, "date_from": first, "date_to": max(first, last),
                "is_generated": True, "is_provisional": False,
            }  # fmt: skip

    @api.model
    def _runs(self, named, kinds):
        """Yield (first, last, kind) of days off that follow each other. A swapped day belongs to its neighbours."""
        by_name = {name: kind for kind in kinds for name in (kind.library_name or "").split("|") if name}
        run, found = [], None
        for day in sorted(named):
            kind = by_name.get(named[day].split("; ")[0].removesuffix(OBSERVED))
            if run and (day - run[-1]).days > 3 or kind and found and kind != found:
                if found:
                    yield run[0], run[-1], found
                run, found = [], None
            run.append(day)
            found = found or kind
        if found:
            yield run[0], run[-1], found

    @api.model
    def _day_of(self, year, text):
        month, day = (int(part) for part in text.split("-"))
        return date(year, month, day) if (month, day) != (2, 29) else date(year, 3, 1) - timedelta(days=1)

    @api.model
    def _spans(self, company, kinds=None):
        """Return {kind id: [(first, last), …]} of the special days that hold in ``company``. One query."""
        domain = [("company_id", "in", [company.id, False])]
        if kinds is not None:
            if not kinds:
                return {}
            domain.append(("kind_id", "in", kinds.ids))
        rows = self.sudo().search(domain)
        return {
            kind: [(row.date_from, row.date_to) for row in days] for kind, days in groupby(rows, lambda d: d.kind_id.id)
        }

    @api.model
    def _work_calendar(self, company):
        """Return the WorkCalendar of ``company``."""
        days = self.sudo().search([("company_id", "in", [company.id, False]), ("kind_id.effect", "!=", "none")])
        sets = {"off": set(), "work": set()}
        for day in days:
            span = range((day.date_to - day.date_from).days + 1)
            sets[day.kind_id.effect].update(day.date_from + timedelta(days=n) for n in span)
        return WorkCalendar(holidays=sets["off"], make_up_days=sets["work"])

    def action_fill(self):
        """Fill this year and the next from the calendar again. For the office."""
        self.check_access("write")
        year = self.env.company._safety_today().year
        self._fill([year, year + 1])
        return {"type": "ir.actions.client", "tag": "reload"}
