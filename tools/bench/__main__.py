"""Measure the budgets and print one line each: name, measured ratio, budget, and ok, MISS or not yet."""

import argparse
import datetime
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.setup import paths

from . import budgets, laboratory
from .harness import MISS, Budget, Verdict, failed

REPORT = paths.STATE / "bench" / "bench.json"


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", default="", metavar="TEXT", help="only budgets whose name holds TEXT")
    parser.add_argument("--rounds", type=int, help="pairs to measure (default: what each case says)")
    parser.add_argument("--json", type=Path, default=REPORT, metavar="FILE", help="where to write the report")
    parser.add_argument("--planted", action="store_true", help="measure a slow method, which has to be a MISS")
    return parser.parse_args(arguments)


def _report(verdicts: list[Verdict], file: Path) -> None:
    document = {
        "measured_at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "budgets": [verdict.as_dict() for verdict in verdicts],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _measure(chosen: Sequence[Budget], rounds: int | None) -> list[Verdict]:
    verdicts = []
    with laboratory.opened() as room:
        room.build()
        for budget in chosen:
            verdicts.append(room.run(budget, rounds) if budget.case else Verdict(budget))
            print(verdicts[-1], flush=True)
    return verdicts


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit code is not 0 when a budget is missed (or, with --planted, when it is not)."""
    options = _arguments(arguments)
    if options.planted:
        (verdict,) = _measure([budgets.PLANTED], options.rounds)
        return 0 if verdict.word == MISS else 1
    verdicts = _measure([budget for budget in budgets.BUDGETS if options.only in budget.name], options.rounds)
    _report(verdicts, options.json)
    print(f"report: {options.json}")
    return 1 if failed(verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
