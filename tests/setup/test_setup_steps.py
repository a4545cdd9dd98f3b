"""The frame of the setup tool: stamps, resuming, one run at a time, errors as sentences."""

import subprocess
import sys
import time

import pytest

from tools.setup import paths, steps


@pytest.fixture(autouse=True)
def own_stamps(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "STAMPS", tmp_path / "stamps")


def test_a_finished_step_is_not_done_again_until_its_inputs_change():
    done = []
    for key in ("1", "1", "2"):
        steps.step("name", "Doing it", key, lambda key=key: done.append(key))
    assert done == ["1", "2"]


def test_a_finished_step_is_done_again_when_its_result_vanished():
    done = []
    for present in (True, True, False):
        steps.step("name", "Doing it", "1", lambda: done.append(1), done=present)
    assert len(done) == 2


def test_a_failed_step_leaves_no_stamp():
    with pytest.raises(ZeroDivisionError):
        steps.step("name", "Doing it", "1", lambda: 1 / 0)
    assert not steps.stamp_is("name", "1")


def test_clearing_a_stamp_twice_is_harmless():
    steps.set_stamp("name", "1")
    steps.clear_stamps("name")
    steps.clear_stamps("name")
    assert not steps.stamp_is("name", "1")


def test_a_failing_command_says_which_and_why():
    with pytest.raises(steps.SetupError, match="exit code 3|\\(3\\)") as caught:
        steps.run(sys.executable, "-c", "print('the reason'); raise SystemExit(3)")
    assert "the reason" in str(caught.value)


def test_a_missing_program_is_named():
    with pytest.raises(steps.SetupError, match="no-such-program"):
        steps.run("no-such-program")


def test_the_digest_of_a_tree_sees_names_and_contents_but_not_tests(tmp_path):
    folder = tmp_path / "addons"
    (folder / "a" / "tests").mkdir(parents=True)
    (folder / "a" / "x.py").write_text("1")
    first = steps.tree_digest(folder)
    (folder / "a" / "tests" / "test_x.py").write_text("1")
    assert steps.tree_digest(folder) == first
    (folder / "a" / "x.py").rename(folder / "a" / "y.py")
    renamed = steps.tree_digest(folder)
    (folder / "a" / "y.py").write_text("2")
    assert len({first, renamed, steps.tree_digest(folder)}) == 3


def test_two_runs_take_turns(tmp_path):
    lock = tmp_path / "lock"
    program = (
        f"from tools.setup.steps import locked; from pathlib import Path\nwith locked(Path({str(lock)!r})): input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=paths.ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as other:
        while not lock.exists():
            time.sleep(0.05)
        time.sleep(0.2)
        waiting = subprocess.Popen(
            [sys.executable, "-c", program], cwd=paths.ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert "waiting" in waiting.stderr.readline()
        assert waiting.poll() is None
        other.stdin.write("\n")
        other.stdin.flush()
        waiting.communicate(timeout=10)  # input() at the end of its input fails, which shows that it got the lock
        assert waiting.returncode
