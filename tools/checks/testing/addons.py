"""Our addons and what they need, read off their manifests."""

import ast
from dataclasses import dataclass
from pathlib import Path

from tools.setup import paths

#: The browser drives these; they get a database with the demonstration street.
BROWSER_FILES = ("test_tour*.py", "test_browser*.py")
#: Tests that want a stock module beside ours: ``test_with_maintenance.py`` runs where ``maintenance`` is installed.
WITH = "test_with_"
#: An addon with more test files than this is tested room by room, so that two workers share it.
ONE_JOB = 8


@dataclass(frozen=True)
class Addon:
    """One addon of ours."""

    name: str
    path: Path
    depends: tuple[str, ...]

    def test_files(self, browser: bool = False) -> list[Path]:
        """Its files of tests: those for the browser, or the others."""
        browser_files = {path for pattern in BROWSER_FILES for path in self.path.glob(f"tests/**/{pattern}")}
        others = set(self.path.glob("tests/**/test_*.py")) - set(self.path.glob(f"tests/**/{WITH}*.py"))
        return sorted(browser_files if browser else others - browser_files)

    def tests_with(self) -> dict[str, list[Path]]:
        """Its tests that want a stock module besides ours, by the name of the module."""
        found: dict[str, list[Path]] = {}
        for file in sorted(self.path.glob(f"tests/**/{WITH}*.py")):
            found.setdefault(file.stem.removeprefix(WITH), []).append(file)
        return found

    def test_groups(self) -> dict[str, list[Path]]:
        """Its tests without those for the browser: all under its name, or by room when there are many."""
        files = self.test_files()
        if len(files) <= ONE_JOB:
            return {self.name: files}
        groups: dict[str, list[Path]] = {}
        for file in files:
            rooms = file.relative_to(self.path / "tests").parts[:-1]
            groups.setdefault("/".join((self.name, *rooms[:1])), []).append(file)
        return groups


def ours(folder: Path = paths.ADDONS) -> list[Addon]:
    """Our addons, each after those it depends on."""
    found = {}
    for manifest in sorted(folder.glob("*/__manifest__.py")):
        depends = ast.literal_eval(manifest.read_text(encoding="utf-8")).get("depends", [])
        found[manifest.parent.name] = Addon(manifest.parent.name, manifest.parent, tuple(depends))
    ordered: dict[str, Addon] = {}

    def add(name: str) -> None:
        for need in found[name].depends:
            if need in found and need not in ordered:
                add(need)
        ordered.setdefault(name, found[name])

    for name in found:
        add(name)
    return list(ordered.values())


def foreign(addons: list[Addon]) -> list[str]:
    """What our addons build on: core and OCA addons, ``web`` always."""
    names = {addon.name for addon in addons}
    return sorted({"base", "web", *(need for addon in addons for need in addon.depends if need not in names)})


def other_tests(folder: Path = paths.ROOT / "tests") -> tuple[list[Path], list[Path]]:
    """The files below ``tests/``: those that need no Odoo, and those that import it."""
    files = sorted(folder.glob("**/test_*.py"))
    with_odoo = [path for path in files if _imports_odoo(path)]
    return [path for path in files if path not in with_odoo], with_odoo


def _imports_odoo(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        if any(name.partition(".")[0] == "odoo" for name in names):
            return True
    return False
