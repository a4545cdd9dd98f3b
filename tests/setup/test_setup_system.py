"""What comes from the operating system: installed as root, named with its consequence otherwise."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from tools.setup import __main__ as setup
from tools.setup import odoo_source, paths, python_env, steps, system


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine without any of the needs; returns the set of Debian packages that are installed."""
    installed = set()
    needs = tuple(
        replace(need, present=lambda package=need.package: package in installed) for need in system.NEEDS
    )  # fmt: skip
    monkeypatch.setattr(system, "NEEDS", needs)
    monkeypatch.setattr(paths, "STAMPS", tmp_path)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    return installed


def test_root_installs_what_is_missing(bare_machine, monkeypatch):
    monkeypatch.setattr(system, "is_root", lambda: True)
    monkeypatch.setattr(system, "apt_install", bare_machine.update)
    bare_machine.add("chromium")
    assert system.install_missing() == "done"
    assert bare_machine == {need.package for need in system.NEEDS}


def test_a_package_that_a_release_lacks_does_not_keep_the_others_away(bare_machine, monkeypatch):
    def apt_install(packages):
        if "wkhtmltopdf" in packages:
            raise steps.SetupError("no such package")
        bare_machine.update(packages)

    monkeypatch.setattr(system, "is_root", lambda: True)
    monkeypatch.setattr(system, "apt_install", apt_install)
    assert system.install_missing() == "not possible here"
    assert [need.package for need in system.missing()] == ["wkhtmltopdf"]


def test_anybody_else_is_told_once_what_is_missing_and_what_will_not_work(bare_machine, monkeypatch, capsys):
    monkeypatch.setattr(system, "is_root", lambda: False)
    setup.install_system_packages()
    text = capsys.readouterr().err
    for need in system.NEEDS:
        assert f"{need.package} is missing: {need.without}" in text
    setup.install_system_packages()
    assert not capsys.readouterr().err


def test_apt_reads_its_lists_and_tries_again(monkeypatch):
    calls = []

    def run(*command, **_options):
        calls.append(command[1])
        if len(calls) < 3:  # the first install fails, and so does one source of the update
            raise steps.SetupError("no lists")
        return ""

    monkeypatch.setattr(system, "run", run)
    system.apt_install(["poppler-utils"])
    assert calls == ["install", "update", "install"]


def test_the_mirror_is_debians_and_no_other_source(monkeypatch, tmp_path):
    targets = "Debian|Debian-Security|https://a\nOther|Other|https://b\nDebian|Debian|https://c\n"
    monkeypatch.setattr(odoo_source, "run", lambda *_command: targets)
    assert odoo_source._debian_mirror(tmp_path) == "https://c"


def test_without_package_lists_private_ones_are_read(monkeypatch, tmp_path):
    calls = []

    def run(*command):
        calls.append(command)
        return "Debian|Debian|https://c\n" if any("system-lists" in part for part in command) else ""

    monkeypatch.setattr(odoo_source, "run", run)
    assert odoo_source._debian_mirror(tmp_path) == "https://c"
    assert [command[-1] for command in calls][1] == "update"


def test_a_machine_without_debian_sources_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(odoo_source, "run", lambda *_command: "Ubuntu|Ubuntu|https://u\n")
    with pytest.raises(steps.SetupError, match="No Debian mirror"):
        odoo_source._debian_mirror(tmp_path)


def test_odoo_source_has_to_hold_odoo_19(monkeypatch, tmp_path):
    monkeypatch.setenv("ODOO_SOURCE", str(tmp_path))
    with pytest.raises(steps.SetupError, match="no Odoo 19"):
        odoo_source.located()
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (19, 0, 0, 'final', 0, '')\n")
    assert odoo_source.located() == tmp_path.resolve()


def test_an_unsupported_python_is_replaced_by_one_on_the_path(monkeypatch):
    monkeypatch.setattr(python_env.sys, "version_info", (3, 14, 0))
    monkeypatch.setattr(python_env.shutil, "which", lambda name: name if name == "python3.11" else None)
    monkeypatch.setattr(python_env, "_version_of", lambda _program: (3, 11))
    assert python_env.base_python() == "python3.11"


def test_no_requirement_is_left_without_a_pin():
    for name in python_env.FILES:
        for line in (paths.REQUIREMENTS / name).read_text().splitlines():
            assert not line or line.startswith("#") or "==" in line, f"{name}: {line}"


def test_setup_needs_nothing_but_the_standard_library():
    for path in Path(paths.ROOT, "tools", "setup").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                modules.append(node.module)
            unknown = {module.partition(".")[0] for module in modules} - python_env.sys.stdlib_module_names
            assert not unknown, f"{path.name} imports {unknown}"
