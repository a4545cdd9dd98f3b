"""Set up this checkout, then maybe run something in it: ``python3 -m tools.setup [COMMAND]``.

- nothing: set up and say where
- run: serve the demonstration street
- odoo ARGUMENT…: Odoo's own command line
- tool MODULE ARGUMENT…: a module of this repository under the environment's Python
- clean: remove what setup made for this checkout
- clean-cache: remove the downloads that all checkouts share
"""

import shutil
import subprocess
import sys
import time

from . import odoo_command, odoo_source, paths, postgres, python_env, serve, system
from .steps import SetupError, digest, locked, say, stamp_is, step


def set_up() -> None:
    """Do every step that is not done yet; a second call takes a moment and prints nothing."""
    with locked(paths.STATE / "setup.lock"):
        present = python_env.works()
        step("venv", "Making the Python environment", "1", python_env.create, done=present)
        step("odoo", "Getting Odoo 19", "1", odoo_source.obtain, done=bool(odoo_source.located()))
        step("packages", "Installing Python packages", python_env.requirements_key(), python_env.install, done=present)
        tree = odoo_source.located()
        step("link", "Linking Odoo into it", str(tree), lambda: python_env.link_odoo(tree), done=present)
        install_system_packages()


def install_system_packages() -> None:
    """Root tries again each time something is missing; anybody else is told once what to install."""
    names = [need.package for need in system.missing()]
    if not names or (not system.is_root() and stamp_is("system", digest(names))):
        return
    step("system", f"Installing {', '.join(names)}", digest(names), system.install_missing, done=False)
    if left := system.missing():
        system.explain(left)


def clean() -> None:
    """Remove what setup made for this checkout: its servers and their data, the environment, files.

    System packages and databases on a server named by the environment stay.
    """
    postgres.remove()
    shutil.rmtree(paths.STATE, ignore_errors=True)
    say(f"Removed {paths.STATE}; downloads stay in {paths.CACHE} (make clean-cache removes them).")


def run_tool(module: str, *arguments: str) -> int:
    """Run ``module`` under the environment's Python from the checkout's folder; return its exit code."""
    return subprocess.run([paths.VENV_PYTHON, "-m", module, *arguments], cwd=paths.ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    """Carry out one command; return the exit code."""
    match arguments:
        case ["clean"]:
            clean()
        case ["clean-cache"]:
            shutil.rmtree(paths.CACHE, ignore_errors=True)
            say(f"Removed {paths.CACHE}.")
        case ["run"]:
            set_up()
            return serve.serve(postgres.ensure())
        case ["odoo", *rest]:
            set_up()
            return odoo_command.odoo(rest).returncode
        case ["tool", module, *rest]:
            set_up()
            return run_tool(module, *rest)
        case []:
            began = time.monotonic()
            set_up()
            postgres.ensure()
            say(f"Set up in {paths.STATE} ({time.monotonic() - began:.1f} s).")
        case _:
            raise SetupError(__doc__)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        say(f"\n{error}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
