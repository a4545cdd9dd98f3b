"""Every check and test of the suite: ``python -m tools.checks.test``.

Databases are built once and cloned for each job; two jobs run at a time. Each job has a log of its own; one that fails
shows what failed and the end of its log. The last line counts all tests and checks.

While developing: ``--only unit --addon street_safety_base -k digest`` runs a few tests on templates that are rebuilt
only when an addon changed (``--update`` updates them instead, which is faster and a little less strict).
"""

import argparse
import fnmatch
import sys
import time
from collections.abc import Sequence

from .testing import commands, scheduler, session
from .testing.result import Result
from .testing.scheduler import Job

TAIL = 40


def _chosen(jobs: Sequence[Job], only: Sequence[str], addon: str | None) -> list[Job]:
    """The jobs whose name starts with or matches one of ``only`` and names ``addon``, with those they need."""

    def wanted(job: Job) -> bool:
        named = not only or any(job.name.startswith(name) or fnmatch.fnmatch(job.name, name) for name in only)
        return named and (not addon or addon in job.name)

    return scheduler.closure(jobs, [job.name for job in jobs if wanted(job)])


def _show_failure(job: Job, result: Result) -> None:
    for problem in result.problems:
        print("\n".join(f"       {line}" for line in problem.splitlines()))
    log = commands.LOGS / f"{job.name.replace('/', '-')}.log"
    if log.exists():
        print(f"       ---- the end of {log}")
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL:]
        print("\n".join(f"       {line[:300]}" for line in lines))


class Reporter:
    """Prints a line as each job ends, its problems when it failed; collects what is worth a note at the end."""

    def __init__(self, total: int):
        self.total = total
        self.done = 0
        self.notes: list[str] = []

    def __call__(self, job: Job, result: Result, seconds: float) -> None:
        self.done += 1
        word = "FAIL" if result.failed else "ok  "
        print(f"{word} {self.done:2}/{self.total} {job.name:42} {seconds:6.1f} s  {result}", flush=True)
        if result.failed:
            _show_failure(job, result)
        self.notes += [f"{job.name}: {note}" for note in result.notes]


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="test", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--only", action="append", default=[], metavar="JOB", help="a job's name, its start or a pattern"
    )
    parser.add_argument("--addon", help="only the jobs of one addon")
    parser.add_argument("-k", dest="keyword", default="", help="only tests that match, as in pytest")
    parser.add_argument("--update", action="store_true", help="update outdated templates instead of rebuilding them")
    parser.add_argument("--list", action="store_true", help="name the jobs and what they need")
    parser.add_argument("--workers", type=int, default=scheduler.WORKERS, help="jobs at a time (default: %(default)s)")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit code."""
    options = _arguments(arguments)
    began = time.monotonic()
    with session.prepared(keyword=options.keyword, update=options.update) as all_jobs:
        jobs = _chosen(all_jobs.every(), options.only, options.addon)
        if options.list:
            print("\n".join(f"{job.name:42} {', '.join(job.needs)}" for job in jobs))
            return 0
        for job in jobs:
            all_jobs.commands.log(job.name).unlink(missing_ok=True)
        reporter = Reporter(len(jobs))
        total = scheduler.run(jobs, reporter, stop=all_jobs.commands.end_all, workers=options.workers)
    for note in reporter.notes:
        print(f"note: {note}")
    print(f"{len(jobs)} jobs in {time.monotonic() - began:.0f} s, logs in {commands.LOGS}")
    print(total)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("interrupted; what was started is ended")
