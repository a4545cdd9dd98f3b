"""Runs Odoo and pytest for a job, each with its log; ends them when the run is interrupted or takes too long."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tools.setup import odoo_command, paths

LOGS = paths.STATE / "logs"
REPORTS = paths.STATE / "test" / "reports"
#: Longer than any job takes; a browser that hangs does not keep everybody waiting.
LONGEST = 1500


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Commands:
    """Starts processes for jobs and knows which of them still run."""

    def __init__(self, db_env: dict[str, str], data: Path):
        self.db_env = db_env
        self.data = data
        self._running: set[subprocess.Popen] = set()
        self._lock = threading.Lock()

    def log(self, job: str) -> Path:
        """The log file of a job."""
        return LOGS / f"{job.replace('/', '-')}.log"

    def run(self, job: str, argv: Sequence[str | Path], env: dict[str, str]) -> tuple[int, str]:
        """Run a command, append what it says to the job's log; return its exit code and what it said."""
        path = self.log(job)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as log:
            log.write(f"\n$ {' '.join(map(str, argv))}\n".encode())
            log.flush()
            start = log.tell()
            options = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": subprocess.STDOUT}
            process = subprocess.Popen(list(map(str, argv)), cwd=paths.ROOT, env=env, start_new_session=True, **options)
            returncode = self._wait(process)
        with path.open("rb") as log:
            log.seek(start)
            return returncode, log.read().decode("utf-8", "replace")

    def _wait(self, process: subprocess.Popen) -> int:
        with self._lock:
            self._running.add(process)
        try:
            return process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            self._end(process)
            return process.wait()
        finally:
            with self._lock:
                self._running.discard(process)

    @staticmethod
    def _end(process: subprocess.Popen) -> None:
        """End a process with all it started: it leads a session of its own."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    def end_all(self) -> None:
        """End what still runs."""
        with self._lock:
            for process in self._running:
                self._end(process)

    def odoo(self, job: str, *arguments: str, path_first: Path | None = None) -> tuple[int, str]:
        """Run Odoo's command line; ``path_first`` is a folder whose programs win over others."""
        argv, env = odoo_command.odoo_argv(arguments, db_env=self.db_env, config="test")
        folders = [str(path_first)] if path_first else []
        env["PATH"] = os.pathsep.join([*folders, env.get("PATH", os.defpath)])
        return self.run(job, argv, {**env, "ODOO_DATA_DIR": str(self.data)})

    def install(self, job: str, database: str, *options: str) -> tuple[int, str]:
        """Run Odoo's server on a database only until its addons are loaded."""
        server = ("server", "-d", database, "--no-http", "--stop-after-init", "--max-cron-threads=0")
        return self.odoo(job, *server, *options)

    def odoo_pytest(self, job: str, database: str, arguments: Sequence[str | Path]) -> tuple[int, Path]:
        """Run pytest-odoo on a database; return its exit code and its report."""
        env = {**odoo_command.environment(self.db_env, "test"), "ODOO_DATA_DIR": str(self.data)}
        options = [f"--odoo-database={database}", "--odoo-http", "--odoo-log-level=error"]
        options += [f"--odoo-extra=screenshots={LOGS}", "-p", "tools.checks.testing.patience"]
        return self._pytest(job, [*options, *arguments], env)

    def plain_pytest(self, job: str, arguments: Sequence[str | Path]) -> tuple[int, Path]:
        """Run pytest without Odoo; return its exit code and its report."""
        env = {name: value for name, value in os.environ.items() if name not in {"ODOO_RC", "OPENERP_SERVER"}}
        return self._pytest(job, ["-p", "no:odoo", *arguments], env)

    def _pytest(self, job: str, arguments: Sequence[str | Path], env: dict[str, str]) -> tuple[int, Path]:
        report = REPORTS / f"{job.replace('/', '-')}.xml"
        report.unlink(missing_ok=True)
        options = ["-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
        returncode, _ = self.run(job, [paths.VENV_PYTHON, "-m", "pytest", *options, *arguments], env)
        return returncode, report
