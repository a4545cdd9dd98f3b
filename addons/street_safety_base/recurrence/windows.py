"""Windows: the days of a period in which its duty is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .periods import FIXED, PERIODS, Period, RecurrenceError, months_in, period_lengths

#: The field that says the days → the way of saying it; first and last day are two ends of one way.
_WAYS = {
    "first_day": "days",
    "last_day": "days",
    "weekdays": "weekdays",
    "nth_weekday": "nth_weekday",
    "anchor_day": "anchor_day",
}


@dataclass(frozen=True)
class WindowSpec:
    """Which days of a period count; without figures all of them. At most one way of saying it, ``month`` apart.

    :ivar first_day: first day, 1-based inside the period or its ``month``, negative from the end (XT-1.1a: 1)
    :ivar last_day: last day, counted likewise (XT-1.1a: 10; -1 = last day)
    :ivar weekdays: first and last ISO weekday, Monday = 1, of a week (XT-1.2a: ``(1, 3)``)
    :ivar month: 1-based month of the period the days lie in (XT-1.5a: month 1 of the quarter)
    :ivar last_month: last such month, where the days lie in several that follow each other (months 1-2 of the quarter)
    :ivar nth_weekday: ``(n, ISO weekday)``, n negative from the end (``(-1, 5)`` = last Friday)
    :ivar anchor_day: a day counted like ``first_day`` (XT-1.3b: "around day 20")
    :ivar tolerance: days before and after ``anchor_day`` that are still in time (XT-1.3b: 2)
    :ivar after: the days lie after the period, up to the due date: a report on the period (XT-5.1: the package of last
        month by the 5th belongs to last month); goes with no other figure
    """

    first_day: int | None = None
    last_day: int | None = None
    weekdays: tuple[int, int] | None = None
    month: int | None = None
    nth_weekday: tuple[int, int] | None = None
    anchor_day: int | None = None
    tolerance: int = 0
    last_month: int | None = None
    after: bool = False


def window(period: Period, spec: WindowSpec) -> tuple[date, date]:
    """First and last day of the window, always inside the period.

    What a short period lacks is clipped: day 31 of February is its last day, a fifth Monday that does not exist the
    last one. Where clipping turns the days round (day 25 to 5 days before the end, in February) the last day holds.

    :param period: a whole period, not one clipped by :func:`edge`
    :raises RecurrenceError: as :func:`validate`
    """
    validate(period.unit, spec)
    part = _part(period, spec)
    if spec.nth_weekday:
        day = _nth_weekday(part, *spec.nth_weekday)
        return day, day
    if spec.anchor_day:
        day, margin = part.day(spec.anchor_day), timedelta(days=spec.tolerance)
        return max(day - margin, part.start), min(day + margin, part.end)
    first, last = spec.weekdays or (spec.first_day or 1, spec.last_day or -1)
    return min(part.day(first), part.day(last)), part.day(last)


def validate(unit: str, spec: WindowSpec) -> None:
    """Refuse a window that no period of the unit can hold; one that some short period merely clips is fine.

    :raises RecurrenceError: ``unknown_period``; ``window_outside_period`` (field, value, limit: day 40 or 0 of a
        month, month 4 of a quarter, weekday 8); ``window_reversed`` (first, last); ``window_mixed`` (fields: two ways
        of saying the days); ``window_not_for_unit`` (field, unit: weekdays of anything but a week, an nth weekday of a
        day, days of a fixed date, whose days its lead tells)
    """
    if unit not in (*PERIODS, FIXED):
        raise RecurrenceError("unknown_period", unit=unit)
    fields = [field for field in (*_WAYS, "month", "last_month") if getattr(spec, field) is not None]
    if spec.after and (fields or spec.tolerance):
        raise RecurrenceError("window_mixed", fields=[*fields, "after"])
    fields = [field for field in fields if field in _WAYS]
    if spec.tolerance and spec.anchor_day is None:
        raise RecurrenceError("window_mixed", fields=[*fields, "tolerance"])
    if len({_WAYS[field] for field in fields}) > 1:
        raise RecurrenceError("window_mixed", fields=fields)
    if unit == FIXED:
        if fields or spec.month is not None:
            raise RecurrenceError("window_not_for_unit", field=[*fields, "month"][0], unit=unit)
        return
    _check_months(unit, spec)
    lengths = period_lengths(unit, spec.month, spec.last_month)
    _check_days(unit, spec, lengths)
    _check_weekdays(unit, spec, lengths)


def _check(field: str, value: int, low: int, high: int, unit: str) -> None:
    if not low <= value <= high:
        raise RecurrenceError("window_outside_period", field=field, value=value, limit=high, unit=unit)


def _check_months(unit: str, spec: WindowSpec) -> None:
    if spec.month is not None:
        _check("month", spec.month, 1, months_in(unit), unit)
    if spec.last_month is not None:
        if spec.month is None:
            raise RecurrenceError("window_mixed", fields=["last_month"])
        _check("last_month", spec.last_month, 1, months_in(unit), unit)
        if spec.last_month < spec.month:
            raise RecurrenceError("window_reversed", first=spec.month, last=spec.last_month, unit=unit)


def _check_days(unit: str, spec: WindowSpec, lengths: frozenset[int]) -> None:
    for field in ("first_day", "last_day", "anchor_day"):
        value = getattr(spec, field)
        if value is not None:
            _check(field, abs(value), 1, max(lengths), unit)
    _check("tolerance", spec.tolerance, 0, max(lengths), unit)
    first, last = spec.first_day or 1, spec.last_day or -1
    if all(_from_start(first, days) > _from_start(last, days) for days in lengths):
        raise RecurrenceError("window_reversed", first=first, last=last, unit=unit)


def _check_weekdays(unit: str, spec: WindowSpec, lengths: frozenset[int]) -> None:
    if spec.weekdays is not None:
        if unit != "week":
            raise RecurrenceError("window_not_for_unit", field="weekdays", unit=unit)
        first, last = spec.weekdays
        _check("weekdays", first, 1, 7, unit)
        _check("weekdays", last, 1, 7, unit)
        if first > last:
            raise RecurrenceError("window_reversed", first=first, last=last, unit=unit)
    if spec.nth_weekday is not None:
        if unit == "day":
            raise RecurrenceError("window_not_for_unit", field="nth_weekday", unit=unit)
        count, weekday = spec.nth_weekday
        _check("nth_weekday", weekday, 1, 7, unit)
        _check("nth_weekday", abs(count), 1, -(-max(lengths) // 7), unit)


def _part(period: Period, spec: WindowSpec) -> Period:
    """The months of the period in which the days are counted, all of it without."""
    if not spec.month:
        return period
    last = spec.last_month or spec.month
    return Period(period.unit, period.month(spec.month).start, period.month(last).end)


def _from_start(offset: int, days: int) -> int:
    """A day offset as counted from the start of a period of that many days."""
    return offset if offset > 0 else days + 1 + offset


def _nth_weekday(part: Period, count: int, weekday: int) -> date:
    first = part.start + timedelta(days=(weekday - part.start.isoweekday()) % 7)
    total = (part.end - first).days // 7 + 1
    index = count - 1 if count > 0 else total + count
    return first + timedelta(weeks=min(max(index, 0), total - 1))
