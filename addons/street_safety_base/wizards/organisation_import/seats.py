"""Plan the seats: rows of the sheet of people become appointments and planned seats."""

from dataclasses import dataclass, field
from datetime import date

from . import cells
from .units import unclear_unit

COLUMN_OF = {"date_end": "end", "is_acting": "acting", "note": "note"}


@dataclass(slots=True, eq=False)
class SeatPlan:
    """An appointment as it will be; ``record`` where the street has it already."""

    line: object
    unit: object
    post: object
    person: object
    vals: dict
    serves: list = field(default_factory=list)
    sector: object = None
    record: object = None

    @property
    def start(self):
        return self.vals.get("date_start") or self.record and self.record.date_start

    @property
    def end(self):
        return self.vals.get("date_end") or self.record and self.record.date_end or date.max

    @property
    def acting(self):
        return self.vals.get("is_acting", bool(self.record and self.record.is_acting))

    @property
    def holder(self):
        return self.person.user or self.person


class SeatPlanner:
    """Checks post, place and days of each row, and finds out which appointments and planned seats are new."""

    def __init__(self, street, findings):
        self.street, self.findings, self.env = street, findings, street.env
        self.rows, self.planned, self._open, self._taken = [], {}, {}, set()

    def plan(self, lines, persons):
        """Plan ``lines``; ``persons`` are the people of the rows, as :class:`PeoplePlanner` tells them."""
        for line in lines:
            unit, post = self._unit(line), self._post(line)
            if not unit or not post or not self._exists_at(line, post, unit):
                continue
            self._plan_number(line, unit, post)
            if line in persons:
                self._seat(line, unit, post, persons[line])
        self._check_overlaps()
        for seat in self.rows:
            self._compare(seat)
        self._count_planned()

    # ---- what a row says ---------------------------------------------------------------------------------------------

    def _unit(self, line, column="unit", reference=None):
        reference = reference or cells.plain(line.get(column))
        found = self.street.units_called(reference)
        if len(found) == 1:
            return found[0]
        if not reference:
            self.findings.error(line, column, self.env._("The unit is missing. Fill in its code."))
        else:
            self.findings.error(line, column, unclear_unit(self.street, self.findings, reference))
        return None

    def _post(self, line):
        text = cells.words(line.get("post"))
        posts = self.street.named("post", text)
        if len(posts) == 1:
            return posts
        if not text:
            reason = self.env._("The post is missing.")
        elif posts:
            reason = self.env._("Several posts are called “%s”. Write the code of the post.", text)
        else:
            reason = self.env._("There is no post “%s”. Add it under Posts, or choose one of the list.", text)
            reason = f"{reason} {self.findings.nearest(text, self.street.posts.mapped('name'))}".strip()
        self.findings.error(line, "post", reason)
        return None

    def _exists_at(self, line, post, unit):
        if not unit.type or unit.type in post.unit_type_ids:
            return True
        here = self.street.posts.filtered(lambda other: unit.type in other.unit_type_ids).mapped("name")
        reason = self.env._(
            "The post %(post)s does not exist at a unit of type %(type)s, where there are: %(posts)s.",
            post=post.name,
            type=unit.type.name,
            posts=", ".join(here) or "–",
        )
        self.findings.error(line, "post", reason)
        return False

    def _parsed(self, line, column, parse, reason):
        try:
            return parse(line.get(column))
        except ValueError:
            self.findings.error(line, column, f"“{cells.plain(line.get(column))}” – {reason}")
            return None

    def _plan_number(self, line, unit, post):
        number = self._parsed(line, "planned", cells.whole, self.env._("This is no whole number."))
        plan = self.planned.setdefault((unit, post), {"line": line, "given": None, "rows": 0, "vacant": False})
        plan["rows"] += 1
        plan["vacant"] |= not cells.words(line.get("person"))
        if number is not None:
            plan["given"] = max(number, plan["given"] or 0)

    def _seat(self, line, unit, post, person):
        dates = self.env._("This is no date. Write it like 2026-01-05.")
        start = self._parsed(line, "start", cells.day, dates)
        end = self._parsed(line, "end", cells.day, dates)
        if start and end and end < start:
            return self.findings.error(line, "end", self.env._("The last day lies before the first."))
        acting = self._parsed(line, "acting", cells.tick, self.env._("Write yes or no."))
        vals = {
            "date_start": start,
            "date_end": end,
            "is_acting": acting,
            "note": cells.words(line.get("note")) or None,
        }
        seat = SeatPlan(line, unit, post, person, {name: value for name, value in vals.items() if value is not None})
        seat.serves = [self._unit(line, "serves", code) for code in cells.codes(line.get("serves"))]
        if cells.plain(line.get("field")):
            seat.sector = self._unit(line, "field")
            if seat.sector and seat.sector.type and seat.sector.type.is_territory:
                reason = self.env._(
                    "A field is a committee, department or member unit, not a territory. Choose another."
                )
                self.findings.error(line, "field", reason)
        seat.record = self._existing(seat)
        if not seat.record:
            seat.vals.setdefault("date_start", self.street.company._safety_today())
        if seat.record in self._taken:
            return self.findings.error(line, "person", self.env._("The row repeats one above. Delete one of the two."))
        self._taken |= {seat.record} - {None}
        self._open.setdefault((unit, post), []).append(seat)
        self.rows.append(seat)
        return None

    def _existing(self, seat):
        """Return the appointment the row is about: of the same first day, or without one the present one."""
        if not seat.unit.record or not seat.person.user:
            return None
        held = self.street.appointments.get((seat.unit.record, seat.post), self.env["safety.appointment"])
        mine = held.filtered(lambda other: other.user_id.id == seat.person.user.id)
        start = seat.vals.get("date_start")
        if start:
            return mine.filtered(lambda other: other.date_start == start)[:1] or None
        today = self.street.company._safety_today()
        ahead = mine.filtered(lambda other: not other.date_end or other.date_end >= today)
        return ahead.sorted("date_start")[:1] or None

    # ---- who sits where at the same time -----------------------------------------------------------------------------

    def _check_overlaps(self):
        for (unit, post), seats in self._open.items():
            held = self.street.appointments.get((unit.record, post), ()) if unit.record else ()
            records = {seat.record for seat in seats if seat.record}
            taken = [
                (other.user_id, other.date_start, other.date_end or date.max, other.is_acting, other.user_id.name)
                for other in held
                if other not in records
            ]
            for seat in sorted(seats, key=lambda seat: not seat.record):
                self._check_overlap(seat, taken)
                taken.append((seat.holder, seat.start, seat.end, seat.acting, seat.person.name))

    def _check_overlap(self, seat, taken):
        same_time = [other for other in taken if other[1] <= seat.end and seat.start <= other[2]]
        if any(self._same_person(other[0], seat.holder) for other in same_time):
            reason = self.env._(
                "%(person)s already holds this post here in these days. Give the same first day, or end the other "
                "appointment first.",
                person=seat.person.name,
            )
            return self.findings.error(seat.line, "start", reason)
        regular = [other[4] for other in same_time if not other[3]]
        limit = seat.post.max_holders
        if limit and not seat.acting and len(regular) >= limit:
            reason = self.env._(
                "%(post)s of %(unit)s takes %(limit)s at a time and is held by %(person)s. End that appointment, or "
                "mark this one as acting.",
                post=seat.post.name,
                unit=seat.unit.name,
                limit=limit,
                person=", ".join(regular),
            )
            return self.findings.error(seat.line, "person", reason)
        return None

    def _same_person(self, one, other):
        return one is other or getattr(one, "id", one) == getattr(other, "id", other)

    # ---- compare -----------------------------------------------------------------------------------------------------

    def _compare(self, seat):
        what = self.env._(
            "%(person)s: %(post)s of %(unit)s", person=seat.person.name, post=seat.post.name, unit=seat.unit.name
        )
        record = seat.record
        if not record:
            return self.findings.count("appointments", "new", seat.line, what)
        seat.vals = {name: value for name, value in seat.vals.items() if record[name] != value}
        changed = [seat.line.headers.get(COLUMN_OF[name], name) for name in seat.vals]
        if seat.serves and {unit and unit.record for unit in seat.serves} != set(record.served_unit_ids):
            changed.append(seat.line.headers["serves"])
        else:
            seat.serves = []
        if seat.sector and seat.sector.record != record.sector_id:
            changed.append(seat.line.headers["field"])
        else:
            seat.sector = None
        if not changed:
            return self.findings.count("appointments", "same")
        return self.findings.count("appointments", "changed", seat.line, f"{what} ({', '.join(changed)})")

    def _count_planned(self):
        """Keep the planned seats that differ: a number given, or a row without a person, which is one vacant seat."""
        for (unit, post), plan in list(self.planned.items()):
            number = plan["given"] if plan["given"] is not None else plan["rows"] if plan["vacant"] else None
            seat = self.street.seats.get((unit.record, post)) if unit.record else None
            if number is None or seat and seat.active and seat.planned == number:
                del self.planned[unit, post]
                if number is not None:
                    self.findings.count("seats", "same")
                continue
            self.planned[unit, post] = number
            reason = self.env._(
                "%(unit)s: %(number)s planned seats of %(post)s", unit=unit.name, number=number, post=post.name
            )
            self.findings.count("seats", "changed" if seat else "new", plan["line"], reason)
