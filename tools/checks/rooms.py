"""Where models stand and how long files grow: large addons have rooms, and a file has one purpose."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from .findings import Finding, main, source_files

LONGEST = 400

#: The rooms of ``models/`` of the addons that are large from the start.
ROOMS = {
    "street_safety_base": {"patterns", "organisation", "enterprise", "regulation", "duty", "office"},
    "street_safety_inspection": {"checklist", "inspection", "hazard", "document", "oversight", "tip"},
}
#: Any other addon needs rooms, named as it likes, once it has more model files than this.
WITHOUT_ROOMS = 6

#: Long by nature: policy packs and demo streets are data, libraries are somebody else's.
LONG_BY_NATURE = {"data", "demo", "lib", "i18n"}


def _new_models(path: Path) -> Iterator[tuple[int, str]]:
    """(line, name) of each ``_name = "safety.…"`` in a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        named = any(isinstance(target, ast.Name) and target.id == "_name" for target in node.targets)
        if named and str(node.value.value).startswith("safety."):
            yield node.lineno, node.value.value


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


def _too_long(root: Path) -> Iterator[Finding]:
    for path in source_files(root, ".py", ".xml", ".js", ".scss"):
        relative = path.relative_to(root)
        lines = path.read_bytes().count(b"\n")
        if lines > LONGEST and not LONG_BY_NATURE.intersection(relative.parts[:-1]):
            yield Finding(str(relative), LONGEST, "length", f"{lines} lines, more than {LONGEST}: split it")


def check(root: Path) -> list[Finding]:
    """Models outside of their rooms, and files over the limit."""
    addons = sorted(path.parent for path in (root / "addons").glob("*/__manifest__.py"))
    return [finding for addon in addons for finding in _in_addon(root, addon)] + list(_too_long(root))


if __name__ == "__main__":
    sys.exit(main(check))
