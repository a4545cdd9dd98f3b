"""Everything a command needs to work on test databases: the server, a lock against a second run, an orderly end."""

import contextlib
import signal
from collections.abc import Iterator

from tools.setup import paths, postgres
from tools.setup.steps import locked

from . import jobs as jobs_module
from .scheduler import Blocked
from .templates import ALL


def _interrupt(*_) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def prepared(*, keyword: str = "", update: bool = False) -> Iterator[jobs_module.Jobs]:
    """The jobs, with a server running; at the end nothing that was started still runs and no clone is left."""
    signal.signal(signal.SIGTERM, _interrupt)  # a CI that runs out of patience sends this
    paths.STATE.mkdir(parents=True, exist_ok=True)
    with locked(paths.STATE / "test.lock"):
        jobs, end = jobs_module.make(postgres.ensure(), keyword=keyword, update=update)
        try:
            yield jobs
        finally:
            end()


@contextlib.contextmanager
def with_addons(jobs: jobs_module.Jobs, purpose: str) -> Iterator[str]:
    """A clone with all our addons, for a command outside of the test run.

    :raises SystemExit: when they cannot be installed
    """
    try:
        jobs.templates.core()
        jobs.templates.together()
    except Blocked as blocked:
        raise SystemExit(f"the addons cannot be installed: {blocked}") from blocked
    with jobs.databases.clone(ALL, purpose) as database:
        yield database
