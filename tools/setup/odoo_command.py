"""Odoo's own command line in the project's environment.

Configuration, addons path, data folder and database server are given as environment variables, which Odoo reads like
options: so every subcommand (server, shell, db, i18n, …) gets them alike, and an option on the command line still wins.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import paths, postgres


def configuration(name: str) -> Path | None:
    """The file ``config/odoo-<name>.conf``, None while there is none."""
    path = paths.CONFIG / f"odoo-{name}.conf"
    return path if path.is_file() else None


def environment(db_env: Mapping[str, str] | None = None, config: str = "development") -> dict[str, str]:
    """The environment in which Odoo (or pytest-odoo) finds its configuration, our addons, its files and the server.

    :param db_env: what ``postgres.ensure()`` returned; None starts the default server
    :param config: which file of ``config/`` to use: development or test
    """
    file = configuration(config)
    return {
        **os.environ,
        **(postgres.ensure() if db_env is None else db_env),
        "ODOO_RC": str(file or os.devnull),
        "ODOO_ADDONS_PATH": str(paths.ADDONS),
        "ODOO_DATA_DIR": str(paths.FILESTORE),
        "PYTHONUNBUFFERED": "1",
    }


def odoo_argv(
    args: Sequence[str], *, db_env: Mapping[str, str] | None = None, config: str = "development"
) -> tuple[list[str], dict[str, str]]:
    """The command and the environment for ``subprocess`` that run Odoo with ``args``.

    Without a test option in ``args`` the development configuration applies unless ``config`` says otherwise.
    """
    return [str(paths.VENV_PYTHON), "-m", "odoo", *args], environment(db_env, config)


def odoo(
    args: Sequence[str], *, db_env: Mapping[str, str] | None = None, config: str = "development", **popen_kwargs
) -> subprocess.CompletedProcess:
    """Run Odoo with ``args`` and wait for it; further keywords go to ``subprocess.run`` (``env`` adds to ours)."""
    argv, env = odoo_argv(args, db_env=db_env, config=config)
    env.update(popen_kwargs.pop("env", {}))
    popen_kwargs = {"cwd": paths.ROOT, "check": False, **popen_kwargs}
    return subprocess.run(argv, env=env, **popen_kwargs)  # noqa: PLW1510 – check is among the keywords
