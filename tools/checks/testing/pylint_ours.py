"""Stands in for ``pylint`` when Odoo's own lint calls it: passes everything on but the folders that are not ours.

Odoo's lint does not know the messages of pylint-odoo, which comments in our source may name; ``make lint`` does.
"""

import os
import sys
from pathlib import Path

from tools.setup import paths


def ours(arguments: list[str]) -> list[str]:
    """The arguments without the folders of Odoo and of foreign addons; single files are that lint's own tests."""
    return [argument for argument in arguments if not Path(argument).is_dir() or _is_ours(argument)]


def _is_ours(folder: str) -> bool:
    return Path(folder).resolve().is_relative_to(paths.ADDONS)


if __name__ == "__main__":
    unknown = "--disable=unknown-option-value"
    os.execv(sys.executable, [sys.executable, "-m", "pylint", *ours(sys.argv[1:]), unknown])
