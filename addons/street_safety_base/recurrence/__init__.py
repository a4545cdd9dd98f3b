"""When a duty of a regulation is due: calendar arithmetic without Odoo.

A rule's figures come in as data (a period unit, a window, a due date), dates come out. Nothing here knows a regulation,
reads a clock or a database: the same arguments always give the same dates. Clause ids in the docstrings (``XT-1.1a``)
are those of the regulations' clause catalogue.
"""

from .dues import DUE_KINDS, DueSpec, due, validate_due
from .occurrences import EDGE_MODES, Occurrence, edge, occurrences
from .periods import (
    FIXED,
    FORTNIGHT_ANCHOR,
    PERIODS,
    Period,
    RecurrenceError,
    fixed_dates_between,
    period_at,
    period_number,
    period_of,
    periods_between,
    spans_between,
)
from .shares import COUNT_MODES, required_count, rotation
from .windows import WindowSpec, validate, window
from .workdays import WorkCalendar

__all__ = [
    "COUNT_MODES",
    "DUE_KINDS",
    "EDGE_MODES",
    "FIXED",
    "FORTNIGHT_ANCHOR",
    "PERIODS",
    "DueSpec",
    "Occurrence",
    "Period",
    "RecurrenceError",
    "WindowSpec",
    "WorkCalendar",
    "due",
    "edge",
    "fixed_dates_between",
    "occurrences",
    "period_at",
    "period_number",
    "period_of",
    "periods_between",
    "required_count",
    "rotation",
    "spans_between",
    "validate",
    "validate_due",
    "window",
]
