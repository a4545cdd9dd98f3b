from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from recurrence import PERIODS, DueSpec, Period, RecurrenceError, WorkCalendar, due, period_of, validate_due

days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
calendars = st.builds(WorkCalendar, st.frozensets(days, max_size=40), st.frozensets(days, max_size=40))

# National Day 2025: 1-8 October off, Sunday 28 September and Saturday 11 October worked instead.
NATIONAL_DAY = WorkCalendar(
    {date(2025, 10, day) for day in range(1, 9)},
    {date(2025, 9, 28), date(2025, 10, 11)},
)


@given(days, st.integers(-60, 60), calendars)
def test_workdays_there_and_back(day, n, calendar):
    assume(calendar.is_workday(day))
    there = calendar.add_workdays(day, n)
    assert calendar.is_workday(there)
    assert calendar.add_workdays(there, -n) == day
    between = [min(day, there) + timedelta(days=index) for index in range(abs((there - day).days))]
    assert sum(map(calendar.is_workday, between)) == abs(n)


@given(days, st.integers(1, 20), st.integers(1, 20), calendars)
def test_workdays_add_up(day, one, other, calendar):
    assert calendar.add_workdays(calendar.add_workdays(day, one), other) == calendar.add_workdays(day, one + other)


def test_make_up_days_are_worked_and_holidays_are_not():
    assert NATIONAL_DAY.is_workday(date(2025, 9, 28))
    assert NATIONAL_DAY.is_workday(date(2025, 10, 11))
    assert not NATIONAL_DAY.is_workday(date(2025, 10, 8))
    assert not NATIONAL_DAY.is_workday(date(2025, 10, 12))
    assert NATIONAL_DAY.add_workdays(date(2025, 9, 30), 1) == date(2025, 10, 9)
    assert NATIONAL_DAY.add_workdays(date(2025, 9, 30), 3) == date(2025, 10, 11)
    assert NATIONAL_DAY.add_workdays(date(2025, 9, 29), -1) == date(2025, 9, 28)
    assert NATIONAL_DAY.add_workdays(date(2025, 10, 4), 0) == date(2025, 10, 4)
    assert NATIONAL_DAY.next_workday(date(2025, 10, 4)) == date(2025, 10, 9)


SEPTEMBER = Period("month", date(2025, 9, 1), date(2025, 9, 30))
WHOLE = (SEPTEMBER.start, SEPTEMBER.end)


@pytest.mark.parametrize(
    ("period", "window", "spec", "expected"),
    [
        (SEPTEMBER, WHOLE, DueSpec(), date(2025, 9, 30)),
        (SEPTEMBER, (date(2025, 9, 1), date(2025, 9, 10)), DueSpec("window_end"), date(2025, 9, 10)),
        (SEPTEMBER, (date(2025, 9, 1), date(2025, 9, 10)), DueSpec("period_end"), date(2025, 9, 30)),
        (SEPTEMBER, WHOLE, DueSpec("day_of_next_period", 5), date(2025, 10, 5)),  # XT-5.1
        (SEPTEMBER, WHOLE, DueSpec("day_of_next_period", 5, to_workday=True), date(2025, 10, 9)),  # XT-5.1, shifted
        (SEPTEMBER, WHOLE, DueSpec("day_of_next_period", -1), date(2025, 10, 31)),
        (SEPTEMBER, WHOLE, DueSpec("offset_days", 10), date(2025, 10, 10)),
        (SEPTEMBER, WHOLE, DueSpec("offset_workdays", 3), date(2025, 10, 11)),
        (SEPTEMBER, WHOLE, DueSpec("offset_workdays", -3), date(2025, 9, 26)),
        (SEPTEMBER, WHOLE, DueSpec("offset_days", -90), date(2025, 9, 1)),
        (period_of(date(2025, 1, 9), "month"), WHOLE, DueSpec("day_of_next_period", 31), date(2025, 9, 1)),
        (period_of(date(2025, 12, 31), "year"), WHOLE, DueSpec("day_of_next_period", 31), date(2026, 1, 31)),
        (period_of(date(2026, 1, 1), "week"), WHOLE, DueSpec("day_of_next_period", 1), date(2026, 1, 5)),
    ],
)
def test_dues_by_hand(period, window, spec, expected):
    assert due(period, window, spec, NATIONAL_DAY) == expected


def test_the_next_period_is_clipped_when_it_is_short():
    january = period_of(date(2025, 1, 9), "month")
    assert due(january, (january.start, january.end), DueSpec("day_of_next_period", 31)) == date(2025, 2, 28)


def test_working_days_without_a_calendar_are_monday_to_friday():
    friday = Period("day", date(2025, 5, 9), date(2025, 5, 9))
    assert due(friday, (friday.start, friday.end), DueSpec("offset_workdays", 1)) == date(2025, 5, 12)


@given(days, st.sampled_from(PERIODS), st.integers(1, 14) | st.integers(1, 400), days)
def test_a_day_of_the_next_period_is_in_the_next_period(day, unit, value, anchor):
    spec = DueSpec("day_of_next_period", value)
    try:
        validate_due(unit, spec)
    except RecurrenceError as error:
        assert error.values["limit"] < value
        return
    period = period_of(day, unit, anchor)
    following = period_of(period.end + timedelta(days=1), unit, anchor)
    assert due(period, (period.start, period.end), spec) == following.day(value)


@pytest.mark.parametrize(
    ("unit", "spec", "code"),
    [
        ("month", DueSpec("some_day"), "unknown_due"),
        ("month", DueSpec("day_of_next_period", 32), "due_outside_period"),
        ("month", DueSpec("day_of_next_period"), "due_outside_period"),
        ("fixed", DueSpec("day_of_next_period", 5), "due_not_for_unit"),
        ("decade", DueSpec("day_of_next_period", 5), "unknown_period"),
        ("month", DueSpec("offset_days", 3661), "due_outside_period"),
        ("fixed", DueSpec("offset_workdays", -3661), "due_outside_period"),
    ],
)
def test_dues_that_can_never_be(unit, spec, code):
    with pytest.raises(RecurrenceError) as caught:
        validate_due(unit, spec)
    assert caught.value.code == code
