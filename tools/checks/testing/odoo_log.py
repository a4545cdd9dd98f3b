"""Reading Odoo's log: records with their continuation lines, and the warnings that nobody may leave behind."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) (?P<database>\S+) (?P<logger>[\w.]+): ")
OURS = re.compile(r"street_safety_(?:base|inspection|training|accountability)|\bsafety[._][a-z]")
BAD = {"WARNING", "ERROR", "CRITICAL"}

#: Noise of others that says nothing about us. A record that names our addons or models is never excused.
FOREIGN_NOISE = (
    # The embedded PostgreSQL has no contrib modules: Odoo tries to create the extension, logs this, and goes on.
    re.compile(r"pg_trgm|unaccent"),
)


@dataclass(frozen=True)
class Record:
    """One log record; ``text`` holds its traceback too."""

    level: str
    logger: str
    text: str

    @property
    def bad(self) -> bool:
        """Whether it is a warning or worse."""
        return self.level in BAD

    @property
    def ours(self) -> bool:
        """Whether it names one of our addons or models."""
        return bool(OURS.search(self.text))


def records(log: str) -> Iterator[Record]:
    """The records of a log; lines that do not start one belong to the one before."""
    lines: list[str] = []
    head = None
    for line in [*log.splitlines(), None]:
        match = RECORD.match(line) if line is not None else None
        if (match or line is None) and head:
            yield Record(head["level"], head["logger"], "\n".join(lines))
        if match:
            head, lines = match, [line]
        elif line is not None and head:
            lines.append(line)


def complaints(log: str, noise: Iterable[re.Pattern] = FOREIGN_NOISE) -> list[str]:
    """The warnings and errors of a log, without foreign noise."""
    noise = tuple(noise)
    return [
        record.text
        for record in records(log)
        if record.bad and (record.ours or not any(pattern.search(record.text) for pattern in noise))
    ]


def split_by_owner(log: str, logger: str) -> tuple[list[str], int]:
    """Of the warnings and errors of one logger: the texts that name us, and how many concern others."""
    bad = [record for record in records(log) if record.bad and record.logger.startswith(logger)]
    return [record.text for record in bad if record.ours], sum(not record.ours for record in bad)
