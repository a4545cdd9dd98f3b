"""Working days, with China's make-up working days on Saturdays and Sundays (调休)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class WorkCalendar:
    """Monday to Friday, less the holidays, plus the make-up days; a day that is in both is worked."""

    holidays: Collection[date] = frozenset()
    make_up_days: Collection[date] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "holidays", frozenset(self.holidays))
        object.__setattr__(self, "make_up_days", frozenset(self.make_up_days))

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        return day in self.make_up_days or (day.isoweekday() <= 5 and day not in self.holidays)

    def add_workdays(self, day: date, n: int) -> date:
        """The ``n``-th working day after ``day``, before it when ``n`` is negative, ``day`` itself when 0.

        The day itself never counts, so one working day after a Friday and after its Saturday are both Monday.
        """
        step = timedelta(days=1 if n > 0 else -1)
        for _left in range(abs(n)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def next_workday(self, day: date) -> date:
        """``day`` if it is worked, else the first working day after it."""
        return day if self.is_workday(day) else self.add_workdays(day, 1)
