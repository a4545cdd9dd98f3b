"""Whose turn it is, and how many of a set are required."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TypeVar

from .periods import RecurrenceError

COUNT_MODES = ("all", "percent", "count")
Id = TypeVar("Id")


def rotation(ordered_ids: Sequence[Id], position: int, n: int = 1) -> list[Id]:
    """The ids whose turn it is: ``n`` a turn, in order, going on where the turn before ended (XT-1.3a, XT-4.2b).

    :param position: number of the turn, from 0; it runs on across months and years, see :func:`period_number`
    :return: ``n`` different ids, all of them when there are fewer, none from an empty sequence
    :raises RecurrenceError: ``zero_turn`` when ``n`` is below 1
    """
    if n < 1:
        raise RecurrenceError("zero_turn", n=n)
    total = len(ordered_ids)
    size = min(n, total)
    return [ordered_ids[(position * size + index) % total] for index in range(size)]


def required_count(
    base: int,
    *,
    mode: str,
    percent: float | str | Decimal | None = None,
    minimum: int | None = None,
    maximum: int | None = None,
) -> int:
    """How many of ``base`` targets are required; never more than there are, so 0 of none.

    :param mode: ``all``; ``percent`` of the base, rounded up (XT-3.1a: 10 % of 41 = 5), then within minimum and
        maximum; ``count``, the minimum (1-2 work points a month: 1 is required)
    :param percent: share in percent as printed; a float counts as the decimal it shows, so 0.1 is a tenth exactly
    :raises RecurrenceError: ``unknown_count_mode``, ``figure_missing`` (field), ``figure_negative`` (field, value),
        ``minimum_above_maximum``
    """
    if mode not in COUNT_MODES:
        raise RecurrenceError("unknown_count_mode", mode=mode)
    figures = {"base": base, "percent": percent, "minimum": minimum, "maximum": maximum}
    for field, value in figures.items():
        if value is not None and Fraction(str(value)) < 0:
            raise RecurrenceError("figure_negative", field=field, value=value)
    if minimum is not None and maximum is not None and minimum > maximum:
        raise RecurrenceError("minimum_above_maximum", minimum=minimum, maximum=maximum)
    if mode == "all":
        return base
    needed = "percent" if mode == "percent" else "minimum"
    if figures[needed] is None:
        raise RecurrenceError("figure_missing", field=needed, mode=mode)
    share = ceil(Fraction(str(percent)) * base / 100) if mode == "percent" else 0
    required = max(share, minimum or 0)
    return min(required, base if maximum is None else min(maximum, base))
