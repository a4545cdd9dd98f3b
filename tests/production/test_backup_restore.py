"""Backup and restore, run for real: what is restored is what was there, and what is not good is not taken for good."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager

import pytest

from .conftest import SCRIPTS


def counts(street, database):
    """Rows of each table and a digest of the largest."""
    tables = ("enterprise", "ir_attachment", "ir_module_module", '"Odd table"')
    rows = [street.server.sql(database, f"TABLE {table}").count("\n") for table in tables]
    digest = "SELECT md5(string_agg(name || parent_path, ',' ORDER BY id)) FROM enterprise"
    return rows + [street.server.sql(database, digest)]


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_restored_under_another_name_it_is_the_same(street):
    backup = street.back_up()
    street.pretend("odoo", 'echo "$@" >>"$ODOO_DATA_DIR/odoo.log"')

    done = street.run("restore.sh", f"{street.name}/{backup.name}", "street_copy")

    assert done.returncode == 0, done.stderr
    assert counts(street, "street_copy") == counts(street, street.name)
    assert files(street.data / "filestore/street_copy") == files(street.filestore)
    assert "the rows of all 5 tables are those of the backup" in done.stderr
    # A copy is no second original.
    assert (street.data / "odoo.log").read_text() == "neutralize --database street_copy_restoring\n"
    uuid = "SELECT value FROM ir_config_parameter WHERE key = 'database.uuid'"
    assert street.server.sql("street_copy", uuid) not in {"", "the original"}


def test_indexes_on_unaccent_survive(street):
    if not street.server.admin("SELECT 1 FROM pg_available_extensions WHERE name = 'unaccent'"):
        pytest.skip("this PostgreSQL has no contrib extensions")
    street.sql("CREATE INDEX named ON enterprise USING gin (unaccent(name) gin_trgm_ops)")
    street.back_up()

    done = street.run("restore.sh", "--as-is", f"{street.name}/latest", "street_copy")

    assert done.returncode == 0, done.stderr
    definition = street.server.sql("street_copy", "SELECT indexdef FROM pg_indexes WHERE indexname = 'named'")
    assert "unaccent(name) gin_trgm_ops" in definition


def test_the_template_serves_chinese_and_prefixes(street):
    found = street.sql("SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()")
    assert found == "C|C.UTF-8"
    if street.server.admin("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"):
        assert street.sql("SELECT cardinality(show_trgm('安全生产')) > 0") == "t"
        assert street.sql("SELECT provolatile FROM pg_proc WHERE proname = 'unaccent' AND pronargs = 1") == "i"
    owner = "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    assert street.sql(owner) == "f|t"


def test_in_place_of_the_database_the_old_one_is_kept(street):
    before = counts(street, street.name), files(street.filestore)
    street.back_up()
    street.sql("DELETE FROM enterprise WHERE id > 10")
    lost = next(path for path in street.filestore.rglob("*") if path.is_file())
    lost.unlink()

    refused = street.run("restore.sh", f"{street.name}/latest", street.name)
    assert refused.returncode == 1
    assert "exists already" in refused.stderr
    assert street.sql("SELECT count(*) FROM enterprise") == "10"

    done = street.run("restore.sh", "--force", f"{street.name}/latest", street.name)
    assert done.returncode == 0, done.stderr
    assert (counts(street, street.name), files(street.filestore)) == before
    (old,) = (name for name in street.server.databases() if name.startswith(f"{street.name}_until_"))
    assert street.server.sql(old, "SELECT count(*) FROM enterprise") == "10"
    assert (street.data / "filestore" / old).is_dir()

    assert street.run("restore.sh", "drop", street.name).returncode == 1
    assert street.run("restore.sh", "drop", old).returncode == 0
    assert old not in street.server.databases()
    assert not (street.data / "filestore" / old).exists()


def test_nobody_may_be_at_work_when_it_is_replaced(street):
    street.back_up()
    program = ["psql", "-X", "-d", street.name, "-c", "SELECT pg_sleep(60)"]
    with subprocess.Popen(program, env=street.environment(), stdout=subprocess.DEVNULL) as clerk:
        wait_until(lambda: street.server.admin("SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)'"))
        done = street.run("restore.sh", "--force", f"{street.name}/latest", street.name)
        clerk.terminate()
    assert done.returncode == 1
    assert "stop web and cron" in done.stderr


def wait_until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@pytest.mark.parametrize("damaged", ["database.dump", "filestore.list", "rows.list", "manifest"])
def test_a_damaged_backup_is_not_restored(street, damaged):
    backup = street.back_up()
    content = bytearray((backup / damaged).read_bytes())
    content[len(content) // 2] ^= 1
    (backup / damaged).write_bytes(content)

    done = street.run("restore.sh", f"{street.name}/latest", "street_copy")

    assert done.returncode == 1
    assert "is damaged" in done.stderr
    assert "street_copy" not in street.server.databases()


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"rot")])
def test_a_damaged_file_stops_a_restore_and_leaves_nothing(street, harm):
    street.back_up()
    harm(next(path for path in (street.backups / street.name / "files").rglob("*") if path.is_file()))
    before = street.server.databases()

    done = street.run("restore.sh", "--as-is", f"{street.name}/latest", "street_copy")

    assert done.returncode == 1
    assert "missing or damaged" in done.stderr
    assert street.server.databases() == before
    assert [path.name for path in (street.data / "filestore").iterdir()] == [street.name]


def test_rows_that_do_not_come_back_are_noticed(street):
    backup = street.back_up()
    rows = backup / "rows.list"
    rows.write_text(rows.read_text().replace("public.enterprise|500", "public.enterprise|501"))
    subprocess.run("sha256sum -- [a-z]* >SHA256SUMS", shell=True, cwd=backup, check=True)

    done = street.run("restore.sh", "--as-is", f"{street.name}/latest", "street_copy")

    assert done.returncode == 1
    assert "-public.enterprise|501" in done.stderr
    assert "street_copy" not in street.server.databases()


def test_a_second_night_copies_only_what_is_new(street):
    street.back_up()
    pool = street.backups / street.name / "files"
    inodes = {path.name: path.stat().st_ino for path in pool.rglob("*") if path.is_file()}
    street.attach(b"photo three")
    time.sleep(1.1)
    done = street.run("backup.sh")
    assert done.returncode == 0, done.stderr
    assert "1 new attachments" in done.stderr
    after = {path.name: path.stat().st_ino for path in pool.rglob("*") if path.is_file()}
    assert len(after) == 4
    assert inodes.items() <= after.items()


def test_an_attachment_without_a_file_is_said_and_the_rest_is_saved(street):
    gone = street.attach(b"gone")
    (street.filestore / gone).unlink()
    done = street.run("backup.sh")
    assert done.returncode == 0, done.stderr
    assert "WARNING: 1 attachments" in done.stderr

    done = street.run("restore.sh", "--as-is", f"{street.name}/latest", "street_copy")
    assert done.returncode == 0, done.stderr
    assert "missing already" in done.stderr
    assert len(files(street.data / "filestore/street_copy")) == 3


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (lambda street: (street.filestore / street.attach(b"rot")).write_bytes(b"rotten"), "not what their name says"),
        (
            lambda street: street.sql("INSERT INTO ir_attachment (store_fname) VALUES ('../../etc/passwd')"),
            "unexpected attachment names",
        ),
        (lambda street: street.pretend("pg_dump", "exit 0"), "cannot be listed"),
        (lambda street: street.pretend("pg_dump", '[ "$1" = --version ] || exit 1'), "pg_dump failed"),
        (lambda street: street.pretend("pg_restore", "exit 1"), "cannot be listed"),
    ],
)
def test_a_backup_that_is_not_good_is_none(street, harm, message):
    harm(street)
    done = street.run("backup.sh")
    assert done.returncode == 1
    assert message in done.stderr
    home = street.backups / street.name
    assert not (home / "last-success").exists()
    assert not list(home.glob("2*Z"))
    assert not list(home.glob(".unfinished*"))


def test_what_a_killed_backup_left_does_no_harm(street):
    home = street.backups / street.name
    (home / ".unfinished-20200101T000000Z").mkdir(parents=True)
    (home / ".incoming" / "ab").mkdir(parents=True)
    (home / ".incoming" / "ab" / "half").write_text("half")
    street.back_up()
    hidden = {path.name for path in home.iterdir() if path.name.startswith(".")}
    assert hidden == {".lock"}


def test_two_backups_do_not_run_at_once(street):
    street.pretend("pg_dump", '[ "$1" = --version ] || sleep 60')
    with subprocess.Popen(
        [SCRIPTS / "backup.sh"], env=street.environment(), stderr=subprocess.DEVNULL, start_new_session=True
    ) as first:
        try:
            wait_until(lambda: list((street.backups / street.name).glob(".unfinished*")))
            second = street.run("backup.sh")
        finally:
            os.killpg(first.pid, signal.SIGTERM)
    assert second.returncode == 1
    assert "another backup" in second.stderr


def test_retention_keeps_days_and_months_and_only_their_files(street):
    newest = street.back_up()
    home = newest.parent
    wanted = (newest / "filestore.list").read_text()
    # Copies of the one with other times, each with a file of its own.
    times = ["20250131T020000Z", "20250227T020000Z", "20250228T020000Z", "20250331T020000Z", "20250502T020000Z"]
    times += ["20250503T020000Z", "20250503T230000Z", "20250504T020000Z", "20250504T090000Z"]
    for number, taken in enumerate(times):
        shutil.copytree(newest, home / taken)
        own = f"{number:02x}/{number:040x}"
        (home / taken / "filestore.list").write_text(wanted + own + "\n")
        (home / "files" / own).parent.mkdir(exist_ok=True)
        (home / "files" / own).write_text("old")
    shutil.rmtree(newest)
    time.sleep(1.1)

    today = street.back_up(BACKUP_KEEP_DAILY="3", BACKUP_KEEP_MONTHLY="4").name

    # Today and 4 May: all. The third day, 3 May: its last. Months before: March, and the last of February.
    kept = ["20250228T020000Z", "20250331T020000Z", "20250503T230000Z", "20250504T020000Z", "20250504T090000Z", today]
    assert sorted(path.name for path in home.glob("2*Z")) == kept
    left = {path.name for path in (home / "files").rglob("*") if path.is_file()}
    assert left & {f"{number:040x}" for number in range(len(times))} == {f"{number:040x}" for number in (2, 3, 6, 7, 8)}
    assert len(left) == 3 + 5


def test_the_list_names_every_backup(street):
    assert "no backups" in street.run("restore.sh", "list").stdout
    backup = street.back_up()
    line = street.run("restore.sh", "list").stdout
    assert line.startswith(f"{street.name}/{backup.name}  ")
    assert "tables 5 attachments 3" in line


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "restore.sh list"),
        (("nonsense",), "restore.sh list"),
        (("street/latest",), "restore.sh list"),
        (("--wrong", "street/latest", "copy"), "restore.sh list"),
        (("street/latest", "Bad-Name"), "is not a database name"),
        (("../street/latest", "copy"), "is not a database name"),
        (("street/20200101T000000Z", "copy"), "no backup street/20200101T000000Z"),
        (("street/latest", "copy"), "names no backup"),
        (("street/latest", "c" * 41), "longer than 40"),
    ],
)
def test_what_cannot_be_restored_is_refused_with_a_sentence(place, arguments, message):
    done = place.run("restore.sh", *arguments)
    assert done.returncode != 0
    assert message in done.stderr


@contextmanager
def loop(street, **environment):
    """The backup service, running; told to stop at the end, which it does at once."""
    environment = {"BACKUP_POLL_SECONDS": "1", "BACKUP_RETRY_SECONDS": "1", **environment}
    program = [SCRIPTS / "backup-loop.sh"]
    with subprocess.Popen(program, env=street.environment(**environment), stderr=subprocess.PIPE, text=True) as service:
        try:
            yield service
        finally:
            service.terminate()
            service.stderr.read()
            status = service.wait(10)
    assert status == 0


def test_the_loop_backs_up_at_once_then_daily(street):
    home = street.backups / street.name
    with loop(street, BACKUP_TIME="00:00"):
        wait_until(lambda: (home / "last-success").exists())
        time.sleep(2.5)
        assert len(list(home.glob("2*Z"))) == 1
        # As if it were the day after tomorrow.
        long_ago = time.time() - 2 * 86400
        os.utime(home / "last-success", (long_ago, long_ago))
        wait_until(lambda: len(list(home.glob("2*Z"))) == 2)


def test_the_loop_tries_again_after_a_failure(street):
    street.pretend("pg_dump", "exit 1")
    home = street.backups / street.name
    with loop(street) as service:
        line = ""
        while "next try in 1 s" not in line:
            line = service.stderr.readline()
            assert line, "the loop ended"
        (street.programs / "pg_dump").unlink()
        wait_until(lambda: (home / "last-success").exists())


def test_the_loop_refuses_a_time_that_is_none(place):
    done = place.run("backup-loop.sh", BACKUP_TIME="25:00")
    assert done.returncode == 1
    assert "is not a time" in done.stderr


def test_health_follows_the_last_good_backup(street):
    assert street.run("healthcheck.sh", "backup").returncode == 1
    street.back_up()
    assert street.run("healthcheck.sh", "backup").returncode == 0
    stale = time.time() - 27 * 3600
    os.utime(street.backups / street.name / "last-success", (stale, stale))
    assert street.run("healthcheck.sh", "backup").returncode == 1
