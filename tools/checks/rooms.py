"""Where models stand and how long files grow: large addons have rooms, a model one home, and a file one purpose."""

import ast
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from .findings import Finding, main, source_files

LONGEST = 400

#: The rooms of ``models/`` of the addons that are large from the start.
ROOMS = {
    "street_safety_base": {
        *("patterns", "organisation", "enterprise", "roll", "classification", "dossier", "rating", "ledger", "portal"),
        *("regulation", "duty", "office", "demo"),
    },
    "street_safety_inspection": {
        "checklist",
        "inspection",
        "hazard",
        "document",
        "oversight",
        "tip",
        "campaign",
        "statistics",
    },
}
#: Any other addon needs rooms, named as it likes, once it has more model files than this.
WITHOUT_ROOMS = 6

#: Long by nature: policy packs and demo streets are data, libraries are somebody else's.
LONG_BY_NATURE = {"data", "demo", "lib", "i18n"}


def _new_models(path: Path) -> Iterator[tuple[int, str]]:
    """(line, name) of each ``_name = "safety.…"`` in a module that does not extend the model of that name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.ClassDef):
            constants = dict(_constants(node))
            line, name = constants.get("_name", (0, ""))
            if str(name).startswith("safety.") and name not in constants.get("_inherit", (0, []))[1]:
                yield line, name


def _constants(node: ast.ClassDef) -> Iterator[tuple[str, tuple[int, object]]]:
    """name → (line, value) of the attributes of a class that are plain literals."""
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            with contextlib.suppress(ValueError):
                value = ast.literal_eval(statement.value)
                if statement.targets[0].id == "_inherit" and isinstance(value, str):
                    value = [value]
                yield statement.targets[0].id, (statement.lineno, value)


def _in_addon(root: Path, addon: Path) -> Iterator[Finding]:
    models = [
        (path, line, name)
        for path in source_files(root, ".py", under=str(addon.relative_to(root) / "models"))
        for line, name in _new_models(path)
    ]
    rooms = ROOMS.get(addon.name)
    if rooms is None and len({path for path, _, _ in models}) <= WITHOUT_ROOMS:
        return
    for path, line, name in models:
        inside = path.relative_to(addon / "models").parts[:-1]
        if not inside or (rooms and inside[0] not in rooms):
            where = f"one of {', '.join(sorted(rooms))}" if rooms else "a folder of models/"
            yield Finding(str(path.relative_to(root)), line, "room", f"{name} belongs into {where}")


def _defined_twice(root: Path) -> Iterator[Finding]:
    """Two addons that define one model: the second silently takes the place of the first."""
    first: dict[str, Path] = {}
    for path in source_files(root, ".py", under="addons"):
        for line, name in _new_models(path) if "tests" not in path.parts else ():
            if name in first:
                text = f"{name} is already defined in {first[name]}: extend it with _inherit or choose another name"
                yield Finding(str(path.relative_to(root)), line, "twice", text)
            first.setdefault(name, path.relative_to(root))


def _too_long(root: Path) -> Iterator[Finding]:
    for path in source_files(root, ".py", ".xml", ".js", ".scss"):
        relative = path.relative_to(root)
        lines = path.read_bytes().count(b"\n")
        if lines > LONGEST and not LONG_BY_NATURE.intersection(relative.parts[:-1]):
            yield Finding(str(relative), LONGEST, "length", f"{lines} lines, more than {LONGEST}: split it")


def check(root: Path) -> list[Finding]:
    """Models outside of their rooms or defined twice, and files over the limit."""
    addons = sorted(path.parent for path in (root / "addons").glob("*/__manifest__.py"))
    misplaced = [finding for addon in addons for finding in _in_addon(root, addon)]
    return [*misplaced, *_defined_twice(root), *_too_long(root)]


if __name__ == "__main__":
    sys.exit(main(check))
