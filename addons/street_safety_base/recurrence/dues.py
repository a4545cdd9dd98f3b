"""Due dates: the last day on which a duty counts as done in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .periods import FIXED, Period, RecurrenceError, period_lengths, period_of
from .workdays import WorkCalendar

#: Farther from its window no due date is meant (ten years); without a limit a slip of the pen never ends.
FARTHEST = 3660
DUE_KINDS = ("window_end", "period_end", "day_of_next_period", "offset_days", "offset_workdays")


@dataclass(frozen=True)
class DueSpec:
    """How the due date follows from the period and its window.

    :ivar kind: ``window_end``; ``period_end`` (the tolerant reading of XT-1.1a); ``day_of_next_period`` (XT-5.1: the
        5th of the next month); ``offset_days`` and ``offset_workdays`` after the window's last day (before it if
        negative)
    :ivar value: the day (1-based, negative from the end) or the number of days; unused by the first two kinds
    :ivar to_workday: a due date on a day off moves to the next working day (the readings of XT-5.1 and XT-1.3c that
        shift on holidays)
    """

    kind: str = "window_end"
    value: int = 0
    to_workday: bool = False


def due(period: Period, window: tuple[date, date], spec: DueSpec, calendar: WorkCalendar | None = None) -> date:
    """The due date (still in time on that day), never before the window's first day.

    :param period: a whole period, not one clipped by :func:`edge`
    :param calendar: needed for working days; default Monday to Friday without holidays
    :raises RecurrenceError: as :func:`validate_due`
    """
    validate_due(period.unit, spec)
    calendar = calendar or WorkCalendar()
    first, day = window
    if spec.kind == "period_end":
        day = period.end
    elif spec.kind == "day_of_next_period":
        start = period.end + timedelta(days=1)
        day = period_of(start, period.unit, anchor=start).day(spec.value)
    elif spec.kind == "offset_days":
        day += timedelta(days=spec.value)
    elif spec.kind == "offset_workdays":
        day = calendar.add_workdays(day, spec.value)
    day = max(day, first)
    return calendar.next_workday(day) if spec.to_workday else day


def validate_due(unit: str, spec: DueSpec) -> None:
    """Refuse a due date that no period of the unit can have.

    :raises RecurrenceError: ``unknown_due`` (kind), ``due_not_for_unit`` (a fixed date has no next period),
        ``due_outside_period`` (value, limit: day 40 of the next month, or more than :data:`FARTHEST` days),
        ``unknown_period``
    """
    if spec.kind not in DUE_KINDS:
        raise RecurrenceError("unknown_due", kind=spec.kind)
    if spec.kind == "day_of_next_period":
        if unit == FIXED:
            raise RecurrenceError("due_not_for_unit", kind=spec.kind, unit=unit)
        limit = max(period_lengths(unit))
        if not 1 <= abs(spec.value) <= limit:
            raise RecurrenceError("due_outside_period", value=spec.value, limit=limit, unit=unit)
    if spec.kind in ("offset_days", "offset_workdays") and abs(spec.value) > FARTHEST:
        raise RecurrenceError("due_outside_period", value=spec.value, limit=FARTHEST, unit=unit)
