"""Occurrences of a rule: its periods within the regulation's validity, each with window and due date."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .dues import DueSpec, due, validate_due
from .periods import FIXED, Period, RecurrenceError, fixed_dates_between, periods_between, spans_between
from .windows import WindowSpec, validate, window
from .workdays import WorkCalendar

EDGE_MODES = ("full", "clip", "skip")


@dataclass(frozen=True, order=True)
class Occurrence:
    """One time a duty is owed; all dates are included."""

    period: Period
    window_start: date
    window_end: date
    due: date


def edge(period: Period, valid_from: date | None, valid_to: date | None, mode: str) -> Period | None:
    """What is left of a period when the regulation is valid from … to (both included, None = open).

    :param mode: for a period that is only partly valid: ``full`` keeps it whole, ``clip`` keeps the valid days,
        ``skip`` drops it
    :return: None when nothing is left, always so for a period without a valid day
    :raises RecurrenceError: ``unknown_edge_mode``, ``validity_reversed``
    """
    if mode not in EDGE_MODES:
        raise RecurrenceError("unknown_edge_mode", mode=mode)
    start, end = valid_from or period.start, valid_to or period.end
    if valid_from and valid_to and valid_from > valid_to:
        raise RecurrenceError("validity_reversed", valid_from=valid_from, valid_to=valid_to)
    if not period.overlaps(start, end):
        return None
    valid = replace(period, start=max(start, period.start), end=min(end, period.end))
    if valid == period or mode == "full":
        return period
    return valid if mode == "clip" else None


def occurrences(
    first: date,
    last: date,
    *,
    unit: str,
    window_spec: WindowSpec,
    due_spec: DueSpec,
    anchor: date | None = None,
    fixed_dates: Iterable[date | tuple[int, int]] = (),
    spans: Iterable[tuple[date, date]] = (),
    lead: int = 0,
    weekdays: Collection[int] = (),
    months: Collection[int] = (),
    valid_from: date | None = None,
    valid_to: date | None = None,
    edge_mode: str = "full",
    calendar: WorkCalendar | None = None,
) -> list[Occurrence]:
    """All occurrences whose period shares a day with ``first`` … ``last`` (both included), in order.

    Each is computed from its own period alone: however a span is cut into batches, their union is the same; a period on
    a cut is in both. Printed days keep their meaning in a partial period: with validity from 15 March, "day 1-20" is
    15-20 March when clipped, and a window that holds no valid day is owed in no mode (a rule binds nobody for days on
    which it was not in force).

    :param unit: one of :data:`PERIODS`, or :data:`FIXED` with ``fixed_dates``, ``spans`` and ``lead``
        (see :func:`fixed_dates_between`, :func:`spans_between`)
    :param weekdays: only days that are these ISO weekdays are owed; for the unit ``day`` alone
    :param months: only periods that begin in these months of the year are owed, so a week by its Monday
    :param anchor: first day of some fortnight
    :param edge_mode: for the first and last period of the validity, see :func:`edge`
    :raises RecurrenceError: for any figure that cannot be, see :func:`validate`, :func:`validate_due`, :func:`edge`
    """
    validate(unit, window_spec)
    validate_due(unit, due_spec)
    if weekdays and unit != "day":
        raise RecurrenceError("window_not_for_unit", field="weekdays", unit=unit)
    if unit == FIXED:
        periods = fixed_dates_between(first, last, fixed_dates, lead) + spans_between(first, last, spans, lead)
        periods.sort()
    else:
        periods = periods_between(first, last, unit, anchor)
    found = []
    for whole in periods:
        if weekdays and whole.start.isoweekday() not in weekdays or months and whole.start.month not in months:
            continue
        period = edge(whole, valid_from, valid_to, edge_mode)
        if period is None or not period.overlaps(first, last):
            continue
        if window_spec.after:
            found.append(_report(whole, period, due_spec, calendar))
            continue
        owed = edge(Period(unit, *window(whole, window_spec)), valid_from, valid_to, edge_mode)
        if owed:
            due_day = due(whole, (owed.start, owed.end), due_spec, calendar)
            found.append(Occurrence(period, owed.start, owed.end, due_day))
    return found


def _report(whole: Period, period: Period, due_spec: DueSpec, calendar: WorkCalendar | None) -> Occurrence:
    """What is owed after a period and about it: from the day after its end to the due date, whatever is valid then."""
    first = whole.end + timedelta(days=1)
    due_day = max(first, due(whole, (whole.start, whole.end), due_spec, calendar))
    return Occurrence(period, first, due_day, due_day)
