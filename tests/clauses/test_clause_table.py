"""Every row of the clause catalogue that is built has a test that checks its acceptance: table.csv says which.

``clauses.csv`` is the catalogue of the five regulations, one row per separately checkable requirement. ``table.csv``
maps row → addon, file and test; a row may have several tests. A row counts as built once its addon and kind stand in
``BUILT``.
"""

import ast
import csv
import functools
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILT = {
    ("base", "organisation"),
    ("base", "responsibility"),
    ("base", "enterprise_file"),
    ("base", "classification"),
    ("base", "report"),
    ("base", "archive"),
    ("base", "hazard"),
    ("base", "meeting"),
    ("inspection", "inspection"),
    ("inspection", "self_check"),
    ("inspection", "hazard"),
    ("inspection", "rectification"),
    ("inspection", "major_hazard"),
}


def _rows(name):
    with (HERE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def _methods(path):
    """Return {"Class.method": docstring and name} of the tests in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        f"{node.name}.{method.name}": f"{ast.get_docstring(method) or ''} {method.name} {ast.get_docstring(node) or ''}"
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name.startswith("test_")
    }


def test_every_built_row_is_checked():
    """No row of a built addon and kind is without a test."""
    wanted = {row["id"] for row in _rows("clauses.csv") if (row["addon"], row["kind"]) in BUILT}
    assert wanted, "the catalogue is empty"
    assert wanted - {row["id"] for row in _rows("table.csv")} == set()


def test_every_entry_names_a_test_that_names_the_row():
    """Each entry leads to a test that exists and says which row it checks."""
    known = {row["id"] for row in _rows("clauses.csv")}
    wrong = []
    for row in _rows("table.csv"):
        path = ROOT / "addons" / row["addon"] / row["file"]
        text = path.exists() and _methods(path).get(row["test"])
        spelled = row["id"].lower(), row["id"].lower().replace("-", "_").replace(".", "_")
        if row["id"] not in known or not text or not any(name in text.lower() for name in spelled):
            wrong.append(row)
    assert wrong == []


def test_table_is_sorted_and_without_doubles():
    """The table reads in the order of the catalogue and names nothing twice."""
    order = {row["id"]: number for number, row in enumerate(_rows("clauses.csv"))}
    entries = [(order[row["id"]], row["addon"], row["file"], row["test"]) for row in _rows("table.csv")]
    assert entries == sorted(set(entries))
