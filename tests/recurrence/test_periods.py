from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recurrence import (
    FORTNIGHT_ANCHOR,
    PERIODS,
    Period,
    RecurrenceError,
    fixed_dates_between,
    period_at,
    period_number,
    period_of,
    periods_between,
)

DAY = timedelta(days=1)
days = st.dates(date(1990, 1, 1), date(2110, 12, 31))
units = st.sampled_from(PERIODS)


@given(days, units, days)
def test_every_day_is_in_exactly_one_period(day, unit, anchor):
    period = period_of(day, unit, anchor)
    assert period.start <= day <= period.end
    assert period_of(period.start, unit, anchor) == period == period_of(period.end, unit, anchor)
    assert period_at(period_number(day, unit, anchor), unit, anchor) == period


@given(days, st.integers(0, 800), units, days)
def test_consecutive_periods_leave_no_gap_and_do_not_overlap(first, length, unit, anchor):
    last = first + timedelta(days=length)
    periods = periods_between(first, last, unit, anchor)
    assert periods[0].start <= first <= periods[0].end
    assert periods[-1].start <= last <= periods[-1].end
    for before, after in pairwise(periods):
        assert after.start == before.end + DAY
        assert period_number(after.start, unit, anchor) == period_number(before.start, unit, anchor) + 1


@given(units)
def test_an_empty_span_has_no_period(unit):
    assert periods_between(date(2025, 2, 1), date(2025, 1, 1), unit) == []
    assert fixed_dates_between(date(2025, 2, 1), date(2025, 1, 1), [(1, 15)], lead=60) == []


@pytest.mark.parametrize(
    ("unit", "start", "end"),
    [
        ("day", date(2024, 2, 29), date(2024, 2, 29)),
        ("week", date(2024, 2, 26), date(2024, 3, 3)),
        ("month", date(2024, 2, 1), date(2024, 2, 29)),
        ("two_months", date(2024, 1, 1), date(2024, 2, 29)),
        ("quarter", date(2024, 1, 1), date(2024, 3, 31)),
        ("half_year", date(2024, 1, 1), date(2024, 6, 30)),
        ("year", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_29_february(unit, start, end):
    assert period_of(date(2024, 2, 29), unit) == Period(unit, start, end)


def test_iso_week_53_is_one_week_across_new_year():
    week = Period("week", date(2020, 12, 28), date(2021, 1, 3))
    assert date(2020, 12, 31).isocalendar().week == date(2021, 1, 3).isocalendar().week == 53
    assert periods_between(date(2020, 12, 31), date(2021, 1, 1), "week") == [week]


def test_fortnights_are_counted_from_the_anchor_both_ways():
    anchor = date(2025, 1, 6)  # first Monday of 2025
    assert period_of(anchor, "fortnight", anchor) == Period("fortnight", anchor, date(2025, 1, 19))
    assert period_of(date(2025, 1, 5), "fortnight", anchor) == Period("fortnight", date(2024, 12, 23), date(2025, 1, 5))
    assert FORTNIGHT_ANCHOR.isoweekday() == 1
    assert period_of(date(2024, 1, 14), "fortnight").start == FORTNIGHT_ANCHOR


def test_fixed_dates_fall_to_28_february_in_common_years():
    found = fixed_dates_between(date(2023, 1, 1), date(2024, 12, 31), [(2, 29), (2, 28), (11, 9)])
    assert [period.end for period in found] == [
        date(2023, 2, 28),
        date(2023, 11, 9),
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2024, 11, 9),
    ]
    assert all(period.start == period.end and period.unit == "fixed" for period in found)


def test_xy_2_3_the_seven_days_up_to_new_year_and_spring_festival():
    dates = [(1, 1), date(2025, 1, 29)]
    new_year = Period("fixed", date(2024, 12, 26), date(2025, 1, 1))
    spring = Period("fixed", date(2025, 1, 23), date(2025, 1, 29))
    assert fixed_dates_between(date(2024, 12, 1), date(2024, 12, 31), dates, lead=6) == [new_year]
    assert fixed_dates_between(date(2025, 1, 1), date(2025, 6, 30), dates, lead=6) == [new_year, spring]


@given(days, st.integers(0, 800), st.integers(0, 40))
def test_fixed_dates_do_not_depend_on_the_span(first, length, lead):
    last = first + timedelta(days=length)
    dates = [(1, 1), (2, 29), (12, 31), date(2025, 1, 29)]
    wide = fixed_dates_between(first - 400 * DAY, last + 400 * DAY, dates, lead)
    assert fixed_dates_between(first, last, dates, lead) == [p for p in wide if p.overlaps(first, last)]


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("unknown_period", lambda: period_of(date(2025, 1, 1), "decade")),
        ("unknown_period", lambda: period_at(0, "decade")),
        ("zero_period", lambda: Period("month", date(2025, 2, 1), date(2025, 1, 31))),
        ("zero_period", lambda: fixed_dates_between(date(2025, 1, 1), date(2025, 2, 1), [(1, 9)], lead=-1)),
        ("no_such_date", lambda: fixed_dates_between(date(2025, 1, 1), date(2025, 2, 1), [(2, 30)])),
        ("no_such_date", lambda: fixed_dates_between(date(2025, 1, 1), date(2025, 2, 1), [(13, 1)])),
    ],
)
def test_errors_carry_a_code(code, call):
    with pytest.raises(RecurrenceError) as caught:
        call()
    assert caught.value.code == code
    assert caught.value.values
    assert code in str(caught.value)
