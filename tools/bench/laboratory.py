"""Where cases run: a private PostgreSQL with contrib modules, a clone per case, Odoo in this process."""

import contextlib
import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.sql_db import close_db
from odoo.tools import config

from tools.checks.testing import addons
from tools.checks.testing.commands import Commands
from tools.checks.testing.databases import Databases
from tools.checks.testing.scheduler import Blocked
from tools.checks.testing.templates import ALL, Templates
from tools.setup import odoo_command, paths, postgres
from tools.setup.steps import locked

from .harness import Budget, Case, Verdict, measure

DATA = paths.STATE / "bench" / "data"


class Laboratory:
    """Makes databases for cases and takes their cost."""

    def __init__(self, db_env: dict[str, str]):
        self.databases = Databases(db_env, DATA, "bench")
        self.databases.data.mkdir(parents=True, exist_ok=True)
        self.db_env = db_env
        os.environ.update(odoo_command.environment(db_env, "test"), ODOO_DATA_DIR=str(DATA))
        config.parse_config(["--log-level=error", "--max-cron-threads=0"], setup_logging=True)

    def build(self) -> None:
        """Install our addons in the template, unless nothing changed.

        :raises SystemExit: when they cannot be installed
        """
        templates = Templates(self.databases, Commands(self.db_env, DATA), addons.ours())
        try:
            templates.core()
            templates.together()
        except Blocked as blocked:
            raise SystemExit(f"the addons cannot be installed: {blocked}") from blocked

    @contextlib.contextmanager
    def database(self, purpose: str, prepare: Callable) -> Iterator[Registry]:
        """The registry of a clone that ``prepare`` has filled."""
        with self.databases.clone(ALL, purpose) as name:
            registry = Registry(name)
            try:
                with registry.cursor() as cr:
                    prepare(api.Environment(cr, SUPERUSER_ID, {}))
                with contextlib.closing(self.databases.connect(name)) as connection, connection.cursor() as cursor:
                    cursor.execute("VACUUM ANALYZE")
                yield registry
            finally:
                Registry.delete(name)
                close_db(name)

    def run(self, budget: Budget, rounds: int | None = None) -> Verdict:
        """Measure one budget that has a case."""
        case = budget.case()
        with contextlib.ExitStack() as stack:
            ours = reference = stack.enter_context(self.database("ours", case.prepare))
            if case.twin:
                reference = stack.enter_context(self.database("reference", case.prepare_reference))
            verdict = measure(
                budget,
                lambda: cost(ours, case.ours, case),
                lambda: cost(reference, case.reference, case),
                rounds or case.rounds,
                case.unit,
            )
        return replace(verdict, remark=case.remark(verdict.ours))


def cost(registry: Registry, work: Callable, case: Case) -> float:
    """Do ``work`` once in a transaction that is rolled back; return what it cost in the case's unit."""
    gc.collect()
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        before, began = cr.sql_log_count, time.perf_counter()
        taken = work(env)
        env.flush_all()
        seconds, statements = time.perf_counter() - began, cr.sql_log_count - before
        cr.rollback()
    if case.unit == "p95 seconds":  # the case took the time of each request itself
        return statistics.quantiles(taken, n=20)[-1]
    if case.unit == "MB":  # the case took its memory itself
        return taken
    return seconds if case.unit == "seconds" else float(statements)


@contextlib.contextmanager
def opened() -> Iterator[Laboratory]:
    """A laboratory with its server running; nothing is left of its clones."""
    paths.STATE.mkdir(parents=True, exist_ok=True)
    with locked(paths.STATE / "bench.lock"):
        laboratory = Laboratory(postgres.ensure_contrib())
        try:
            yield laboratory
        finally:
            laboratory.databases.drop_clones()
