"""Checks, while the image is built, that every addon in a folder can be installed.

Each addon that a manifest depends on, directly or through others, must be there; so must each Python package and each
program that a manifest names; and a phone's HEIC photo must be readable. Prints what is missing and fails, instead of
the first start, or the first photo, failing on the server.

Usage: check_addons.py FOLDER
"""

import ast
import importlib
import importlib.metadata
import importlib.util
import io
import shutil
import sys
from pathlib import Path


def addon_folders(own):
    """The folders in which Odoo looks for addons: ours and every portion of the ``odoo.addons`` namespace."""
    import odoo.addons  # noqa: PLC0415 - it is only there where Odoo is, and the rest is tested without

    return [Path(own), *map(Path, odoo.addons.__path__)]


def find_manifest(name, folders):
    """The manifest of an addon as a dictionary; ``None`` when it is nowhere."""
    for folder in folders:
        path = folder / name / "__manifest__.py"
        if path.is_file():
            return ast.literal_eval(path.read_text(encoding="utf-8"))
    return None


def missing(names, folders):
    """Sentences about whatever the named addons and all they depend on lack."""
    queue, seen, problems = list(names), set(names), []
    while queue:
        name = queue.pop()
        manifest = find_manifest(name, folders)
        if manifest is None:
            problems.append(f"addon {name} is not there")
            continue
        external = manifest.get("external_dependencies", {})
        problems += [
            f"Python package {package} is missing, {name} needs it"
            for package in external.get("python", [])
            if not has_package(package)
        ]
        problems += [
            f"program {program} is missing, {name} needs it"
            for program in external.get("bin", [])
            if not shutil.which(program)
        ]
        new = set(manifest.get("depends", ["base"])) - seen
        seen |= new
        queue += sorted(new)
    return problems


def has_package(name):
    """Whether a package, by the name of its distribution or of its module, is installed."""
    try:
        importlib.metadata.distribution(name.split(">")[0].split("=")[0].split("<")[0].strip())
    except importlib.metadata.PackageNotFoundError:
        try:
            return importlib.util.find_spec(name) is not None
        except (ImportError, ValueError):
            return False
    return True


def unreadable_photos():
    """A sentence when pillow_heif is installed and does not get on with the Pillow beside it."""
    if not has_package("pillow_heif"):
        return []
    try:
        importlib.import_module("pillow_heif").register_heif_opener()
        image = importlib.import_module("PIL.Image")
        photo = io.BytesIO()
        image.new("RGB", (64, 48), (200, 10, 10)).save(photo, "HEIF")
        image.open(photo).convert("RGB")
    except (ImportError, AttributeError, TypeError, ValueError, OSError, RuntimeError) as error:
        return [f"HEIC photos cannot be read: {error!r}"]
    return []


def main(own):
    """Exit status: 0 when nothing is missing."""
    names = sorted(path.parent.name for path in Path(own).glob("*/__manifest__.py"))
    problems = missing(names, addon_folders(own)) if names else [f"no addons in {own}"]
    problems += unreadable_photos()
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
