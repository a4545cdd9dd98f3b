"""A ZIP file that is written while it is sent: memory does not grow with it, and nothing is kept on the disk."""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import NamedTuple

CHUNK = 1 << 18
# What is compressed already is stored: packing it again costs time and saves nothing.
PACKED = ("image/", "video/", "audio/", "application/zip", "application/pdf", "application/vnd.openxmlformats")
INDEX = "index.csv"
# What no file system takes in a name.
UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
LONGEST = 80


class Entry(NamedTuple):
    """One file of the ZIP.

    :param folders: the folders it lies in, outermost first
    :param name: its name; made unique where two are alike
    :param mimetype: decides whether it is compressed
    :param open: returns a binary file to read it from
    :param facts: what the index says about it
    """

    folders: tuple[str, ...]
    name: str
    mimetype: str
    open: Callable
    facts: tuple


def fit(text: str) -> str:
    """Return ``text`` as a name that every file system takes."""
    return UNFIT.sub(" ", text or "").strip(" .")[:LONGEST] or "_"


def _unique(path: str, taken: set[str]) -> str:
    stem, dot, ending = path.rpartition(".")
    stem, ending = (stem, dot + ending) if stem and "/" not in ending else (path, "")
    number, found = 1, path
    while found.lower() in taken:
        number += 1
        found = f"{stem} ({number}){ending}"
    taken.add(found.lower())
    return found


def stream(entries: Iterable[Entry], headings: Iterable[str]) -> Iterator[bytes]:
    """Yield a ZIP of ``entries`` and, at its end, an index with the path, size and SHA-256 of each.

    :param headings: of the index: path, bytes, SHA-256, then those of the facts
    """
    pieces, taken, lines = [], {INDEX}, [list(headings)]

    def take() -> bytes:
        joined = b"".join(pieces)
        pieces.clear()
        return joined

    # Something to write to that cannot be rewound: the sizes then follow each file instead of going before it.
    sink = SimpleNamespace(write=lambda data: pieces.append(bytes(data)) or len(data), flush=lambda: None)
    with zipfile.ZipFile(sink, "w") as book:
        for entry in entries:
            path = _unique("/".join([*map(fit, entry.folders), fit(entry.name)]), taken)
            info = zipfile.ZipInfo(path)
            info.compress_type = zipfile.ZIP_STORED if entry.mimetype.startswith(PACKED) else zipfile.ZIP_DEFLATED
            digest, size = hashlib.sha256(), 0
            with entry.open() as source, book.open(info, "w", force_zip64=True) as target:
                while piece := source.read(CHUNK):
                    digest.update(piece)
                    size += len(piece)
                    target.write(piece)
                    yield take()
            lines.append([path, size, digest.hexdigest(), *entry.facts])
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        # The mark at the beginning tells a spreadsheet that it is UTF-8.
        book.writestr(zipfile.ZipInfo(INDEX), text.getvalue().encode("utf-8-sig"), zipfile.ZIP_DEFLATED)
    yield take()
