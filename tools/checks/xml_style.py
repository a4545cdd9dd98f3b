"""XML files are well-formed and look alike: the declaration, ``id`` first, ``eval`` for numbers."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from .findings import Finding, main, source_files

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" ?>'
#: Elements of Odoo's data files that carry an identifier.
WITH_ID = {"record", "menuitem", "template", "report", "asset"}
#: Fields that hold a number whatever the model; as text they are converted by luck.
NUMBERS = {"sequence", "priority", "interval_number", "color"}
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def _in_element(node: etree._Element) -> Iterator[tuple[str, str]]:
    attributes = list(node.attrib)
    if node.tag in WITH_ID and "id" in attributes and attributes[0] != "id":
        yield "xml-id-first", f"<{node.tag} id={node.get('id')!r}> names {attributes[0]} before id"
    if node.tag == "field" and node.get("name") in NUMBERS and NUMBER.fullmatch((node.text or "").strip()):
        yield "xml-eval", f"write <field name={node.get('name')!r} eval={node.text.strip()!r} />"


def _in_file(path: Path) -> Iterator[tuple[int, str, str]]:
    content = path.read_bytes()
    if content.splitlines()[:1] != [DECLARATION]:
        yield 1, "xml-declaration", f"the first line is not {DECLARATION.decode()}"
    try:
        tree = etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        yield error.lineno or 1, "xml-syntax", str(error)
        return
    if tree.tag == "odoo":  # other files (templates of the web client, icons) have their own vocabulary
        for node in tree.iter(etree.Element):
            for rule, text in _in_element(node):
                yield node.sourceline, rule, text


def check(root: Path) -> list[Finding]:
    """Every XML file below ``addons/``."""
    return [
        Finding(str(path.relative_to(root)), line, rule, text)
        for path in source_files(root, ".xml", under="addons")
        for line, rule, text in _in_file(path)
    ]


if __name__ == "__main__":
    sys.exit(main(check))
