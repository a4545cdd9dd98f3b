"""The virtual environment: the newest supported Python found, exact pins, Odoo's tree on its path.

Every requirement, transitive ones too, is pinned in ``requirements/*.txt``; ``--no-deps`` keeps pip from adding others
(the OCA addons ask for a package ``odoo``, which no index has at the version we run).
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from . import paths, system
from .steps import SetupError, clear_stamps, digest, run

SUPPORTED = ((3, 10), (3, 13))
FILES = ("odoo.txt", "addons.txt", "dev.txt")


def _version_of(program: str | Path) -> tuple[int, int] | None:
    """The (major, minor) version of a Python interpreter, None when it does not start."""
    probe = [program, "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        done = subprocess.run(probe, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return tuple(map(int, done.stdout.split()))


def base_python() -> str:
    """The interpreter that the environment is made with: the running one when supported, else one on the path.

    :raises SetupError: when there is none
    """
    low, high = SUPPORTED
    if low <= sys.version_info[:2] <= high:
        return getattr(sys, "_base_executable", sys.executable)
    for minor in range(high[1], low[1] - 1, -1):
        program = shutil.which(f"python3.{minor}")
        if program and _version_of(program):
            return program
    wanted = "{}.{} to {}.{}".format(*low, *high)
    raise SetupError(f"Odoo 19 needs Python {wanted}; found only {sys.version.split()[0]}.")


def pip(*arguments: str | Path) -> str:
    """Run the environment's pip without questions and without looking for a newer pip."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0"}
    return run(paths.VENV_PYTHON, "-m", "pip", *arguments, env=environment)


def works() -> bool:
    """Whether the environment is there and its interpreter, which may have been removed since, is a supported one.

    Then it stays, whichever interpreter runs this: servers may be using it. ``make clean`` is the way to another one.
    """
    return SUPPORTED[0] <= (_version_of(paths.VENV_PYTHON) or (0,)) <= SUPPORTED[1]


def create() -> str:
    """Make the environment anew; whatever was done in an older one has to be done again."""
    python = base_python()
    if python == sys.executable:
        system.ensure_venv_support()
    clear_stamps("packages", "link")
    shutil.rmtree(paths.VENV, ignore_errors=True)
    run(python, "-m", "venv", paths.VENV)
    return "Python {}.{}".format(*_version_of(python))


def requirements_key() -> str:
    """What the installed packages depend on: the pins and the interpreter they are installed for."""
    return digest(_version_of(paths.VENV_PYTHON), *(paths.REQUIREMENTS / name for name in FILES))


def install() -> str:
    """Install the pinned packages."""
    arguments = [part for name in FILES for part in ("-r", paths.REQUIREMENTS / name)]
    pip("install", "--no-deps", "--quiet", *arguments)
    pins = sum(len(re.findall(r"^[^#\s].*==", (paths.REQUIREMENTS / name).read_text(), re.MULTILINE)) for name in FILES)
    return f"{pins} pins"


def link_odoo(tree: Path) -> None:
    """Put Odoo's tree on the environment's path, after its own packages (a ``.pth``; pip then sees Odoo as well)."""
    (site_packages,) = (paths.VENV / "lib").glob("python3*/site-packages")
    (site_packages / "odoo-source.pth").write_text(f"{tree}\n")
