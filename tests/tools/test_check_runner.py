"""The parts of the test runner: counts are true, failures are seen, jobs run in a sensible order."""

import os
import signal
import threading

import pytest
import yaml

from tools.checks import lint, test
from tools.checks.findings import ROOT
from tools.checks.testing import addons, commands, leftovers, odoo_log, pylint_ours, scheduler
from tools.checks.testing.result import Result, from_junit, from_odoo
from tools.checks.testing.scheduler import Blocked, Job
from tools.setup import paths

STAMP = "2026-01-02 03:04:05,678 42"


# ------------------------------------------------------------------- results


def test_counts_of_a_pytest_report(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite><testcase classname='a' name='good' />"
        "<testcase classname='a' name='bad'><failure message='1 != 2' /></testcase>"
        "<testcase classname='a' name='broken'><error message='no fixture' /></testcase>"
        "<testcase classname='a' name='later'><skipped message='no browser' /></testcase></testsuite></testsuites>"
    )
    result = from_junit(report, 1)
    assert (result.passed, result.failed, result.skipped) == (1, 2, 1)
    assert result.problems == ["a.bad: 1 != 2", "a.broken: no fixture"]
    assert str(result) == "1 passed, 2 failed, 1 skipped"


def test_a_browser_that_did_not_come_is_a_failure(tmp_path):
    report = tmp_path / "report.xml"
    said = "Failed to detect chrome devtools port after 120.0s."
    case = f"<testcase classname='a' name='tour'><skipped message='{said}' /></testcase>"
    report.write_text(f"<testsuite>{case}</testsuite>")
    result = from_junit(report, 0)
    assert (result.passed, result.failed, result.skipped) == (0, 1, 0)
    assert result.problems == [f"a.tour did not run: {said}"]


@pytest.mark.parametrize("returncode", [2, 5, -9])
def test_a_pytest_run_without_a_report_is_a_failure(tmp_path, returncode):
    assert from_junit(tmp_path / "none.xml", returncode).failed == 1


@pytest.mark.parametrize(
    ("log", "returncode", "expected"),
    [
        ("0 failed, 0 error(s) of 3 tests when loading database 'x'", 0, (3, 0)),
        ("1 failed, 1 error(s) of 3 tests when loading database 'x'", 1, (1, 2)),
        ("0 failed, 0 error(s) of 0 tests when loading database 'x'", 0, (0, 1)),
        ("0 failed, 0 error(s) of 3 tests when loading database 'x'", 1, (3, 1)),
        ("killed", -9, (0, 1)),
    ],
)
def test_counts_of_odoos_own_runner(log, returncode, expected):
    result = from_odoo(log, returncode)
    assert (result.passed, result.failed) == expected


# ----------------------------------------------------------------------- log


def test_a_warning_is_a_complaint_unless_it_is_foreign_noise():
    log = "\n".join(
        [
            f"{STAMP} INFO db odoo.modules.loading: fine",
            f"{STAMP} WARNING db odoo.modules.loading: The models ['safety.unit'] have no access rules",
            "safety_unit,1,1",
            f'{STAMP} ERROR db odoo.sql_db: bad query: CREATE EXTENSION "pg_trgm"',
            f"{STAMP} ERROR db odoo.sql_db: pg_trgm is missing on safety_unit",
            f"{STAMP} WARNING db odoo.addons.web: something else",
        ]
    )
    complaints = odoo_log.complaints(log)
    assert [complaint.partition(": ")[2][:9] for complaint in complaints] == ["The model", "pg_trgm i", "something"]
    assert complaints[0].endswith("safety_unit,1,1")


def test_findings_are_split_by_owner():
    logger = "odoo.addons.test_lint.tests.test_manifests"
    log = (
        f"{STAMP} ERROR db {logger}: FAIL: (module='report_xlsx')\n{STAMP} ERROR db {logger}: FAIL:\nstreet_safety_base"
    )
    ours, foreign = odoo_log.split_by_owner(log, "odoo.addons.test_lint")
    assert (len(ours), foreign) == (1, 1)


# ----------------------------------------------------------------- scheduler


def run(*jobs, workers=2):
    ended = []
    total = scheduler.run(list(jobs), lambda job, result, seconds: ended.append(job.name), workers=workers)
    return total, ended


def good():
    return Result(passed=1)


def blocked():
    raise Blocked(Result(failed=1, problems=["no database"]))


def test_jobs_wait_for_their_needs_and_the_longest_way_goes_first():
    jobs = [Job("c", good, ("b",)), Job("short", good, seconds=1), Job("b", good, ("a",)), Job("a", good)]
    assert run(*jobs, workers=1)[1] == ["a", "b", "c", "short"]


def test_two_jobs_run_at_a_time():
    barrier = threading.Barrier(2, timeout=10)

    def meet():
        barrier.wait()
        return good()

    assert run(Job("a", meet), Job("b", meet))[0].passed == 2


def test_what_needs_a_blocked_job_is_counted_as_failed():
    total, ended = run(Job("a", blocked), Job("b", good, ("a",)), Job("c", good, ("b",)), Job("d", good))
    assert (total.passed, total.failed) == (1, 3)
    assert sorted(ended) == ["a", "b", "c", "d"]


def test_a_failed_job_does_not_block_and_a_broken_one_hides_nothing():
    def failing():
        return Result(failed=1)

    def broken():
        raise ValueError("oops")

    total, _ = run(Job("a", failing), Job("b", good, ("a",)), Job("c", broken))
    assert (total.passed, total.failed) == (1, 2)
    assert "oops" in total.problems[-1]


def test_what_was_started_is_ended_when_interrupted():
    stopped = []

    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scheduler.run([Job("a", good)], interrupt, stop=lambda: stopped.append(True))
    assert stopped == [True]


def test_a_choice_brings_what_it_needs():
    jobs = [Job("template", good), Job("unit-base", good, ("template",)), Job("lint", good)]
    assert [job.name for job in test._chosen(jobs, ["unit"], "base")] == ["template", "unit-base"]
    assert [job.name for job in test._chosen(jobs, ["li*"], None)] == ["lint"]


# ------------------------------------------------------------------ commands


def test_a_command_leaves_a_log_and_returns_its_own_part(monkeypatch, tmp_path):
    monkeypatch.setattr(commands, "LOGS", tmp_path)
    runner = commands.Commands({}, tmp_path)
    assert runner.run("job/a", ["echo", "first"], {}) == (0, "first\n")
    assert runner.run("job/a", ["sh", "-c", "echo second; exit 3"], {}) == (3, "second\n")
    assert "first" in runner.log("job/a").read_text()


@pytest.mark.parametrize("end", ["time", "interruption"])
def test_a_command_that_hangs_is_ended_with_its_children(monkeypatch, tmp_path, end):
    monkeypatch.setattr(commands, "LOGS", tmp_path)
    monkeypatch.setattr(commands, "LONGEST", 1 if end == "time" else 60)
    runner = commands.Commands({}, tmp_path)
    threading.Timer(1, runner.end_all).start()
    returncode, _ = runner.run("job", ["sh", "-c", "sleep 60 & sleep 60"], {"PATH": os.environ["PATH"]})
    assert returncode == -signal.SIGKILL


# ----------------------------------------------------------------- leftovers


class FakeDatabases:
    """Answers each statement of the check for leftovers with what a database would."""

    def __init__(self, **answers):
        self.answers = answers

    def query(self, database, statement, parameters=None):
        for part, rows in self.answers.items():
            if part in statement:
                return rows
        return []


def test_what_an_addon_leaves_behind_is_named():
    noted = leftovers.Property("training", ["safety.drill"], ["safety_drill"], ["res_users.drills"])
    left = leftovers.left_of(FakeDatabases(relkind=[("safety_drill",)]), "db", noted)
    assert left == ["training left the table safety_drill"]
    assert leftovers.left_of(FakeDatabases(), "db", noted) == []
    swept = leftovers.left_of_all(FakeDatabases(ir_config_parameter=[("safety.key",)]), "db")
    assert swept == ["the setting safety.key is left"]


# -------------------------------------------------------------------- addons


def test_an_addon_without_tests_has_a_group_all_the_same(tmp_path):
    assert addons.Addon("base", tmp_path, ()).test_groups() == {"base": []}


def test_addons_are_ordered_and_their_tests_grouped(tmp_path):
    tests = {
        "b_base": ["duty/test_a.py", "duty/test_b.py", "test_c.py", "test_browser_x.py", "test_with_hr.py"],
        "a_more": [],
    }
    for name, depends in {"b_base": ["mail"], "a_more": ["b_base"]}.items():
        (tmp_path / name / "tests" / "duty").mkdir(parents=True)
        (tmp_path / name / "__manifest__.py").write_text(repr({"depends": depends}))
        for file in tests[name]:
            (tmp_path / name / "tests" / file).touch()
    base, more = addons.ours(tmp_path)
    assert (base.name, more.name) == ("b_base", "a_more")
    assert addons.foreign([base, more]) == ["base", "mail", "web"]
    assert [path.name for path in base.test_files(browser=True)] == ["test_browser_x.py"]
    assert {name: len(files) for name, files in base.test_groups().items()} == {"b_base": 3}
    assert {name: [path.name for path in files] for name, files in base.tests_with().items()} == {
        "hr": ["test_with_hr.py"]
    }


def test_a_large_addon_is_tested_room_by_room(tmp_path):
    (tmp_path / "tests" / "duty").mkdir(parents=True)
    for number in range(addons.ONE_JOB):
        (tmp_path / "tests" / "duty" / f"test_{number}.py").touch()
    (tmp_path / "tests" / "test_top.py").touch()
    groups = addons.Addon("base", tmp_path, ()).test_groups()
    assert {name: len(files) for name, files in groups.items()} == {"base/duty": addons.ONE_JOB, "base": 1}


def test_odoos_pylint_looks_at_our_folders_only(tmp_path):
    ours = str(paths.ADDONS)
    arguments = ["--disable=all", str(tmp_path), str(tmp_path / "file.py"), ours]
    assert pylint_ours.ours(arguments) == ["--disable=all", str(tmp_path / "file.py"), ours]


# ---------------------------------------------------------------------- lint


def test_pre_commit_and_make_lint_are_the_same_set():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repository in config["repos"] for hook in repository["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert sorted(hook["entry"].rpartition(" ")[2] for hook in hooks) == sorted(step.name for step in lint.STEPS)


def test_lint_says_nothing_when_all_is_well_and_counts_what_is_not(monkeypatch, capsys):
    steps = [lint.Step("a", check=lambda root: []), lint.Step("b", command=lambda: ["true"])]
    monkeypatch.setattr(lint, "STEPS", steps)
    assert lint.main([]) == 0
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(lint, "STEPS", [*steps, lint.Step("c", command=lambda: ["sh", "-c", "echo bad; false"])])
    assert lint.main([]) == 1
    assert capsys.readouterr().out == "bad\n"
