"""What the preview says: what is wrong and how to mend it, and what would change."""

import difflib

from . import cells


class Findings:
    """Collects the lines of the preview and counts what is new, changed and unchanged."""

    def __init__(self, env):
        self.env = env
        self.lines = []
        self.errors = 0
        self.counts = {}

    def error(self, line, field, reason):
        """Note what is wrong with a cell; ``reason`` says what to do about it too."""
        self.errors += 1
        self._add("error", line, line.headers.get(field), reason)

    def warning(self, line, field, reason):
        self._add("warning", line, line.headers.get(field), reason)

    def remark(self, sheet, reason):
        self.lines.append({"severity": "info", "sheet": sheet, "reason": reason})

    def count(self, what, how, line=None, reason=None):
        """Count a thing (units, people, appointments, seats) as new, changed or same; the first two are listed."""
        self.counts[what, how] = self.counts.get((what, how), 0) + 1
        if line and how != "same":
            self._add(how, line, None, reason)

    def _add(self, severity, line, column, reason):
        self.lines.append(
            {"severity": severity, "sheet": line.sheet, "row": line.number, "column": column, "reason": reason}
        )

    def nearest(self, text, known):
        """Return “Did you mean …?” for a word that is not known; empty when nothing is like it."""
        spelled = {cells.key(name): name for name in known}
        close = difflib.get_close_matches(cells.key(text), spelled, n=2, cutoff=0.5)
        if not close:
            return ""
        return self.env._("Did you mean %s?", " / ".join(spelled[name] for name in close))
