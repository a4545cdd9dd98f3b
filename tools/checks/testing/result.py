"""What a job came to, and how to read it off the reports of pytest and of Odoo's own test runner."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

#: The line with which Odoo's runner ends, e.g. "1 failed, 0 error(s) of 30 tests when loading database 'x'".
ODOO_SUMMARY = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading database")

#: What Odoo says when it skips a test because its browser did not come: the test has not run, and nobody must think so.
NO_BROWSER = re.compile(r"chrome", re.IGNORECASE)


@dataclass
class Result:
    """Counts of tests and checks, and what a person has to read when one failed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def check(self, good: bool, problem: str) -> bool:
        """Count one check; keep ``problem`` when it is not ``good``."""
        self.passed += good
        self.failed += not good
        if not good:
            self.problems.append(problem)
        return good

    def __add__(self, other: "Result") -> "Result":
        return Result(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.problems + other.problems,
            self.notes + other.notes,
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def from_junit(report: Path, returncode: int) -> Result:
    """The counts of a pytest run; a run that ended badly without a failed test counts as one failure.

    A test that was skipped for want of a browser has failed.
    """
    result = Result()
    for case in ElementTree.parse(report).iter("testcase") if report.exists() else ():
        name = f"{case.get('classname')}.{case.get('name')}"
        bad = case.find("failure") if case.find("failure") is not None else case.find("error")
        skip = case.find("skipped")
        if bad is not None:
            result.check(False, f"{name}: {(bad.get('message') or '').strip().partition(chr(10))[0][:300]}")
        elif skip is not None and NO_BROWSER.search(skip.get("message") or ""):
            result.check(False, f"{name} did not run: {skip.get('message')}")
        elif skip is not None:
            result.skipped += 1
            result.notes.append(f"skipped {name}: {skip.get('message')}")
        else:
            result.passed += 1
    if returncode and not result.failed:
        result.check(False, "no test was found" if returncode == 5 else f"pytest ended with {returncode}")
    return result


def from_odoo(log: str, returncode: int) -> Result:
    """The counts of a run of Odoo's own test runner; no test at all is a failure."""
    summaries = ODOO_SUMMARY.findall(log)
    if not summaries:
        return Result(failed=1, problems=[f"Odoo ended with {returncode} and ran no test"])
    failed, errors, total = map(int, summaries[-1])
    result = Result(passed=total - failed - errors, failed=failed + errors)
    if result.failed:
        result.problems.append(f"{failed} failed, {errors} error(s) of {total} tests")
    elif returncode or not total:
        result.check(False, f"Odoo ended with {returncode} after {total} tests")
    return result
