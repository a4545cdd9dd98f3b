"""Every static check, two at a time: ``python -m tools.checks.lint``.

Prints findings and nothing else, so silence and exit code 0 mean that all is well. ``--verbose`` names the steps and
how long they took, ``--only NAME`` runs one, ``--fix`` lets ruff mend what it can first.
"""

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import clock, compose, manifests, neutral, rooms, xml_style
from .findings import ROOT, Finding, source_files

PYTHON = sys.executable
WORKERS = 2
#: What the OCA's checks ask that our own say better: the declaration (xml), forgotten files (manifests), and the order
#: of translations with an empty one for a term that is the same in Chinese (tools.checks.i18n writes these files).
OCA_MODULE_DISABLED = "xml-header-missing,xml-header-wrong,file-not-used"
OCA_PO_DISABLED = "po-pretty-format"


@dataclass(frozen=True)
class Step:
    """One check: a command, or a function of this package."""

    name: str
    command: Callable[[], Sequence[str | Path]] | None = None
    check: Callable[[Path], list[Finding]] | None = None

    def run(self) -> tuple[bool, str]:
        """(passed, what it printed); a command without input passes."""
        if self.check:
            found = sorted(self.check(ROOT))
            return not found, "".join(f"{finding}\n" for finding in found)
        command = self.command()
        if not command:
            return True, ""
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.returncode == 0, re.sub(r"\n{2,}", "\n", done.stdout + done.stderr)


def addons() -> list[str]:
    """The folders of our addons, relative to the checkout."""
    return sorted(str(path.parent.relative_to(ROOT)) for path in ROOT.glob("addons/*/__manifest__.py"))


def _program(name: str) -> str:
    return str(Path(PYTHON).parent / name)


def _pylint() -> list[str]:
    return [PYTHON, "-m", "pylint", "--rcfile=.pylintrc", *addons()] if addons() else []


def _oca_module() -> list[str]:
    return [_program("oca-checks-odoo-module"), f"--disable={OCA_MODULE_DISABLED}", *addons()] if addons() else []


def _oca_po() -> list[str | Path]:
    files = list(source_files(ROOT, ".po", ".pot", under="addons"))
    return [_program("oca-checks-po"), f"--disable={OCA_PO_DISABLED}", *files] if files else []


def _shell() -> list[str | Path]:
    files = list(source_files(ROOT, ".sh"))
    return ["sh", "-c", 'for file; do bash -n "$file" || exit 1; done', "sh", *files] if files else []


#: The slow ones first, so that two workers end together.
STEPS = (
    Step("pylint", command=_pylint),
    Step("oca-module", command=_oca_module),
    Step("ruff-check", command=lambda: [PYTHON, "-m", "ruff", "check", "--quiet", "--output-format=concise", "."]),
    Step("ruff-format", command=lambda: [PYTHON, "-m", "ruff", "format", "--check", "."]),
    Step("oca-po", command=_oca_po),
    Step("compose", check=compose.check),
    Step("clock", check=clock.check),
    Step("neutral", check=neutral.check),
    Step("rooms", check=rooms.check),
    Step("manifests", check=manifests.check),
    Step("xml", check=xml_style.check),
    Step("shell", command=_shell),
)


def fix() -> None:
    """Let ruff mend what it can; what is left is reported afterwards."""
    for arguments in (["check", "--fix", "--quiet", "."], ["format", "--quiet", "."]):
        subprocess.run([PYTHON, "-m", "ruff", *arguments], cwd=ROOT, capture_output=True, check=False)


def _timed(step: Step) -> tuple[Step, bool, str, float]:
    began = time.monotonic()
    passed, text = step.run()
    return step, passed, text, time.monotonic() - began


def run(names: Sequence[str] = (), verbose: bool = False) -> int:
    """Run the steps (all, or those named); print findings; return how many steps failed."""
    chosen = [step for step in STEPS if not names or step.name in names]
    failed = 0
    with ThreadPoolExecutor(WORKERS) as pool:
        for step, passed, text, seconds in pool.map(_timed, chosen):
            if verbose:
                print(f"{step.name}: {'ok' if passed else 'FAILED'} ({seconds:.1f} s)")
            if not passed:
                failed += 1
                print(text.rstrip() or f"{step.name} failed without a word")
    return failed


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit code."""
    parser = argparse.ArgumentParser(prog="lint", description=__doc__.partition("\n")[0])
    parser.add_argument("--only", action="append", choices=[step.name for step in STEPS], metavar="NAME", default=[])
    parser.add_argument("--list", action="store_true", help="name the steps")
    parser.add_argument("--verbose", action="store_true", help="say what runs and how long it took")
    parser.add_argument("--fix", action="store_true", help="let ruff mend what it can first")
    options = parser.parse_args(arguments)
    if options.list:
        print("\n".join(step.name for step in STEPS))
        return 0
    if options.fix:
        fix()
    return 1 if run(options.only, options.verbose) else 0


if __name__ == "__main__":
    sys.exit(main())
