"""The image's entrypoint: secrets from files or the environment, a rendered configuration, the right role, patience."""

import configparser
import stat
import subprocess
import time

import pytest

from .conftest import ODOO_PASSWORD, REPOSITORY, SCRIPTS, free_port

#: Everything that a careless renderer, shell or password file would stumble over.
NASTY = r"""a'b"c\d&e|f/g@ODOO_DATABASE@%(x)s$HOME `id` ; # = 街道"""


@pytest.fixture
def container(place, tmp_path):
    """Runs the entrypoint with a pretended odoo that writes down what it was given."""
    run = tmp_path / "run"
    run.mkdir()
    place.pretend(
        "odoo", 'env >"$STREET_SAFETY_RUN/environment"; for word; do echo "$word"; done >"$STREET_SAFETY_RUN/words"'
    )
    template = REPOSITORY / "config/odoo-production.conf"
    given = {
        "STREET_SAFETY_RUN": str(run),
        "STREET_SAFETY_TEMPLATE": str(template),
        "STREET_SAFETY_ADDONS": "/opt/addons",
        "ODOO_ADMIN_PASSWD": NASTY,
        "ODOO_DB_PASSWORD": ODOO_PASSWORD,
        "DATABASE_TIMEOUT": "1",
    }

    def start(*arguments, without=(), **more):
        environment = place.environment(**(given | more))
        for name in ("PGPASSWORD", *without):
            environment.pop(name, None)
        return subprocess.run(
            [SCRIPTS / "entrypoint.sh", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    start.run = run
    return start


def options(run):
    parser = configparser.RawConfigParser()
    parser.read(run / "odoo.conf", encoding="utf-8")
    return dict(parser.items("options"))


def environment(run):
    return dict(line.partition("=")[::2] for line in (run / "environment").read_text().splitlines())


def test_web_is_given_a_configuration_that_only_it_may_read(container, place):
    done = container("web", "--log-web")
    assert done.returncode == 0, done.stderr
    found = options(container.run)
    assert found["admin_passwd"] == NASTY
    assert found["db_name"] == place.name
    assert found["dbfilter"] == f"^{place.name}$"
    assert found["data_dir"] == str(place.data)
    assert found["addons_path"] == "/opt/addons"
    assert (container.run / "words").read_text() == "--log-web\n"
    for name in ("odoo.conf", "pgpass"):
        assert stat.S_IMODE((container.run / name).stat().st_mode) == 0o600


def test_secrets_are_neither_inherited_nor_printed(container):
    done = container("web")
    inherited = environment(container.run)
    assert inherited["ODOO_RC"] == str(container.run / "odoo.conf")
    assert not {"ODOO_ADMIN_PASSWD", "ODOO_DB_PASSWORD", "PGPASSWORD"} & set(inherited)
    text = (container.run / "environment").read_text() + done.stdout + done.stderr
    assert NASTY not in text
    assert ODOO_PASSWORD not in text


def test_secrets_come_from_files_too(container, tmp_path):
    for name, value in (("admin", NASTY), ("database", ODOO_PASSWORD)):
        (tmp_path / name).write_text(f"{value}\n")
    done = container(
        "web",
        without=("ODOO_ADMIN_PASSWD", "ODOO_DB_PASSWORD"),
        ODOO_ADMIN_PASSWD_FILE=str(tmp_path / "admin"),
        ODOO_DB_PASSWORD_FILE=str(tmp_path / "database"),
    )
    assert done.returncode == 0, done.stderr
    assert options(container.run)["admin_passwd"] == NASTY
    assert not {"ODOO_ADMIN_PASSWD_FILE", "ODOO_DB_PASSWORD_FILE"} & set(environment(container.run))


@pytest.mark.parametrize(
    ("change", "without", "message"),
    [
        ({}, ("ODOO_ADMIN_PASSWD",), "ODOO_ADMIN_PASSWD is not set"),
        ({"ODOO_ADMIN_PASSWD_FILE": "/somewhere"}, (), "both set"),
        ({"ODOO_ADMIN_PASSWD_FILE": "/no/such/file"}, ("ODOO_ADMIN_PASSWD",), "cannot read /no/such/file"),
        ({"ODOO_ADMIN_PASSWD": "one\nlist_db = True"}, (), "line break"),
        ({"ODOO_DATABASE": "street; DROP"}, (), "is not a database name"),
        ({"ODOO_DATABASE": "Street"}, (), "is not a database name"),
        ({"ODOO_DATABASE": "s" * 64}, (), "longer than"),
        ({"ODOO_DATA_DIR": "/data\nlist_db = True"}, (), "line break"),
        ({"ODOO_DB_PASSWORD": "wrong"}, (), "refuses the login"),
    ],
)
def test_a_start_that_cannot_be_right_says_why(container, change, without, message):
    done = container("web", without=without, **change)
    assert done.returncode == 1
    assert message in done.stderr
    assert not (container.run / "words").exists()


def test_it_waits_for_the_database_and_gives_up_in_the_end(container):
    began = time.monotonic()
    done = container("web", PGPORT=str(free_port()))
    assert done.returncode == 1
    assert "no PostgreSQL at 127.0.0.1 after 1 s" in done.stderr
    assert 1 <= time.monotonic() - began < 20


def test_cron_runs_jobs_and_answers_itself_only(container):
    assert container("cron").returncode == 0
    inherited = environment(container.run)
    assert inherited["ODOO_MAX_CRON_THREADS"] == "2"
    assert inherited["ODOO_WORKERS"] == "1"
    assert inherited["ODOO_HTTP_INTERFACE"] == "127.0.0.1"
    assert container("cron", ODOO_MAX_CRON_THREADS="4").returncode == 0
    assert environment(container.run)["ODOO_MAX_CRON_THREADS"] == "4"


def test_web_leaves_scheduled_work_alone(container):
    assert container("web", ODOO_WORKERS="9").returncode == 0
    assert options(container.run)["max_cron_threads"] == "0"
    assert "ODOO_MAX_CRON_THREADS" not in environment(container.run)


def test_an_empty_replica_is_no_replica(container):
    assert container("web", PGHOST_REPLICA="", PGPORT_REPLICA="").returncode == 0
    assert not {"PGHOST_REPLICA", "PGPORT_REPLICA"} & set(environment(container.run))
    assert container("web", PGHOST_REPLICA="replica.example").returncode == 0
    assert environment(container.run)["PGHOST_REPLICA"] == "replica.example"


def test_odoo_and_other_commands(container):
    assert container("odoo", "shell", "-d", "x y").returncode == 0
    assert (container.run / "words").read_text() == "shell\n-d\nx y\n"
    assert container("echo", "hello").stdout == "hello\n"
    assert container("backup", "tomorrow").returncode == 1


def test_a_placeholder_that_nobody_fills_is_an_error(container, tmp_path):
    (tmp_path / "wrong.conf").write_text("[options]\n; @NOT_READ@\nworkers = @WORKERS@\n")
    done = container("web", STREET_SAFETY_TEMPLATE=str(tmp_path / "wrong.conf"))
    assert done.returncode == 1
    assert "unknown placeholder @WORKERS@, line 3" in done.stderr
    assert not (container.run / "odoo.conf").exists()
