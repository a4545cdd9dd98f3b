#!/usr/bin/env python3
"""核对报送包 / Check a package without the system that made it: Python's standard library, nothing else.

    python3 verify_package.py package.json [--hash HASH] [--workbook package.xlsx]

The signed text (JSON) is hashed anew. It must be canonical (keys sorted, no blanks, UTF-8), so that one content has
one hash. With ``--hash`` the result is compared with the hash printed on paper; with ``--workbook`` every row and the
hash in the workbook are compared with the signed text. Exit code 0: all agree; 1: something differs; 2: a file cannot
be read.
"""

import argparse
import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEAD_ROW = 4  # counted from 1: title, subject, date, headings
SUBJECT_ROW = 2


def canonical(content) -> bytes:
    """Return the one text that a content is hashed as."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def cell_value(cell, shared):
    """Return a cell of a sheet as text, number or None."""
    inline, value = cell.find(f"{SHEET}is"), cell.find(f"{SHEET}v")
    if inline is not None:
        return "".join(node.text or "" for node in inline.iter(f"{SHEET}t"))
    if value is None:
        return None
    if cell.get("t") == "s":
        return shared[int(value.text)]
    return value.text if cell.get("t") == "str" else float(value.text)


def column_of(reference) -> int:
    """Return the number of the column of a reference such as AB12, A being 0."""
    number = 0
    for letter in re.match("[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def sheets_of(file):
    """Yield each sheet of a workbook as {row number: {column number: value}}, in their order."""
    with zipfile.ZipFile(file) as book:
        names = book.namelist()
        shared = []
        if "xl/sharedStrings.xml" in names:
            root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            shared = ["".join(node.text or "" for node in item.iter(f"{SHEET}t")) for item in root]
        found = (re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name) for name in names)
        for number in sorted(int(match.group(1)) for match in found if match):
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            yield {
                int(row.get("r")): {column_of(cell.get("r")): cell_value(cell, shared) for cell in row}
                for row in root.iter(f"{SHEET}row")
            }


def same(signed, shown) -> bool:
    """Whether a cell of the workbook shows what was signed; an empty cell is empty on both sides."""
    if isinstance(signed, int | float) and not isinstance(signed, bool):
        return isinstance(shown, float) and abs(shown - signed) < 1e-9
    return (str(signed) if signed else "") == ("" if shown is None else str(shown))


def compare_workbook(sections, sheets, digest):
    """Yield what differs between the signed parts and the sheets of the workbook."""
    if len(sections) != len(sheets):
        yield f"工作表数量不同 / number of sheets: {len(sheets)}, signed parts: {len(sections)}"
    for section, sheet in zip(sections, sheets, strict=False):
        if digest not in str(sheet.get(SUBJECT_ROW, {}).get(0)):
            yield f"{section['name']}: 未印有该校验码 / does not carry this hash"
        rows = [section["headings"], *(row[1:] for row in section["rows"])]
        if max(sheet, default=0) >= HEAD_ROW + len(rows):
            yield f"{section['name']}: 多出行 / more rows than signed"
        for number, row in enumerate(rows):
            shown = sheet.get(HEAD_ROW + number, {})
            for column, signed in enumerate(row, start=1):
                if not same(signed, shown.get(column)):
                    yield f"{section['name']} {number}: {signed!r} → {shown.get(column)!r}"


def problems(raw, expected, workbook):
    """Yield what is wrong with the signed text ``raw`` and what is compared with it."""
    digest = hashlib.sha256(raw).hexdigest()
    content = json.loads(raw)
    if canonical(content) != raw:
        yield "签字文本不规范 / the text is not in the canonical form"
    if expected and expected.strip().lower() != digest:
        yield f"校验码不一致 / the hash is another: {expected}"
    if workbook:
        yield from compare_workbook(content["sections"], list(sheets_of(workbook)), digest)


def main(arguments=None) -> int:
    """The command; see the text above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--hash", default="")
    parser.add_argument("--workbook", type=Path)
    options = parser.parse_args(arguments)
    try:
        raw = options.file.read_bytes()
        found = list(problems(raw, options.hash, options.workbook))
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        sys.stderr.write(f"无法读取 / cannot be read: {error}\n")
        return 2
    sys.stdout.write(f"SHA-256 {hashlib.sha256(raw).hexdigest()}\n")
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.stdout.write("不一致 / DIFFERENT\n" if found else "一致 / OK\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
