"""``make run``: the demonstration street, created when missing, updated when the addons changed, served here."""

import csv
import json
import os
import signal
import socket
import subprocess
import sys
import time
import unicodedata
import urllib.request
from pathlib import Path

from . import paths
from .odoo_command import odoo, odoo_argv
from .steps import SetupError, digest, locked, say, set_stamp, stamp_is, tree_digest

DATABASE = "street_safety_demo"
LANGUAGE = "zh_CN"
ADDONS = (
    "street_safety_base", "street_safety_inspection", "street_safety_training", "street_safety_accountability",
)  # fmt: skip
HOST = "127.0.0.1"
FIRST_PORT = 8069
LOG = paths.STATE / "odoo.log"
LOGINS = paths.ADDONS / "street_safety_base" / "demo" / "logins.csv"

# Runs in Odoo's environment, which has the driver: the states of base and of our addons, null without the database.
_STATES = """
import json, sys, psycopg2
def rows(database, query, *values):
    with psycopg2.connect(dbname=database) as connection, connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
states, (database, *names) = None, sys.argv[1:]
if rows("postgres", "SELECT 1 FROM pg_database WHERE datname = %s", database):
    states = {}
    if rows(database, "SELECT 1 FROM pg_tables WHERE tablename = 'ir_module_module'"):
        states = dict(rows(database, "SELECT name, state FROM ir_module_module WHERE name = ANY(%s)", names))
print(json.dumps(states))
"""

# What Odoo's own "db init" leaves open: it sets the language and switches English off, and sets no time zone where a
# country has two.
_LOCALE = f"""
env["res.lang"]._activate_lang("en_US")
env.ref("base.user_admin").write({{"lang": "{LANGUAGE}", "tz": "Asia/Shanghai"}})
env.cr.commit()
"""


def _states(db_env: dict[str, str]) -> dict[str, str] | None:
    """The states of base and of our addons in the demonstration database, None when there is no such database."""
    command = [paths.VENV_PYTHON, "-c", _STATES, DATABASE, "base", *ADDONS]
    done = subprocess.run(command, env={**os.environ, **db_env}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(f"The database server does not answer: {done.stderr.strip()}")
    return json.loads(done.stdout)


def _odoo(title: str, *arguments: str, db_env: dict[str, str], script: str | None = None) -> None:
    """Run one Odoo command with a progress line; its log goes to the log file.

    :raises SetupError: with the errors of the log, when Odoo ended with an error
    """
    say(f"  {title} … ", end="")
    began, offset = time.monotonic(), LOG.stat().st_size if LOG.exists() else 0
    with LOG.open("a") as log:
        done = odoo(arguments, db_env=db_env, stdout=log, stderr=subprocess.STDOUT, **_input(script))
    with LOG.open(errors="replace") as log:
        log.seek(offset)
        written = log.read()
    if done.returncode or " CRITICAL " in written or "CREATE DATABASE failed" in written:
        raise SetupError(f"Odoo failed ({done.returncode}); the end of {LOG}:\n" + written[-4000:])
    say(f"{time.monotonic() - began:.0f} s")


def _input(script: str | None) -> dict:
    """The keywords of ``subprocess.run`` that give ``script`` to the command, or nothing."""
    return {"stdin": subprocess.DEVNULL} if script is None else {"input": script, "text": True}


def prepare(db_env: dict[str, str]) -> None:
    """Bring the demonstration database to the state of the addons in this checkout.

    The database itself says what is installed, so an interrupted run goes on where it stopped; the stamp only tells
    whether the addons changed since their last update.
    """
    addons = [name for name in ADDONS if (paths.ADDONS / name / "__manifest__.py").is_file()]
    key = digest(tree_digest(paths.ADDONS), db_env["PGHOST"], addons)
    states = _states(db_env) or {}
    if states.get("base") != "installed":
        create = ("db", "init", DATABASE, "--force", "--with-demo", "--language", LANGUAGE, "--country", "CN")
        _odoo("Creating the demonstration database in Chinese", *create, db_env=db_env)
        _odoo("Setting languages and time zone", "shell", *_quiet(), db_env=db_env, script=_LOCALE)
    missing = [name for name in addons if states.get(name) != "installed"]
    changed = [name for name in addons if name not in missing] if not stamp_is("demo", key) else []
    options = []
    if missing:
        options += ["-i", ",".join(missing)]
    if changed:
        options += ["-u", ",".join(changed)]
    if options:
        title = "Updating the demonstration street" if changed else "Installing the demonstration street"
        _odoo(title, *_quiet(), *options, "--with-demo", "--stop-after-init", db_env=db_env)
    set_stamp("demo", key)


def _quiet() -> tuple[str, ...]:
    """The options of Odoo commands that work on the demonstration database and serve nobody."""
    return ("-d", DATABASE, "--no-http", "--max-cron-threads", "0")


def free_port(first: int = FIRST_PORT) -> int:
    """The first port from ``first`` on that nobody listens on; says so when it is not the first."""
    for port in range(first, first + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        if port != first:
            say(f"  Port {first} is taken by another program; using {port}.")
        return port
    raise SetupError(f"No free port between {first} and {first + 49}.")


def _wait_until_healthy(server: subprocess.Popen, url: str, seconds: int = 120) -> None:
    """Wait until the server answers.

    :raises SetupError: when it ended or stays silent
    """
    deadline = time.monotonic() + seconds
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while server.poll() is None and time.monotonic() < deadline:
        try:
            direct.open(f"{url}/web/health", timeout=5).close()
            return
        except OSError:
            time.sleep(0.3)
    tail = LOG.read_text(errors="replace")[-2000:]
    raise SetupError(f"Odoo does not answer; the end of {LOG}:\n{tail}")


def logins(file: Path = LOGINS) -> list[tuple[str, str, str]]:
    """Login, password and role of the demonstration users."""
    if not file.is_file():
        return [("admin", "admin", "系统管理员")]
    with file.open(encoding="utf-8", newline="") as rows:
        return [(row["login"], row["password"], row["role_zh"]) for row in csv.DictReader(rows)]


def _width(text: str) -> int:
    """Columns of a terminal that a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def welcome(url: str) -> str:
    """The block that tells where to go and as whom."""
    rows = [("login 账号", "password 密码", "role 角色"), *logins()]
    widths = [max(_width(row[column]) for row in rows) for column in range(2)]
    lines = [
        "  ".join([*(row[i] + " " * (widths[i] - _width(row[i])) for i in range(2)), row[2]]).rstrip() for row in rows
    ]
    rule = "─" * max(60, *map(_width, lines))
    body = "\n".join(f"  {line}" for line in lines)
    return f"{rule}\n  Street Safety 街道安全   {url}\n\n{body}\n\n  log: {LOG}\n  Ctrl-C stops.\n{rule}"


def serve(db_env: dict[str, str]) -> int:
    """Prepare the database, start the server, print the logins, wait for its end; return its exit code."""
    with locked(paths.STATE / "demo.lock"):
        prepare(db_env)
    port = free_port()
    url = f"http://{HOST}:{port}"
    arguments = ("-d", DATABASE, "--db-filter", f"^{DATABASE}$", "--http-interface", HOST, "--http-port", str(port))
    argv, env = odoo_argv(arguments, db_env=db_env)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that "finally" takes the server along
    with LOG.open("a") as log:
        server = subprocess.Popen(argv, env=env, cwd=paths.ROOT, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_healthy(server, url)
        say(welcome(url))
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        server.wait()
