"""The harness: ratios point the right way, one disturbed round changes nothing, a slow method is a MISS."""

import time

import pytest

from tools.bench.harness import MISS, NOT_YET, OK, Budget, Verdict, failed, measure


def timed(seconds):
    def work():
        began = time.perf_counter()
        time.sleep(seconds)
        return time.perf_counter() - began

    return work


@pytest.mark.parametrize(
    ("budget", "ours", "reference", "word"),
    [
        (Budget("speed", 0.3, at_least=True), 1.0, 0.31, OK),
        (Budget("speed", 0.3, at_least=True), 1.0, 0.3, OK),
        (Budget("speed", 0.3, at_least=True), 1.0, 0.29, MISS),
        (Budget("cost", 1.3, at_least=False), 1.3, 1.0, OK),
        (Budget("cost", 1.3, at_least=False), 1.4, 1.0, MISS),
    ],
)
def test_a_ratio_is_compared_with_its_limit(budget, ours, reference, word):
    assert measure(budget, lambda: ours, lambda: reference, rounds=3).word == word


def test_a_planted_slow_method_is_a_miss():
    budget = Budget("planted", 0.3, at_least=True)
    verdict = measure(budget, timed(0.02), timed(0.001), rounds=3)
    assert verdict.word == MISS
    assert verdict.measured < 0.3
    assert failed([verdict])
    assert str(verdict).endswith(MISS)


def test_both_run_alternately_after_a_warm_up_and_one_disturbed_round_changes_nothing():
    order, costs = [], iter([9.0, 1.0, 100.0, 1.0, 1.0, 1.0])

    def ours():
        order.append("A")
        return next(costs)

    def reference():
        order.append("B")
        return 1.0

    verdict = measure(Budget("cost", 1.3, at_least=False), ours, reference, rounds=5)
    assert "".join(order) == "AB" + "AB" + "BA" + "AB" + "BA" + "AB"
    assert verdict.word == OK
    assert max(verdict.ratios) == 100.0


def test_what_cannot_be_measured_yet_says_so_and_does_not_fail():
    verdict = Verdict(Budget("statistics", 2, at_least=False, issue="issue 6"))
    assert verdict.word == NOT_YET
    assert "issue 6" in str(verdict)
    assert not failed([verdict])
    assert verdict.as_dict()["verdict"] == NOT_YET
