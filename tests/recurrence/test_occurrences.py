from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recurrence import (
    FIXED,
    PERIODS,
    DueSpec,
    Period,
    RecurrenceError,
    WindowSpec,
    edge,
    occurrences,
    period_number,
    period_of,
    rotation,
)

DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2027, 12, 31))
FIGURES = {  # unit → a window that fits it
    "day": WindowSpec(),
    "week": WindowSpec(weekdays=(1, 3)),
    "fortnight": WindowSpec(last_day=-3),
    "month": WindowSpec(anchor_day=20, tolerance=2),
    "two_months": WindowSpec(first_day=31),
    "quarter": WindowSpec(month=1),
    "half_year": WindowSpec(month=6, nth_weekday=(5, 1)),
    "year": WindowSpec(month=2, last_day=29),
    FIXED: WindowSpec(),
}


WHOLE, AT_ITS_END = WindowSpec(), DueSpec()


def plan(first, last, unit, window_spec=WHOLE, due_spec=AT_ITS_END, **options):
    """Occurrences as (window start, window end, due)."""
    found = occurrences(first, last, unit=unit, window_spec=window_spec, due_spec=due_spec, **options)
    return [(one.window_start, one.window_end, one.due) for one in found]


@given(
    first=days,
    cuts=st.lists(st.integers(1, 200), min_size=1, max_size=8),
    unit=st.sampled_from([*PERIODS, FIXED]),
    anchor=days,
    validity=st.tuples(st.none() | days, st.integers(0, 900)),
    mode=st.sampled_from(["full", "clip", "skip"]),
    due_spec=st.sampled_from([DueSpec(), DueSpec("period_end"), DueSpec("offset_workdays", 3, to_workday=True)]),
)
def test_batches_do_not_matter(first, cuts, unit, anchor, validity, mode, due_spec):
    valid_from, length = validity
    figures = {
        "unit": unit,
        "anchor": anchor,
        "fixed_dates": [(1, 1), (2, 29), date(2025, 1, 29)] if unit == FIXED else (),
        "lead": 6,
        "window_spec": FIGURES[unit],
        "due_spec": due_spec,
        "valid_from": valid_from,
        "valid_to": valid_from and valid_from + timedelta(days=length),
        "edge_mode": mode,
    }
    batches, start = [], first
    for cut in cuts:
        batches.append((start, start + timedelta(days=cut - 1)))
        start += timedelta(days=cut)
    last = batches[-1][1]
    whole = occurrences(first, last, **figures)
    assert {one for batch in batches for one in occurrences(*batch, **figures)} == set(whole)
    assert whole == sorted(set(whole))
    for one in whole:
        assert one.period.overlaps(first, last)
        assert one.period.start <= one.window_start <= one.window_end <= one.period.end
        assert one.due >= one.window_start
        if valid_from:
            assert one.window_end >= valid_from
            assert one.window_start <= figures["valid_to"]


MARCH = period_of(date(2025, 3, 1), "month")


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "mode", "expected"),
    [
        (None, None, "skip", MARCH),
        (date(2025, 3, 1), date(2025, 3, 31), "skip", MARCH),
        (date(2025, 3, 15), None, "full", MARCH),
        (date(2025, 3, 15), None, "clip", Period("month", date(2025, 3, 15), date(2025, 3, 31))),
        (date(2025, 3, 15), None, "skip", None),
        (None, date(2025, 3, 15), "clip", Period("month", date(2025, 3, 1), date(2025, 3, 15))),
        (date(2025, 4, 1), None, "full", None),
        (None, date(2025, 2, 28), "clip", None),
    ],
)
def test_edge(valid_from, valid_to, mode, expected):
    assert edge(MARCH, valid_from, valid_to, mode) == expected


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((None, None, "half"), "unknown_edge_mode"),
        ((date(2025, 3, 9), date(2025, 3, 8), "full"), "validity_reversed"),
    ],
)
def test_edge_errors(arguments, code):
    with pytest.raises(RecurrenceError) as caught:
        edge(MARCH, *arguments)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("last_day", "mode", "expected"),
    [
        (20, "full", (date(2025, 3, 1), date(2025, 3, 20), date(2025, 4, 5))),
        (20, "clip", (date(2025, 3, 15), date(2025, 3, 20), date(2025, 4, 5))),
        (20, "skip", None),
        (10, "full", None),  # day 1-10 was over when the rule came into force
        (10, "clip", None),
    ],
)
def test_a_rule_in_force_from_mid_month(last_day, mode, expected):
    spec, due_spec = WindowSpec(first_day=1, last_day=last_day), DueSpec("day_of_next_period", 5)
    first = date(2025, 3, 15)
    found = plan(first, date(2025, 3, 31), "month", spec, due_spec, valid_from=first, edge_mode=mode)
    assert found == ([expected] if expected else [])


def test_a_clipped_period_keeps_the_due_date_of_its_month_and_only_its_own_days():
    figures = {"due_spec": DueSpec("day_of_next_period", 5), "valid_to": date(2025, 3, 15), "edge_mode": "clip"}
    expected = (date(2025, 3, 1), date(2025, 3, 15), date(2025, 4, 5))
    assert plan(date(2025, 3, 10), date(2025, 3, 20), "month", **figures) == [expected]
    assert plan(date(2025, 3, 16), date(2025, 3, 20), "month", **figures) == []
    assert plan(date(2025, 3, 16), date(2025, 3, 20), "month", **{**figures, "edge_mode": "full"})


YEAR = date(2025, 1, 1), date(2025, 12, 31)


def test_xt_1_1a_community_meeting_on_day_1_to_10():
    found = plan(*YEAR, "month", WindowSpec(first_day=1, last_day=10))
    assert found == [(date(2025, m, 1), date(2025, m, 10), date(2025, m, 10)) for m in range(1, 13)]


def test_xt_1_2a_first_half_of_the_week_belongs_to_the_month_of_its_monday():
    found = plan(date(2025, 4, 28), date(2025, 5, 5), "week", WindowSpec(weekdays=(1, 3)))
    assert found == [
        (date(2025, 4, 28), date(2025, 4, 30), date(2025, 4, 30)),
        (date(2025, 5, 5), date(2025, 5, 7), date(2025, 5, 7)),
    ]


def test_xt_1_3b_around_day_20():
    found = plan(*YEAR, "month", WindowSpec(anchor_day=20, tolerance=2))
    assert found == [(date(2025, m, 18), date(2025, m, 22), date(2025, m, 22)) for m in range(1, 13)]


def test_xt_1_4_every_two_months():
    ends = [due for _start, _end, due in plan(*YEAR, "two_months")]
    assert ends == [date(2025, 2, 28), date(2025, 4, 30), date(2025, 6, 30)] + [
        date(2025, 8, 31),
        date(2025, 10, 31),
        date(2025, 12, 31),
    ]


def test_xt_1_5a_first_month_of_the_quarter():
    assert plan(*YEAR, "quarter", WindowSpec(month=1)) == [
        (date(2025, m, 1), date(2025, m, d), date(2025, m, d)) for m, d in [(1, 31), (4, 30), (7, 31), (10, 31)]
    ]


def test_xt_1_5b_end_of_june_as_fixed_date_or_as_month_of_the_year():
    expected = [(date(2025, 6, 21), date(2025, 6, 30), date(2025, 6, 30))]
    assert plan(*YEAR, FIXED, fixed_dates=[(6, 30)], lead=9) == expected
    assert plan(*YEAR, "year", WindowSpec(month=6, first_day=-10)) == expected


def test_xt_4_2b_fortnights_from_the_first_monday_of_the_year():
    found = plan(date(2025, 1, 6), date(2025, 2, 2), "fortnight", anchor=date(2025, 1, 6))
    assert [end for _start, end, _due in found] == [date(2025, 1, 19), date(2025, 2, 2)]


def test_xt_5_1_is_due_on_the_5th_of_the_next_month():
    dues = [due for _start, _end, due in plan(*YEAR, "month", due_spec=DueSpec("day_of_next_period", 5))]
    assert dues == [date(2025, m, 5) for m in range(2, 13)] + [date(2026, 1, 5)]


def test_xt_1_3a_work_points_take_turns_across_new_year():
    points = ["one", "two", "three"]
    mondays = [date(2020, 12, 21) + 7 * index * DAY for index in range(6)]  # the second is the Monday of week 53
    base = period_number(mondays[0], "week")
    turns = [rotation(points, period_number(monday, "week") - base) for monday in mondays]
    assert turns == [["one"], ["two"], ["three"], ["one"], ["two"], ["three"]]


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"unit": "month", "window_spec": WindowSpec(first_day=40), "due_spec": DueSpec()}, "window_outside_period"),
        ({"unit": "month", "window_spec": WindowSpec(), "due_spec": DueSpec("never")}, "unknown_due"),
    ],
)
def test_impossible_figures_are_refused_even_for_an_empty_span(figures, code):
    with pytest.raises(RecurrenceError) as caught:
        occurrences(date(2025, 2, 1), date(2025, 1, 1), **figures)
    assert caught.value.code == code


def test_xt_5_1_a_report_is_owed_after_its_period_and_belongs_to_it():
    spec, due_spec = WindowSpec(after=True), DueSpec("day_of_next_period", 5)
    found = occurrences(date(2025, 2, 1), date(2025, 2, 28), unit="month", window_spec=spec, due_spec=due_spec)
    assert [(str(one.period.start), str(one.window_start), str(one.due)) for one in found] == [
        ("2025-02-01", "2025-03-01", "2025-03-05")
    ]


@given(first=days, length=st.integers(0, 800), unit=st.sampled_from(PERIODS), day=st.integers(1, 7))
def test_reports_follow_each_other_without_gap_overlap_or_sharing_a_day(first, length, unit, day):
    last = first + timedelta(days=length)
    day = 1 if unit == "day" else day
    spec, due_spec = WindowSpec(after=True), DueSpec("day_of_next_period", day)
    found = occurrences(first, last, unit=unit, window_spec=spec, due_spec=due_spec)
    for one, after in pairwise(found):
        assert one.period.end + DAY == after.period.start
        assert one.window_end < after.window_start
    for one in found:
        assert one.window_start == one.period.end + DAY
        assert one.window_end == one.due


@given(first=days, length=st.integers(0, 800), unit=st.sampled_from(PERIODS), months=st.sets(st.integers(1, 12)))
def test_months_leave_only_the_periods_that_begin_in_them(first, length, unit, months):
    last = first + timedelta(days=length)
    every = occurrences(first, last, unit=unit, window_spec=WHOLE, due_spec=AT_ITS_END)
    some = occurrences(first, last, unit=unit, window_spec=WHOLE, due_spec=AT_ITS_END, months=months)
    assert some == [one for one in every if not months or one.period.start.month in months]


@given(first=days, length=st.integers(0, 400), weekdays=st.sets(st.integers(1, 7), min_size=1))
def test_weekdays_of_daily_duties(first, length, weekdays):
    found = plan(first, first + timedelta(days=length), "day", weekdays=weekdays)
    expected = [first + timedelta(days=n) for n in range(length + 1)]
    assert [start for start, _end, _due in found] == [day for day in expected if day.isoweekday() in weekdays]


@given(
    first=days,
    cuts=st.lists(st.integers(1, 90), min_size=1, max_size=6),
    spans=st.lists(st.tuples(days, st.integers(0, 120)), max_size=5),
    lead=st.integers(0, 10),
)
def test_spans_in_batches(first, cuts, spans, lead):
    figures = {
        "unit": FIXED,
        "spans": [(start, start + timedelta(days=n)) for start, n in spans],
        "lead": lead,
        "window_spec": WHOLE,
        "due_spec": AT_ITS_END,
    }
    found, start = set(), first
    for cut in cuts:
        found.update(occurrences(start, start + timedelta(days=cut - 1), **figures))
        start += timedelta(days=cut)
    assert sorted(found) == occurrences(first, start - DAY, **figures)
    for one in found:
        assert any(one.period == Period(FIXED, a - lead * DAY, b) for a, b in figures["spans"])


def test_xy_2_3h_flood_season_is_one_period_of_several_months():
    found = plan(date(2025, 5, 1), date(2025, 5, 1), FIXED, spans=[(date(2025, 4, 15), date(2025, 10, 15))])
    assert found == [(date(2025, 4, 15), date(2025, 10, 15), date(2025, 10, 15))]


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"unit": "week", "weekdays": {1}}, "window_not_for_unit"),
        ({"unit": FIXED, "spans": [(date(2025, 2, 2), date(2025, 2, 1))]}, "zero_period"),
        ({"unit": "month", "window_spec": WindowSpec(after=True, first_day=2)}, "window_mixed"),
        ({"unit": "quarter", "window_spec": WindowSpec(month=3, last_month=2)}, "window_reversed"),
        ({"unit": "quarter", "window_spec": WindowSpec(last_month=2)}, "window_mixed"),
    ],
)
def test_what_cannot_be(figures, code):
    with pytest.raises(RecurrenceError) as caught:
        occurrences(*YEAR, **{"window_spec": WHOLE, "due_spec": AT_ITS_END, **figures})
    assert caught.value.code == code


def test_two_months_of_a_quarter():
    found = plan(*YEAR, "quarter", WindowSpec(month=1, last_month=2))
    assert found[0][:2] == (date(2025, 1, 1), date(2025, 2, 28))
    assert plan(*YEAR, "quarter", WindowSpec(month=1, last_month=2, first_day=40))[0][0] == date(2025, 2, 9)
