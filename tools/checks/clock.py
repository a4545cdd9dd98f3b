"""The clock lint: the street's today comes from ``company._safety_today()`` and nowhere else.

A server in UTC believes at 00:05 in Quanzhou that it is still yesterday, so any other "today" is wrong for eight hours
of each day. An instant (``fields.Datetime.now()``) is fine; a date made from it is not.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from .findings import Finding, main, source_files

#: The one file that may ask the clock, because it is the clock.
CLOCK = "addons/street_safety_base/models/patterns/res_company.py"

ADVICE = "ask company._safety_today() for the street's date"

#: Full names of what gives a date (or something that only serves to make one) in the server's or the user's time zone.
FORBIDDEN = {
    "odoo.fields.Date.today",
    "odoo.fields.Date.context_today",
    "odoo.fields.Datetime.today",
    "datetime.date.today",
    "datetime.date.fromtimestamp",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.time",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
    "time.ctime",
}
#: Calls that give an instant; what cuts a date out of them is a finding.
INSTANTS = {"odoo.fields.Datetime.now"}
DATE_CASTS = {"odoo.fields.Date.to_date", "odoo.fields.Date.to_string", "odoo.fields.Date.context_today"}
DATE_METHODS = {"date", "strftime"}

SQL_CLOCK = re.compile(
    r"\bCURRENT_DATE\b|\bLOCALTIMESTAMP\b|'(?:today|yesterday|tomorrow)'\s*::|date_trunc\([^)]*now\(\)"
    r"|\b(?:now\(\)|CURRENT_TIMESTAMP)\s*::\s*date\b|CAST\(\s*(?:now\(\)|CURRENT_TIMESTAMP)\s+AS\s+date",
    re.IGNORECASE,
)
SQL_WORD = re.compile(r"\b(select|insert|update|delete|where|values|set|interval|between|cast)\b|::|=", re.IGNORECASE)


class _Clock(ast.NodeVisitor):
    """Collects (line, what) of one module; names are followed through imports and simple assignments."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self.origin: dict[str, str] = {}
        self.instants: list[set[str]] = [set()]
        self.docstrings: set[int] = set()

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self.origin[name] = alias.name if alias.asname else name

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module and not node.level:
            self.origin.update({a.asname or a.name: f"{node.module}.{a.name}" for a in node.names})

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._skip_docstring(node)
        self.instants.append(set())
        self.generic_visit(node)
        self.instants.pop()

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Module(self, node: ast.Module | ast.ClassDef) -> None:
        self._skip_docstring(node)
        self.generic_visit(node)

    visit_ClassDef = visit_Module

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        if self._is_instant(node.value):
            self.instants[-1].update(target.id for target in node.targets if isinstance(target, ast.Name))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if (name := self._full_name(node)) in FORBIDDEN:
            self.found.append((node.lineno, name))
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and self.origin.get(node.id) in FORBIDDEN:
            self.found.append((node.lineno, self.origin[node.id]))

    def visit_Call(self, node: ast.Call) -> None:
        cut = isinstance(node.func, ast.Attribute) and node.func.attr in DATE_METHODS
        if cut and self._is_instant(node.func.value):
            self.found.append((node.lineno, f"a date cut out of an instant by .{node.func.attr}()"))
        elif self._full_name(node.func) in DATE_CASTS and any(map(self._is_instant, node.args)):
            self.found.append((node.lineno, "a date made from an instant"))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and id(node) not in self.docstrings and SQL_WORD.search(node.value):
            for match in SQL_CLOCK.finditer(node.value):
                line = node.lineno + node.value[: match.start()].count("\n")
                self.found.append((line, f"the database's clock, {match.group()}"))

    def _skip_docstring(self, node: ast.AST) -> None:
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            self.docstrings.add(id(first.value))

    def _full_name(self, node: ast.AST) -> str:
        """``fields.Date.today`` → ``odoo.fields.Date.today``; empty for what does not start at an import."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.origin:
            return ""
        return ".".join([self.origin[node.id], *reversed(parts)])

    def _is_instant(self, node: ast.AST) -> bool:
        """Whether the expression holds ``fields.Datetime.now()``, the transaction's ``cr.now()``, or a name of one."""
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and any(part.id in names for names in self.instants):
                return True
            if isinstance(part, ast.Attribute) and part.attr == "now" and self._gives_instant(part):
                return True
        return False

    def _gives_instant(self, node: ast.Attribute) -> bool:
        ends_in_cursor = getattr(node.value, "attr", getattr(node.value, "id", "")) in {"cr", "_cr"}
        return ends_in_cursor or self._full_name(node) in INSTANTS


def _in_module(path: Path) -> Iterator[tuple[int, str]]:
    visitor = _Clock()
    visitor.visit(ast.parse(path.read_text(encoding="utf-8"), filename=str(path)))
    yield from visitor.found


def check(root: Path) -> list[Finding]:
    """Every other clock in ``addons/``, tests included: a test that asks the real today fails one night a year."""
    return [
        Finding(str(path.relative_to(root)), line, "clock", f"{what}: {ADVICE}")
        for path in source_files(root, ".py", under="addons")
        if str(path.relative_to(root)) != CLOCK
        for line, what in _in_module(path)
    ]


if __name__ == "__main__":
    sys.exit(main(check))
