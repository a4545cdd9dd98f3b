"""The demonstration street: ports, logins, and what an interrupted or changed checkout makes of the database."""

import socket

import pytest

from tools.setup import odoo_command, paths, serve


def test_a_taken_port_is_named_and_the_next_one_used(capsys):
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve.free_port(port) > port
    assert f"Port {port} is taken" in capsys.readouterr().err


def test_logins_come_from_the_addon_or_are_the_administrators(tmp_path):
    file = tmp_path / "logins.csv"
    assert serve.logins(file) == [("admin", "admin", "系统管理员")]
    file.write_text("login,password,role_zh\ngrid,grid,网格员\n", encoding="utf-8")
    assert serve.logins(file) == [("grid", "grid", "网格员")]


def test_the_block_of_logins_lines_up(monkeypatch):
    monkeypatch.setattr(serve, "logins", lambda: [("a", "bb", "网格员"), ("long-login", "c", "安办")])
    lines = serve.welcome("http://127.0.0.1:8069").splitlines()
    rows = [line for line in lines if "网格员" in line or "安办" in line]
    columns = [serve._width(row[: row.index(role)]) for row, role in zip(rows, ("网格员", "安办"), strict=True)]
    assert len(set(columns)) == 1


@pytest.fixture
def database(monkeypatch, tmp_path):
    """A checkout with two addons and the states in its database; returns (states, commands that were run)."""
    for name in serve.ADDONS[:2]:
        (tmp_path / "addons" / name).mkdir(parents=True)
        (tmp_path / "addons" / name / "__manifest__.py").write_text("{}")
    monkeypatch.setattr(paths, "ADDONS", tmp_path / "addons")
    monkeypatch.setattr(paths, "STAMPS", tmp_path / "stamps")
    states, commands = {}, []

    def odoo(_title, *arguments, **_options):
        commands.append(arguments)
        if arguments[:2] == ("db", "init"):
            states["base"] = "installed"
        for option in set(arguments) & {"-i", "-u"}:
            states.update(dict.fromkeys(arguments[arguments.index(option) + 1].split(","), "installed"))

    monkeypatch.setattr(serve, "_states", lambda _server: dict(states))
    monkeypatch.setattr(serve, "_odoo", odoo)
    return states, commands


def prepare(commands):
    """The commands that preparing the database runs now."""
    commands.clear()
    serve.prepare({"PGHOST": "here"})
    return list(commands)


def test_chinese_is_active_before_our_first_addon_installs(database):
    _, commands = database
    create, locale, install = prepare(commands)
    assert create[:2] == ("db", "init")
    assert create[create.index("--language") + 1] == "zh_CN"
    assert locale[0] == "shell"
    assert install[install.index("-i") + 1] == ",".join(serve.ADDONS[:2])
    assert prepare(commands) == []


def test_a_changed_addon_is_updated_once(database):
    _, commands = database
    prepare(commands)
    (paths.ADDONS / serve.ADDONS[1] / "data.xml").write_text("<odoo/>")
    (update,) = prepare(commands)
    assert update[update.index("-u") + 1] == ",".join(serve.ADDONS[:2])
    assert "-i" not in update
    assert prepare(commands) == []


def test_an_interrupted_run_goes_on_where_it_stopped(database):
    states, commands = database
    prepare(commands)
    states[serve.ADDONS[1]] = "to install"
    (install,) = prepare(commands)
    assert install[install.index("-i") + 1] == serve.ADDONS[1]
    states["base"] = "to install"
    assert prepare(commands)[0][:2] == ("db", "init")


def test_every_odoo_command_gets_the_same_environment():
    argv, env = odoo_command.odoo_argv(["shell"], db_env={"PGHOST": "here"}, config="test")
    assert argv[1:] == ["-m", "odoo", "shell"]
    assert env["ODOO_ADDONS_PATH"] == str(paths.ADDONS)
    assert env["ODOO_DATA_DIR"] == str(paths.FILESTORE)
    assert env["PGHOST"] == "here"
