"""Calendar periods: each unit cuts the whole calendar into numbered periods without gap or overlap.

A period is found through its running number, so consecutive numbers are consecutive periods by construction.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

PERIODS = ("day", "week", "fortnight", "month", "two_months", "quarter", "half_year", "year")
#: Unit of the periods around fixed dates; not in PERIODS because such periods do not cover the calendar.
FIXED = "fixed"
#: Where fortnights are counted from unless a rule says otherwise: the first Monday of 2024 (XT-4.2b gives no anchor).
FORTNIGHT_ANCHOR = date(2024, 1, 1)

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "two_months": 2, "quarter": 3, "half_year": 6, "year": 12}
_LEAP_YEAR = 2024


class RecurrenceError(ValueError):
    """A figure that no calendar can satisfy.

    :ivar code: machine code; the caller turns it into a sentence in the user's language
    :ivar values: the figures that sentence needs, by name
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(" ".join([code, *(f"{name}={value!r}" for name, value in values.items())]))


@dataclass(frozen=True, order=True)
class Period:
    """The days from ``start`` to ``end``, both included.

    :raises RecurrenceError: ``zero_period`` when it would hold no day
    """

    unit: str
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise RecurrenceError("zero_period", unit=self.unit, start=self.start, end=self.end)

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days + 1

    def day(self, offset: int) -> date:
        """The day at a 1-based offset, negative from the end (-1 = last day); beyond either end, the end itself.

        So day 31 of February is its last day.
        """
        index = offset - 1 if offset > 0 else self.days + offset
        return self.start + timedelta(days=min(max(index, 0), self.days - 1))

    def month(self, number: int) -> Period:
        """Month ``number`` (1-based) of a period made of whole months."""
        return period_of(self.start.replace(month=self.start.month + number - 1), "month")

    def overlaps(self, first: date, last: date) -> bool:
        """Whether a day of ``first`` … ``last`` (both included) is in the period."""
        return self.start <= last and first <= self.end


def months_in(unit: str) -> int:
    """Whole months a unit is made of; 0 for units counted in days."""
    return _MONTHS.get(unit, 0)


def period_number(day: date, unit: str, anchor: date | None = None) -> int:
    """Running number of the period that holds ``day``: the next period is one more, across months and years.

    Also the turn of a rotation that follows the periods (XT-1.3a). Only differences mean something.

    :param anchor: first day of some fortnight; ignored by every other unit. Default :data:`FORTNIGHT_ANCHOR`
    :raises RecurrenceError: ``unknown_period``
    """
    if unit in _DAYS:
        return (day - _origin(unit, anchor)).days // _DAYS[unit]
    if unit in _MONTHS:
        return (day.year * 12 + day.month - 1) // _MONTHS[unit]
    raise RecurrenceError("unknown_period", unit=unit)


def period_at(number: int, unit: str, anchor: date | None = None) -> Period:
    """The period with a running number, see :func:`period_number`."""
    if unit in _DAYS:
        start = _origin(unit, anchor) + timedelta(days=number * _DAYS[unit])
        return Period(unit, start, start + timedelta(days=_DAYS[unit] - 1))
    if unit in _MONTHS:
        year, month = divmod(number * _MONTHS[unit], 12)
        last_month = month + _MONTHS[unit]  # periods never cross a year: every length divides twelve
        end = date(year, last_month, monthrange(year, last_month)[1])
        return Period(unit, date(year, month + 1, 1), end)
    raise RecurrenceError("unknown_period", unit=unit)


def period_of(day: date, unit: str, anchor: date | None = None) -> Period:
    """The one period of a unit that holds ``day``.

    Weeks start on Monday, fortnights are 14 days counted from ``anchor`` both ways, two months are Jan–Feb, Mar–Apr …
    (XT-1.4), quarters, half-years and years those of the calendar.

    :raises RecurrenceError: ``unknown_period``
    """
    return period_at(period_number(day, unit, anchor), unit, anchor)


def periods_between(first: date, last: date, unit: str, anchor: date | None = None) -> list[Period]:
    """All periods that share a day with ``first`` … ``last`` (both included), in order; none if the span is empty.

    :raises RecurrenceError: ``unknown_period``
    """
    numbers = range(period_number(first, unit, anchor), period_number(last, unit, anchor) + 1)
    return [period_at(number, unit, anchor) for number in numbers] if first <= last else []


@cache
def period_lengths(unit: str, month: int | None = None, last_month: int | None = None) -> frozenset[int]:
    """Every length in days that a period of the unit, or those months of it, can have.

    :raises RecurrenceError: ``unknown_period``
    """
    periods = periods_between(date(_LEAP_YEAR - 1, 1, 1), date(_LEAP_YEAR, 12, 31), unit)
    if not month:
        return frozenset(period.days for period in periods)
    ends = ((period.month(month).start, period.month(last_month or month).end) for period in periods)
    return frozenset((end - start).days + 1 for start, end in ends)


def fixed_dates_between(
    first: date, last: date, dates: Iterable[date | tuple[int, int]], lead: int = 0
) -> list[Period]:
    """Periods that end on fixed dates and share a day with ``first`` … ``last``, in order, each date once.

    :param dates: ``(month, day)`` of every year (XT-4.1b: 9 November), 29 February being the 28th in common years; or
        full dates, for days that move (XY-2.3e: Spring Festival)
    :param lead: days before the date that belong to its period, so 6 for "the 7 days up to and including" (XY-2.3d);
        periods of dates closer than that overlap
    :raises RecurrenceError: ``no_such_date`` (30 February), ``zero_period`` (negative lead)
    """
    if lead < 0:
        raise RecurrenceError("zero_period", unit=FIXED, lead=lead)
    span = timedelta(days=lead)
    days = set()
    for fixed in dates:
        if isinstance(fixed, date):
            days.add(fixed)
        else:
            days.update(_in_year(year, *fixed) for year in range(first.year, (last + span).year + 1))
    periods = (Period(FIXED, day - span, day) for day in sorted(days))
    return [period for period in periods if period.overlaps(first, last)] if first <= last else []


def spans_between(first: date, last: date, spans: Iterable[tuple[date, date]], lead: int = 0) -> list[Period]:
    """Periods that are given spans of days (XY-2.3h: the flood season) and share a day with ``first`` … ``last``.

    :param lead: days before each span that belong to its period
    :raises RecurrenceError: ``zero_period`` (a span that ends before it begins, negative lead)
    """
    if lead < 0:
        raise RecurrenceError("zero_period", unit=FIXED, lead=lead)
    periods = (Period(FIXED, start - timedelta(days=lead), end) for start, end in sorted(set(spans)))
    return [period for period in periods if period.overlaps(first, last)] if first <= last else []


def _origin(unit: str, anchor: date | None) -> date:
    return anchor if anchor and unit == "fortnight" else FORTNIGHT_ANCHOR


def _in_year(year: int, month: int, day: int) -> date:
    if not (1 <= month <= 12 and 1 <= day <= monthrange(_LEAP_YEAR, month)[1]):
        raise RecurrenceError("no_such_date", month=month, day=day)
    return date(year, month, min(day, monthrange(year, month)[1]))
