from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from recurrence import PERIODS, RecurrenceError, WindowSpec, period_of, periods_between, validate, window

maybe = st.none()
offsets = st.integers(-200, 200) | st.integers(-35, 35)
months = maybe | st.integers(1, 12)
specs = st.one_of(
    st.builds(WindowSpec, first_day=maybe | offsets, last_day=maybe | offsets, month=months),
    st.builds(WindowSpec, weekdays=st.tuples(st.integers(1, 8), st.integers(1, 8))),
    st.builds(WindowSpec, nth_weekday=st.tuples(st.integers(-6, 6), st.integers(1, 7)), month=months),
    st.builds(WindowSpec, anchor_day=offsets, tolerance=st.integers(-1, 40), month=months),
)


def fits(unit, spec):
    try:
        validate(unit, spec)
    except RecurrenceError:
        return False
    return True


@given(st.dates(date(1990, 1, 1), date(2110, 12, 31)), st.sampled_from(PERIODS), specs)
def test_a_window_that_passes_validation_is_inside_every_period(day, unit, spec):
    assume(fits(unit, spec))
    period = period_of(day, unit)
    start, end = window(period, spec)
    assert period.start <= start <= end <= period.end


@given(st.sampled_from(PERIODS), st.integers(-70, 70), st.integers(-70, 70))
def test_days_are_refused_only_when_no_period_holds_them(unit, first, last):
    def holds(period):
        if not (1 <= abs(first) <= period.days and 1 <= abs(last) <= period.days):
            return False
        return period.day(first) <= period.day(last)

    periods = periods_between(date(2023, 1, 1), date(2024, 12, 31), unit)
    spec = WindowSpec(first_day=first, last_day=last)
    if any(holds(period) for period in periods):
        assert fits(unit, spec)
    longest = max(period.days for period in periods)
    if max(abs(first), abs(last)) > longest or 0 in (first, last):
        assert not fits(unit, spec)


@pytest.mark.parametrize(
    ("clause", "day", "unit", "spec", "start", "end"),
    [
        ("XT-1.1a", (2025, 2, 14), "month", WindowSpec(first_day=1, last_day=10), (2025, 2, 1), (2025, 2, 10)),
        ("XT-1.2a", (2025, 5, 3), "week", WindowSpec(weekdays=(1, 3)), (2025, 4, 28), (2025, 4, 30)),
        ("XT-1.2a, week 53", (2021, 1, 2), "week", WindowSpec(weekdays=(1, 3)), (2020, 12, 28), (2020, 12, 30)),
        ("XT-1.3b", (2025, 2, 1), "month", WindowSpec(anchor_day=20, tolerance=2), (2025, 2, 18), (2025, 2, 22)),
        ("XT-1.3c", (2025, 4, 1), "month", WindowSpec(anchor_day=26), (2025, 4, 26), (2025, 4, 26)),
        ("XT-1.4", (2024, 2, 1), "two_months", WindowSpec(), (2024, 1, 1), (2024, 2, 29)),
        ("XT-1.5a", (2025, 9, 30), "quarter", WindowSpec(month=1), (2025, 7, 1), (2025, 7, 31)),
        ("XT-1.5b", (2025, 1, 1), "year", WindowSpec(month=6, first_day=-10), (2025, 6, 21), (2025, 6, 30)),
        ("XT-1.5c", (2025, 1, 1), "year", WindowSpec(month=12, first_day=21), (2025, 12, 21), (2025, 12, 31)),
        ("XT-4.1c", (2025, 1, 1), "year", WindowSpec(month=6), (2025, 6, 1), (2025, 6, 30)),
        ("XY-3.3a", (2025, 5, 1), "week", WindowSpec(weekdays=(1, 1)), (2025, 4, 28), (2025, 4, 28)),
        ("day 31, February", (2025, 2, 1), "month", WindowSpec(first_day=31), (2025, 2, 28), (2025, 2, 28)),
        ("29 February", (2024, 5, 1), "year", WindowSpec(month=2, first_day=29), (2024, 2, 29), (2024, 2, 29)),
        ("28 February", (2025, 5, 1), "year", WindowSpec(month=2, first_day=29), (2025, 2, 28), (2025, 2, 28)),
        ("around day 31", (2025, 2, 1), "month", WindowSpec(anchor_day=31, tolerance=2), (2025, 2, 26), (2025, 2, 28)),
        ("last Friday", (2025, 2, 1), "month", WindowSpec(nth_weekday=(-1, 5)), (2025, 2, 28), (2025, 2, 28)),
        ("2nd Tuesday", (2025, 7, 9), "quarter", WindowSpec(month=2, nth_weekday=(2, 2)), (2025, 8, 12), (2025, 8, 12)),
        ("no 5th Monday", (2025, 2, 1), "month", WindowSpec(nth_weekday=(5, 1)), (2025, 2, 24), (2025, 2, 24)),
        ("no 5th last Monday", (2025, 2, 1), "month", WindowSpec(nth_weekday=(-5, 1)), (2025, 2, 3), (2025, 2, 3)),
        ("turned round", (2025, 2, 1), "month", WindowSpec(first_day=25, last_day=-6), (2025, 2, 23), (2025, 2, 23)),
    ],
)
def test_windows_by_hand(clause, day, unit, spec, start, end):
    assert window(period_of(date(*day), unit), spec) == (date(*start), date(*end)), clause


@pytest.mark.parametrize(
    ("unit", "spec", "code"),
    [
        ("decade", WindowSpec(), "unknown_period"),
        ("month", WindowSpec(first_day=40), "window_outside_period"),
        ("month", WindowSpec(last_day=-32), "window_outside_period"),
        ("month", WindowSpec(first_day=0), "window_outside_period"),
        ("year", WindowSpec(month=2, last_day=30), "window_outside_period"),
        ("fortnight", WindowSpec(last_day=15), "window_outside_period"),
        ("quarter", WindowSpec(month=4), "window_outside_period"),
        ("quarter", WindowSpec(month=0), "window_outside_period"),
        ("week", WindowSpec(month=1), "window_outside_period"),
        ("week", WindowSpec(weekdays=(1, 8)), "window_outside_period"),
        ("month", WindowSpec(nth_weekday=(6, 1)), "window_outside_period"),
        ("month", WindowSpec(nth_weekday=(0, 1)), "window_outside_period"),
        ("month", WindowSpec(anchor_day=20, tolerance=-1), "window_outside_period"),
        ("month", WindowSpec(first_day=10, last_day=1), "window_reversed"),
        ("month", WindowSpec(first_day=-5, last_day=2), "window_reversed"),
        ("week", WindowSpec(weekdays=(3, 1)), "window_reversed"),
        ("month", WindowSpec(weekdays=(1, 3)), "window_not_for_unit"),
        ("day", WindowSpec(nth_weekday=(1, 1)), "window_not_for_unit"),
        ("fixed", WindowSpec(first_day=1), "window_not_for_unit"),
        ("fixed", WindowSpec(month=1), "window_not_for_unit"),
        ("month", WindowSpec(first_day=1, anchor_day=3), "window_mixed"),
        ("month", WindowSpec(tolerance=3), "window_mixed"),
    ],
)
def test_windows_that_can_never_fit(unit, spec, code):
    with pytest.raises(RecurrenceError) as caught:
        validate(unit, spec)
    assert caught.value.code == code
