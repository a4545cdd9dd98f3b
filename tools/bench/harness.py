"""What a budget is, how a ratio is taken, and what the verdict says."""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass

OK, MISS, NOT_YET = "ok", "MISS", "not yet"


class Case:
    """One comparison. ``ours`` and ``reference`` do the same work; what they write is rolled back each time.

    With ``twin``, both run on a database of their own: ``prepare`` makes ours, ``prepare_reference`` the other.
    """

    rounds = 5
    twin = False
    #: What is compared: ``seconds``, ``statements``, ``p95 seconds`` of the durations that the work returns, or the
    #: ``MB`` that it returns.
    unit = "seconds"
    #: What was measured, for the report; set by ``prepare``.
    note = ""

    def prepare(self, env) -> None:
        """Make the data that ``ours`` works on (and ``reference``, unless there is a twin)."""

    def prepare_reference(self, env) -> None:
        """Make the data of the twin."""

    def ours(self, env) -> None:
        """The work as our addons do it."""
        raise NotImplementedError

    def reference(self, env) -> None:
        """The work as it is compared with."""
        raise NotImplementedError

    def remark(self, cost: float) -> str:
        """What the report says besides the ratio, given what ours cost."""
        return self.note


@dataclass(frozen=True)
class Budget:
    """A line of the design's table.

    :param limit: with ``at_least``, how many times as fast as the reference ours has to be at the least; otherwise how
        many times the reference's cost it may have at the most; None: no budget, the ratio is for information
    :param issue: for a budget without a case: where the feature comes that it measures
    """

    name: str
    limit: float | None
    at_least: bool
    case: Callable[[], Case] | None = None
    issue: str = ""

    @property
    def text(self) -> str:
        """The budget as it is printed."""
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}" if self.limit is not None else "none"

    def ratio(self, ours: float, reference: float) -> float:
        """The figure that is compared with the limit."""
        return reference / ours if self.at_least else ours / reference

    def met_by(self, ratio: float) -> bool:
        """Whether a ratio keeps the budget; the limit itself does."""
        if self.limit is None:
            return True
        return ratio >= self.limit if self.at_least else ratio <= self.limit


@dataclass(frozen=True)
class Verdict:
    """What a run says about one budget."""

    budget: Budget
    ratios: tuple[float, ...] = ()
    ours: float | None = None
    reference: float | None = None
    unit: str = ""
    remark: str = ""

    @property
    def measured(self) -> float | None:
        """The median of the pairwise ratios, which one disturbed round does not move."""
        return statistics.median(self.ratios) if self.ratios else None

    @property
    def word(self) -> str:
        """ok, MISS or not yet."""
        if self.measured is None:
            return NOT_YET
        return OK if self.budget.met_by(self.measured) else MISS

    def __str__(self) -> str:
        if self.measured is None:
            return f"{self.budget.name:62} {'–':>8}  {self.budget.text:>8}  {NOT_YET} ({self.budget.issue})"
        line = f"{self.budget.name:62} {self.measured:8.2f}  {self.budget.text:>8}  {self.word}"
        return f"{line}\n    {self.remark}" if self.remark else line

    def as_dict(self) -> dict:
        """The verdict for the JSON file."""
        return {
            "name": self.budget.name,
            "measured": self.measured,
            "budget": self.budget.text,
            "verdict": self.word,
            "issue": self.budget.issue or None,
            "unit": self.unit or None,
            "ours": self.ours,
            "reference": self.reference,
            "ratios": list(self.ratios),
            "remark": self.remark or None,
        }


def measure(budget: Budget, ours: Callable[[], float], reference: Callable[[], float], rounds: int, unit="") -> Verdict:
    """Take the cost of both alternately, A B B A, after one round that only warms up; return the verdict.

    :param ours: does the work once and returns its cost
    :param reference: likewise
    """
    ours(), reference()
    pairs = []
    for number in range(rounds):
        if number % 2:
            second, first = reference(), ours()
        else:
            first, second = ours(), reference()
        pairs.append((first, second))
    ratios = tuple(budget.ratio(*pair) for pair in pairs)
    medians = (statistics.median(costs) for costs in zip(*pairs, strict=True))
    return Verdict(budget, ratios, *medians, unit)


def failed(verdicts: Iterable[Verdict]) -> bool:
    """Whether any budget was missed."""
    return any(verdict.word == MISS for verdict in verdicts)
