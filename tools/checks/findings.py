"""A finding of a check, and the files that checks look at."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: Folders that a walk over a tree without git leaves out; git's own ignore file does the same in a checkout.
UNTRACKED = {".git", "__pycache__", "node_modules", ".venv", ".ruff_cache", ".pytest_cache"}


@dataclass(frozen=True, order=True)
class Finding:
    """One place that breaks one rule, with what to do instead."""

    path: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.text}"


def source_files(root: Path, *suffixes: str, under: str = "") -> Iterator[Path]:
    """The files of the project below ``root / under`` that end in one of ``suffixes`` (none: all), sorted.

    In a git checkout: what is committed or would be, so that caches and build results are no source.
    """
    folder = root / under
    if not folder.is_dir():
        return
    for path in sorted(_git_files(root) if (root / ".git").exists() else _walk(root)):
        if path.is_file() and path.is_relative_to(folder) and (not suffixes or path.name.endswith(suffixes)):
            yield path


def _git_files(root: Path) -> Iterator[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return (root / name for name in listed.split("\0") if name)


def _walk(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if not UNTRACKED.intersection(path.relative_to(root).parts))


def main(check: Callable[[Path], list[Finding]]) -> int:
    """Print what ``check`` finds in the checkout; the exit code for the shell."""
    found = sorted(check(ROOT))
    sys.stdout.writelines(f"{finding}\n" for finding in found)
    return 1 if found else 0
