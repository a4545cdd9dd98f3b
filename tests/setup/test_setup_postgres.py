"""The private servers: started once however many ask, outliving the command that started them, removed completely."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tools.setup import paths, postgres, steps, system


@pytest.fixture
def place(monkeypatch):
    """A folder for clusters of this test, as short as a socket needs it and open to the server's account."""
    with tempfile.TemporaryDirectory(prefix="street") as folder:
        os.chmod(folder, 0o755)
        monkeypatch.setattr(postgres, "_base_path", lambda: Path(folder, "base"))
        monkeypatch.setattr(paths, "STATE", Path(folder, "state"))
        yield Path(folder)
        postgres.remove()


def sql(cluster, statement):
    """What psql prints for a statement."""
    command = [cluster.programs / "psql", "-At", "-d", "postgres", "-c", statement]
    environment = {**os.environ, **cluster.environment()}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_a_server_starts_once_and_is_removed(place):
    cluster = postgres.embedded()
    cluster.start()
    process = (cluster.data / "postmaster.pid").read_text().split()[0]
    cluster.start()
    assert (cluster.data / "postmaster.pid").read_text().split()[0] == process
    assert sql(cluster, "SHOW fsync") == "off"
    assert sql(cluster, "SHOW server_encoding") == "UTF8"
    assert sql(cluster, "SELECT current_user") == postgres.ROLE
    postgres.remove()
    assert not cluster.answers()
    assert not (place / "base" / "embedded").exists()


def test_two_at_once_start_one_server(place):
    program = (
        "from pathlib import Path; from tools.setup import paths, postgres\n"
        f"postgres._base_path = lambda: Path({str(place / 'base')!r}); paths.STATE = Path({str(place / 'state')!r})\n"
        "print(postgres.embedded().start())"
    )
    variables = {key: value for key, value in os.environ.items() if key != "PGHOST"}
    both = [
        subprocess.Popen([sys.executable, "-c", program], cwd=paths.ROOT, env=variables, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for one in both:
        _, errors = one.communicate(timeout=60)
        assert one.returncode == 0, errors.decode()
    assert sql(postgres.embedded(), "SELECT 1") == "1"


def test_a_half_made_cluster_is_made_anew(place):
    cluster = postgres.embedded()
    (cluster.home / "data.new" / "global").mkdir(parents=True)
    if system.is_root():
        subprocess.run(["chown", "-R", postgres.SERVER_ACCOUNT, str(cluster.home)], check=True)
    cluster.start()
    assert sql(cluster, "SELECT 1") == "1"


def test_the_server_of_the_environment_goes_first():
    named = {"PGHOST": "db.example", "PGPASSWORD": "secret"}
    assert postgres.from_environment(named) == {
        "PGHOST": "db.example", "PGPORT": "5432", "PGUSER": "odoo", "PGPASSWORD": "secret",
    }  # fmt: skip
    assert postgres.from_environment({"ODOO_DB_HOST": "db.example"})["PGHOST"] == "db.example"
    assert postgres.from_environment({}) is None


def test_our_own_server_in_the_environment_is_not_another_one():
    assert postgres.from_environment({"PGHOST": str(postgres._base_path() / "embedded")}) is None


@pytest.mark.parametrize("state", ["/home/some body/.local/state/x", "/home/" + "long" * 30])
def test_a_path_that_postgresql_refuses_is_replaced_by_a_short_one(monkeypatch, state):
    monkeypatch.setattr(paths, "STATE", Path(state))
    monkeypatch.setattr(system, "is_root", lambda: False)
    chosen = str(postgres._base_path() / "embedded")
    assert " " not in chosen
    assert len(chosen) <= postgres.LONGEST_SOCKET_FOLDER


def test_a_folder_that_somebody_else_made_is_refused(tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(steps.SetupError, match="somebody else"):
        postgres._safe_folder(tmp_path / "link")
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 12345)
    with pytest.raises(steps.SetupError, match="somebody else"):
        postgres._safe_folder(tmp_path / "elsewhere")
