"""Read the workbook: which sheet is which, which column is which, and the rows with what they say."""

import io
import re
import zipfile
from dataclasses import dataclass, field

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from odoo.exceptions import UserError

from . import cells
from .columns import NEEDED, SHEETS, TITLES, header_index, header_key, label

# Limits of the reader, far above any street: a workbook beyond them is broken or hostile.
MAX_BYTES, MAX_UNPACKED, MAX_ROWS = 20 << 20, 150 << 20, 30_000
HEAD_ROWS = 10  # the headers stand within the first rows; a title may stand above them

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+\d+:[A-Z]+\d+)"')


@dataclass(slots=True, eq=False)
class Line:
    """One row of a sheet: what its cells say by field, and what the columns are called there."""

    kind: str
    sheet: str
    number: int
    cells: dict
    headers: dict

    def get(self, name):
        return self.cells.get(name)


@dataclass(slots=True)
class Content:
    """What the workbook holds for us, and remarks (sheet, text) on what was passed over."""

    unit: list = field(default_factory=list)
    people: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    known: int = 0  # sheets whose headers we know


def read_workbook(env, content):
    """Return the :class:`Content` of an XLSX file.

    :param content: the file, bytes
    :raises UserError: it is no XLSX file, it is too large, or no sheet of it is about units or people
    """
    book = open_workbook(env, content)
    index = header_index(env)
    result = Content()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for sheet in book.worksheets:
            _read_sheet(env, sheet, archive, index, result)
    if not result.known:
        raise UserError(
            env._(
                "No sheet has the columns of units (%(units)s) or of people (%(people)s). Start from the template.",
                units=", ".join(label(env, "unit", name) for name in ("code", "name", "type")),
                people=", ".join(label(env, "people", name) for name in ("unit", "post")),
            )
        )
    return result


def open_workbook(env, content):
    if len(content) > MAX_BYTES:
        raise UserError(env._("The file is larger than %s MB. Remove pictures and empty rows.", MAX_BYTES >> 20))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise UserError(env._("The sheets are too large. Delete the empty rows below the last one and save again."))
        return load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError, IndexError, AttributeError) as error:
        # openpyxl raises whatever a broken part of the file makes it stumble over
        raise UserError(
            env._(
                "This is no XLSX workbook. Open it in your spreadsheet program and save it as “Excel workbook (.xlsx)”."
            )
        ) from error


def _read_sheet(env, sheet, archive, index, result):
    if not hasattr(sheet, "iter_rows"):
        return
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    found = _find_head(sheet.title, rows, index)
    if not found:
        result.remarks.append((sheet.title, env._("The sheet was passed over: it has no headers we know.")))
        return
    kind, columns, extra = found
    result.known += 1
    headers = {name: text for name, text in columns.values()}
    if extra:
        text = env._("Columns passed over: %s.", ", ".join(extra))
        result.remarks.append((sheet.title, text))
    lines = getattr(result, kind)
    merged = _Merged(sheet, archive)
    for position, row in rows:
        own = _own_cells(row, columns)
        filled = [merged.value(position, column, value) for column, value in zip(columns, own, strict=True)]
        if not any(cells.plain(value) for value in own):
            continue
        if len(lines) >= MAX_ROWS:
            raise UserError(
                env._("The sheet “%(sheet)s” has more than %(most)s rows.", sheet=sheet.title, most=MAX_ROWS)
            )
        values = dict(zip(headers, filled, strict=True))
        lines.append(Line(kind, sheet.title, position, values, headers))


def _find_head(title, rows, index):
    """Return (kind, {position: (field, header)}, other headers) of the first row that holds headers."""
    for number, row in rows:
        best = max(SHEETS, key=lambda kind: (_score(kind, row, index), cells.key(title) in TITLES[kind]))
        columns, extra = {}, []
        for position, text in enumerate(row):
            name = index[best].get(header_key(text))
            if name and name not in {taken for taken, _text in columns.values()}:
                columns[position] = (name, str(text).strip())
            elif cells.plain(text):
                extra.append(str(text).strip())
        if NEEDED[best] <= {name for name, _text in columns.values()}:
            return best, columns, extra
        if number >= HEAD_ROWS:
            return None
    return None


def _score(kind, row, index):
    names = {index[kind].get(header_key(text)) for text in row}
    return NEEDED[kind] <= names, len(names)


class _Merged:
    """Merged cells of a sheet: a read-only sheet does not know them. Each row says what the first row says."""

    def __init__(self, sheet, archive):
        self._first, self._values = {}, {}
        xml = archive.read(sheet._worksheet_path)
        for reference in _MERGED.findall(xml, max(xml.rfind(b"sheetData>"), 0)):
            column, first, _last_column, last = range_boundaries(reference.decode())
            if last - first <= MAX_ROWS:
                self._first.update({(number, column - 1): first for number in range(first, last + 1)})

    def value(self, number, position, value):
        first = self._first.get((number, position))
        if first is None:
            return value
        return self._values.setdefault((first, position), value)


def _own_cells(row, columns):
    return [row[position] if position < len(row) else None for position in columns]
