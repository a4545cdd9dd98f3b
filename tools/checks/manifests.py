"""Every data file of an addon is named in its manifest: one that is forgotten is not loaded, and nothing says so."""

import ast
import sys
from pathlib import Path

from .findings import Finding, main, source_files

FOLDERS = ("data", "demo", "security", "views", "wizards", "reports", "report", "templates")


def _is_data(path: Path) -> bool:
    """Whether Odoo could load it: XML, or CSV named after a model; another CSV is read by code."""
    return path.suffix == ".xml" or (path.suffix == ".csv" and "." in path.stem)


def check(root: Path) -> list[Finding]:
    """The data files that no manifest names."""
    found = []
    for manifest in sorted((root / "addons").glob("*/__manifest__.py")):
        addon = manifest.parent
        content = ast.literal_eval(manifest.read_text(encoding="utf-8"))
        named = {*content.get("data", []), *content.get("demo", [])}
        for folder in FOLDERS:
            for path in source_files(root, ".xml", ".csv", under=str((addon / folder).relative_to(root))):
                if _is_data(path) and str(path.relative_to(addon)) not in named:
                    found.append(Finding(str(path.relative_to(root)), 1, "manifest", "no manifest names this file"))
    return found


if __name__ == "__main__":
    sys.exit(main(check))
