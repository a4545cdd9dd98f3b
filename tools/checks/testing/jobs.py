"""The jobs of ``make test``. Each has its own clone, log and port; what it returns is counted."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools.checks import lint
from tools.setup import paths

from . import addons as addon_module
from . import leftovers, odoo_log, terms
from .commands import LOGS, Commands, free_port
from .databases import Databases
from .result import Result, from_junit, from_odoo
from .scheduler import Job
from .templates import ALL, CORE, DEMO, LANGUAGE, Templates

SHIMS = paths.STATE / "test" / "bin"
#: Odoo's own runner says so, and skips the test.
SLOW_BROWSER = "Failed to detect chrome devtools port"
#: As many problems of translation are shown as a person reads at once.
MANY = 30


@dataclass
class Jobs:
    """Makes the list of jobs for what is on the disk."""

    databases: Databases
    commands: Commands
    templates: Templates
    keyword: str = ""

    @property
    def addons(self) -> list[addon_module.Addon]:
        """Our addons in the order of their dependencies."""
        return self.templates.addons

    def every(self) -> list[Job]:
        """All jobs; the seconds are those of two cores and only order them."""
        core, both, demo = f"template-{CORE}", f"template-{ALL}", f"template-{DEMO}"
        return [
            Job("lint", self.lint, seconds=30),
            Job("plain", self.plain, seconds=20),
            Job(core, self.templates.core, seconds=60),
            Job(both, self.templates.together, (core,), seconds=30),
            Job(demo, self.templates.demo, seconds=120),
            *(Job(f"install-{addon.name}", partial(self.install, addon.name), (core,), 20) for addon in self.addons),
            Job("update", self.update, (both,), 30),
            Job("uninstall", self.uninstall, (both,), 40),
            Job("i18n", self.i18n, (both,), 15),
            *self._unit(both),
            *self._with(both),
            *self._browser(demo),
            Job("click-en", partial(self.click, "en_US"), (demo,), 150),
            Job("click-zh", partial(self.click, LANGUAGE), (demo,), 150),
            Job("test-lint", self.test_lint, (both,), 90),
        ]

    def _unit(self, template: str) -> Iterator[Job]:
        groups = {name: files for addon in self.addons for name, files in addon.test_groups().items()}
        if suite := addon_module.other_tests()[1]:
            groups["suite"] = suite
        for name, files in groups.items():
            yield Job(
                f"unit-{name}", partial(self.odoo_tests, f"unit-{name}", ALL, files), (template,), 30 + 5 * len(files)
            )

    def _with(self, template: str) -> Iterator[Job]:
        """Tests beside stock modules that our addons do not need: a clone gets them, no other job pays."""
        for addon in self.addons:
            for module, files in addon.tests_with().items():
                name = f"with-{module}-{addon.name}"
                yield Job(name, partial(self.tests_with, name, module, files), (template,), 40)

    def _browser(self, template: str) -> Iterator[Job]:
        for addon in self.addons:
            if files := addon.test_files(browser=True):
                name = f"browser-{addon.name}"
                yield Job(name, partial(self.odoo_tests, name, DEMO, files), (template,), 60 + 20 * len(files))

    # ------------------------------------------------------------- without Odoo

    def lint(self) -> Result:
        """The static checks, each one check."""
        result = Result()
        for step in lint.STEPS:
            passed, text = step.run()
            result.check(passed, f"{step.name}: {text.strip()}")
        return result

    def plain(self) -> Result:
        """Tests that need no Odoo: the tools' own, the recurrence library's."""
        files = addon_module.other_tests()[0]
        returncode, report = self.commands.plain_pytest("plain", [*self._keyword(), *files])
        return from_junit(report, self._forgiving(returncode))

    # --------------------------------------------------------------- life cycle

    def install(self, addon: str) -> Result:
        """One addon alone, with what it depends on, says nothing worth a warning."""
        with self.databases.clone(CORE, f"install_{addon}") as database:
            return self._judge(self.commands.install(f"install-{addon}", database, "-i", addon))

    def update(self) -> Result:
        """All addons update without a warning."""
        with self.databases.clone(ALL, "update") as database:
            return self._judge(self.commands.install("update", database, "-u", ",".join(self.templates.names)))

    def uninstall(self) -> Result:
        """Each addon, the last first, leaves nothing behind."""
        result = Result()
        with self.databases.clone(ALL, "uninstall") as database:
            for addon in reversed(self.templates.names):
                noted = leftovers.property_of(self.databases, database, addon)
                result += self._judge(self.commands.odoo("uninstall", "module", "uninstall", "-d", database, addon))
                left = leftovers.left_of(self.databases, database, noted)
                result.check(not left, "\n".join(left))
            left = leftovers.left_of_all(self.databases, database)
            result.check(not left, "\n".join(left))
        return result

    @staticmethod
    def _judge(outcome: tuple[int, str]) -> Result:
        returncode, log = outcome
        result = Result()
        result.check(not returncode, f"Odoo ended with {returncode}")
        complaints = odoo_log.complaints(log)
        result.check(not complaints, "\n".join(complaints[:20]))
        return result

    def i18n(self) -> Result:
        """The templates of translation are current and the Chinese is complete, addon by addon."""
        result = Result()
        with self.databases.clone(ALL, "i18n") as database:
            for addon in self.addons:
                problems = terms.problems(addon, partial(self.export, database))
                result.check(not problems, "\n".join([*problems[:MANY], f"{len(problems)} in all: make i18n"]))
        return result

    def export(self, database: str, addon: str, target: Path) -> None:
        """Write the terms that an addon has today to ``target``."""
        terms.export(partial(self.commands.odoo, "i18n"), database, addon, target)

    # -------------------------------------------------------------------- tests

    def odoo_tests(self, name: str, template: str, files: list[Path]) -> Result:
        """Some files of tests on a clone, through pytest-odoo; an addon without any fails."""
        if not files:
            return Result(failed=1, problems=["there is no test"])
        with self.databases.clone(template, name) as database:
            returncode, report = self.commands.odoo_pytest(name, database, [*self._keyword(), *files])
        return from_junit(report, self._forgiving(returncode))

    def tests_with(self, name: str, module: str, files: list[Path]) -> Result:
        """Some files of tests on a clone in which a stock module is installed beside ours."""
        with self.databases.clone(ALL, name) as database:
            result = self._judge(self.commands.install(name, database, "-i", module))
            returncode, report = self.commands.odoo_pytest(name, database, [*self._keyword(), *files])
        return result + from_junit(report, self._forgiving(returncode))

    def _keyword(self) -> list[str]:
        return ["-k", self.keyword] if self.keyword else []

    def _forgiving(self, returncode: int) -> int:
        """With a keyword it is no failure that a job has no test of that name (pytest's 5)."""
        return 0 if self.keyword and returncode == 5 else returncode

    def click(self, language: str) -> Result:
        """Odoo's own test that opens every menu, view and filter as the administrator, in one language."""
        job = f"click-{language[:2]}"
        with self.databases.clone(DEMO, job) as database:
            statement = "UPDATE res_partner SET lang = %s WHERE id IN (SELECT partner_id FROM res_users)"
            self.databases.query(database, statement, [language])
            returncode, log = self._odoo_tests(job, database, "click_all/web:TestMenusAdmin")
            if SLOW_BROWSER in log:  # ten seconds are all that Odoo's runner gives it, and it is in memory now
                returncode, log = self._odoo_tests(job, database, "click_all/web:TestMenusAdmin")
        result = from_odoo(log, returncode)
        result.check("street_safety_base." in log, "no menu of ours was opened")
        complaints = [record.text for record in odoo_log.records(log) if record.bad and record.ours]
        result.check(not complaints, "\n".join(complaints[:5]))
        return result

    def test_lint(self) -> Result:
        """Odoo's own lint finds nothing in our addons; what it says about others is counted and left to them."""
        with self.databases.clone(ALL, "test_lint") as database:
            options = ("-i", "test_lint")
            _, log = self._odoo_tests("test-lint", database, "/test_lint", *options, path_first=_pylint_shim())
        found, foreign = odoo_log.split_by_owner(log, "odoo.addons.test_lint")
        result = Result(notes=[f"test_lint: {foreign} findings in addons that are not ours were ignored"])
        result.check("tests when loading database" in log, "Odoo's lint did not run")
        result.check(not found, "\n".join(found))
        return result

    def _odoo_tests(self, job: str, database: str, tags: str, *options: str, **more) -> tuple[int, str]:
        http = (f"--http-port={free_port()}", f"--db-filter=^{database}$", f"--screenshots={LOGS}")
        server = ("server", "-d", database, "--stop-after-init", "--max-cron-threads=0", f"--test-tags={tags}")
        return self.commands.odoo(job, *server, *http, *options, **more)


def _pylint_shim() -> Path:
    """A folder with a ``pylint`` that looks at our addons only: Odoo's test would read all of Odoo for half an hour."""
    script = f"""#!/bin/sh
exec {json.dumps(str(paths.VENV_PYTHON))} -m tools.checks.testing.pylint_ours "$@"
"""
    SHIMS.mkdir(parents=True, exist_ok=True)
    shim = SHIMS / "pylint"
    shim.write_text(script)
    shim.chmod(0o755)
    return SHIMS


def make(db_env: dict[str, str], *, keyword: str = "", update: bool = False) -> tuple[Jobs, Callable[[], None]]:
    """The jobs on one server, and what to call at the end whatever happens."""
    databases = Databases(db_env)
    commands = Commands(db_env, databases.data)
    templates = Templates(databases, commands, addon_module.ours(), update)

    def end() -> None:
        commands.end_all()
        databases.drop_clones()

    databases.data.mkdir(parents=True, exist_ok=True)
    return Jobs(databases, commands, templates, keyword), end
