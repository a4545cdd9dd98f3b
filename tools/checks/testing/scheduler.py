"""Runs jobs that depend on each other on two workers, the longest way to the end first."""

import time
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass

from .result import Result

WORKERS = 2


@dataclass(frozen=True)
class Job:
    """A piece of work; ``seconds`` is a rough guess that only decides the order."""

    name: str
    run: Callable[[], Result]
    needs: tuple[str, ...] = ()
    seconds: int = 30


class Blocked(Exception):
    """The job could not make what others need."""

    def __init__(self, result: Result):
        super().__init__("; ".join(result.problems))
        self.result = result


def closure(jobs: Iterable[Job], wanted: Iterable[str]) -> list[Job]:
    """The wanted jobs and all they need, in the order of ``jobs``."""
    by_name = {job.name: job for job in jobs}
    chosen: set[str] = set()

    def add(name: str) -> None:
        if name not in chosen:
            chosen.add(name)
            for need in by_name[name].needs:
                add(need)

    for name in wanted:
        add(name)
    return [job for job in by_name.values() if job.name in chosen]


def _way_to_the_end(jobs: list[Job]) -> dict[str, int]:
    """For each job its seconds and those of the longest chain that waits for it."""
    users: dict[str, list[Job]] = {job.name: [] for job in jobs}
    for job in jobs:
        for need in job.needs:
            users[need].append(job)

    def length(job: Job) -> int:
        return job.seconds + max(map(length, users[job.name]), default=0)

    return {job.name: length(job) for job in jobs}


def _outcome(job: Job) -> tuple[Job, Result, bool, float]:
    """(job, result, whether others may build on it, seconds)."""
    began = time.monotonic()
    usable = True
    try:
        result = job.run()
    except Blocked as blocked:
        result, usable = blocked.result, False
    except Exception:  # noqa: BLE001  a broken job must not hide the results of the others
        result, usable = Result(failed=1, problems=[traceback.format_exc(limit=-4)]), False
    return job, result, usable, time.monotonic() - began


Report = Callable[[Job, Result, float], None]


class _Round:
    """The state of one run: what waits, what runs, what others may build on."""

    def __init__(self, jobs: list[Job], report: Report):
        order = _way_to_the_end(jobs)
        self.waiting = sorted(jobs, key=lambda job: -order[job.name])
        self.usable: dict[str, bool] = {}
        self.total = Result()
        self.report = report

    def finish(self, job: Job, result: Result, usable: bool, seconds: float) -> None:
        self.usable[job.name] = usable
        self.total += result
        self.report(job, result, seconds)

    def give_up(self) -> None:
        """Count each job that cannot run any more as one failure; that may in turn end others."""
        for job in list(self.waiting):
            missing = [need for need in job.needs if self.usable.get(need) is False]
            if missing:
                self.waiting.remove(job)
                self.finish(job, Result(failed=1, problems=[f"not run: it needs {', '.join(missing)}"]), False, 0.0)
                self.give_up()
                return

    def take(self, count: int) -> list[Job]:
        """Up to ``count`` jobs that can start now."""
        ready = [job for job in self.waiting if all(self.usable.get(need) for need in job.needs)][:count]
        self.waiting = [job for job in self.waiting if job not in ready]
        return ready


def run(jobs: list[Job], report: Report, *, stop: Callable[[], None] = lambda: None, workers: int = WORKERS) -> Result:
    """Run all jobs and call ``report`` as each ends; a job whose needs are not usable counts as one failure.

    :param stop: ends what jobs started; called when the run is interrupted
    """
    state, running = _Round(jobs, report), set()
    with ThreadPoolExecutor(workers) as pool:
        try:
            while state.waiting or running:
                running |= {pool.submit(_outcome, job) for job in state.take(workers - len(running))}
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    state.finish(*future.result())
                state.give_up()
        except BaseException:
            stop()
            raise
    return state.total
