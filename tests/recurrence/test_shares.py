from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recurrence import RecurrenceError, required_count, rotation

bases = st.integers(0, 10**9)
percents = st.decimals(0, 200, places=2)


@given(bases, percents)
def test_a_percentage_is_exact_and_rounded_up(base, percent):
    hundredths = int(percent * 100)
    expected = min(base, -(-base * hundredths // 10_000))
    assert required_count(base, mode="percent", percent=percent) == expected
    assert required_count(base, mode="percent", percent=float(percent)) == expected


@given(bases, bases, percents, percents, st.none() | st.integers(0, 50), st.none() | st.integers(50, 90))
def test_more_targets_or_a_higher_share_never_require_less(base, more, percent, higher, minimum, maximum):
    limits = {"minimum": minimum, "maximum": maximum}
    base, more = sorted((base, more))
    percent, higher = sorted((percent, higher))
    required = required_count(base, mode="percent", percent=percent, **limits)
    assert required <= required_count(more, mode="percent", percent=percent, **limits)
    assert required <= required_count(base, mode="percent", percent=higher, **limits)
    assert required <= base
    if maximum is not None:
        assert required <= maximum


@pytest.mark.parametrize(
    ("base", "figures", "expected"),
    [
        (41, {"mode": "percent", "percent": 10}, 5),  # XT-3.1a
        (40, {"mode": "percent", "percent": 10}, 4),
        (1, {"mode": "percent", "percent": 10}, 1),
        (0, {"mode": "percent", "percent": 10, "minimum": 2}, 0),
        (30_000, {"mode": "percent", "percent": 0.1}, 30),
        (1_000, {"mode": "percent", "percent": Decimal("0.7")}, 7),
        (1_000, {"mode": "percent", "percent": 0.7}, 7),
        (41, {"mode": "percent", "percent": 10, "minimum": 8}, 8),
        (41, {"mode": "percent", "percent": 50, "maximum": 8}, 8),
        (3, {"mode": "percent", "percent": 10, "minimum": 8}, 3),
        (41, {"mode": "all"}, 41),
        (0, {"mode": "all"}, 0),
        (9, {"mode": "count", "minimum": 1, "maximum": 2}, 1),
        (1, {"mode": "count", "minimum": 2}, 1),
        (0, {"mode": "count", "minimum": 2}, 0),
    ],
)
def test_required_by_hand(base, figures, expected):
    assert required_count(base, **figures) == expected


@pytest.mark.parametrize(
    ("base", "figures", "code"),
    [
        (5, {"mode": "some"}, "unknown_count_mode"),
        (5, {"mode": "percent"}, "figure_missing"),
        (5, {"mode": "count", "maximum": 2}, "figure_missing"),
        (5, {"mode": "percent", "percent": -1}, "figure_negative"),
        (-1, {"mode": "all"}, "figure_negative"),
        (5, {"mode": "count", "minimum": 3, "maximum": 2}, "minimum_above_maximum"),
    ],
)
def test_required_errors(base, figures, code):
    with pytest.raises(RecurrenceError) as caught:
        required_count(base, **figures)
    assert caught.value.code == code


@given(st.integers(1, 12), st.integers(1, 15), st.integers(-5, 500))
def test_a_rotation_treats_everyone_alike(total, n, position):
    ids = list(range(total))
    size = min(n, total)
    turns = [rotation(ids, position + index, n) for index in range(total)]
    assert all(len(turn) == len(set(turn)) == size for turn in turns)
    assert Counter(one for turn in turns for one in turn) == Counter({one: size for one in ids})
    for turn, following in pairwise(turns):
        assert following[0] == (turn[-1] + 1) % total


def test_rotation_by_hand():
    assert [rotation("ABCDE", turn, 2) for turn in range(3)] == [["A", "B"], ["C", "D"], ["E", "A"]]
    assert rotation([], 7) == []
    assert len(rotation("ABC", 0, 9)) == 3
    with pytest.raises(RecurrenceError, match="zero_turn"):
        rotation("ABC", 0, 0)
