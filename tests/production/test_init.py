"""The init service: makes the database once, updates it when the image changed, and never under anybody's hands."""

import subprocess

import pytest

#: Does to the database what Odoo would, as far as init.sh looks at it, and writes down its arguments.
ODOO = """
echo "$*" >>"$ODOO_DATA_DIR/odoo.log"
run() { psql -XqAt -v ON_ERROR_STOP=1 -d "$ODOO_DATABASE" -c "$1"; }
case "$*" in
    *"--init base"*)
        run "CREATE TABLE ir_module_module (name text, state text)"
        run "CREATE TABLE ir_config_parameter (key text UNIQUE, value text, create_uid int, create_date timestamp,
                write_uid int, write_date timestamp)"
        run "CREATE TABLE ir_attachment (store_fname text)"
        [ -z "${BREAK:-}" ] || { run "INSERT INTO ir_module_module VALUES ('base', 'to install')"; exit 1; }
        run "INSERT INTO ir_module_module VALUES ('base', 'installed')"
        ;;
    shell*) cat >"$ODOO_DATA_DIR/shell.py"; echo "$ODOO_LOGIN_PASSWORD" >"$ODOO_DATA_DIR/login" ;;
    *) [ -z "${BREAK_ADDONS:-}" ] || exit 1 ;;
esac
"""


@pytest.fixture
def init(place, tmp_path):
    """Runs init.sh for the release that is given."""
    place.pretend("odoo", ODOO)
    log = place.data / "odoo.log"

    def start(release, **more):
        (tmp_path / "RELEASE").write_text(f"{release}\n")
        log.unlink(missing_ok=True)
        return place.run(
            "init.sh",
            STREET_SAFETY_HOME=str(tmp_path),
            STREET_SAFETY_MODULES="ours",
            ODOO_LOGIN_PASSWORD="first password",
            **more,
        )

    start.commands = lambda: log.read_text().splitlines() if log.exists() else []
    return start


OPTIONS = "--stop-after-init"


def test_first_start_then_nothing_to_do(init, place):
    done = init("19.0-20260101 aaaa")
    assert done.returncode == 0, done.stderr
    prefix = f"--database {place.name} {OPTIONS}"
    assert init.commands() == [
        f"{prefix} --init base --load-language zh_CN",
        f"{prefix} --init ours",
        f"shell --database {place.name} --no-http",
    ]
    assert (place.data / "login").read_text() == "first password\n"
    assert "user_admin" in (place.data / "shell.py").read_text()
    collation = "SELECT datcollate || datctype FROM pg_database WHERE datname = current_database()"
    assert place.sql(collation) == "CC.UTF-8"

    done = init("19.0-20260101 aaaa")
    assert done.returncode == 0
    assert "nothing to do" in done.stderr
    assert init.commands() == []


def test_new_addons_are_updated_after_a_backup(init, place):
    init("19.0-20260101 aaaa")
    done = init("19.0-20260101 bbbb")
    assert done.returncode == 0, done.stderr
    assert init.commands() == [f"--database {place.name} {OPTIONS} --update ours --init ours"]
    assert len(list((place.backups / place.name).glob("2*Z"))) == 1
    assert "nothing to do" in init("19.0-20260101 bbbb").stderr


def test_without_a_good_backup_there_is_no_update(init, place):
    init("19.0-20260101 aaaa")
    place.pretend("pg_dump", "exit 1")
    assert init("19.0-20260101 bbbb").returncode == 1
    assert init.commands() == []


def test_a_new_odoo_updates_everything(init, place):
    init("19.0-20260101 aaaa")
    done = init("19.0-20260202 aaaa", BACKUP_BEFORE_UPDATE="0")
    assert done.returncode == 0, done.stderr
    assert init.commands() == [f"--database {place.name} {OPTIONS} --update base --init ours"]


def test_an_interrupted_update_is_taken_up_again(init):
    init("19.0-20260101 aaaa")
    assert init("19.0-20260101 bbbb", BACKUP_BEFORE_UPDATE="0", BREAK_ADDONS="1").returncode == 1
    assert "--update ours" in "".join(init.commands())
    assert init("19.0-20260101 bbbb", BACKUP_BEFORE_UPDATE="0").returncode == 0
    assert "--update ours" in "".join(init.commands())


def test_nothing_is_updated_while_somebody_works(init, place):
    init("19.0-20260101 aaaa")
    program = ["psql", "-X", "-d", place.name, "-c", "SELECT pg_sleep(60)"]
    with subprocess.Popen(program, env=place.environment(), stdout=subprocess.DEVNULL) as clerk:
        while not place.server.admin("SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)'"):
            assert clerk.poll() is None
        same, newer = init("19.0-20260101 aaaa"), init("19.0-20260101 bbbb")
        clerk.terminate()
    assert same.returncode == 0
    assert newer.returncode == 1
    assert "stop web and cron on every node" in newer.stderr
    assert init.commands() == []


def test_a_half_made_database_is_not_mistaken_for_one(init):
    assert init("19.0-20260101 aaaa", BREAK="1").returncode == 1
    done = init("19.0-20260101 aaaa")
    assert done.returncode == 1
    assert "left half made" in done.stderr
    assert init.commands() == []


def test_an_empty_database_of_an_administrator_is_used(init, place):
    place.server.sql("postgres", 'CREATE DATABASE :"name" TEMPLATE street_template', name=place.name)
    assert init("19.0-20260101 aaaa").returncode == 0
    assert "--init base" in init.commands()[0]


def test_addons_that_were_not_finished_are_installed_by_the_next_start(init):
    assert init("19.0-20260101 aaaa", BREAK_ADDONS="1").returncode == 1
    assert init("19.0-20260101 aaaa").returncode == 0
    assert init.commands()[0].split()[-2:] == ["--init", "ours"]
    assert "nothing to do" in init("19.0-20260101 aaaa").stderr
