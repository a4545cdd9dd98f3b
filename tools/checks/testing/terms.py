"""The terms of an addon: whether its template is what the source gives today, and the Chinese complete."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import polib

import odoo.addons

LANGUAGE = "zh_CN"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+ 0#]*\d*(?:\.\d+)?[sdifgr%]|\{\w*\}")
#: Terms of Chinese content need no translation into Chinese.
CHINESE = re.compile(r"[\u4e00-\u9fff]")

#: Labels of fields that every model has or that mail's mixins bring: Odoo's own translation of them holds.
STOCK_FIELD = re.compile(
    r"field_\w+?__(?:id|(?:create|write)_(?:date|uid)|display_name|has_message|website_message_ids"
    r"|(?:access|message|activity|my_activity|rating)_\w+)$"
)
STOCK_ADDONS = ("base", "mail", "portal")

Key = tuple[str, str]


def key_of(entry: polib.POEntry) -> Key:
    """What identifies a term: its context, if any, and its text."""
    return entry.msgctxt or "", entry.msgid


def _places(entry: polib.POEntry) -> tuple:
    return tuple(sorted(entry.occurrences)), entry.comment, entry.msgid_plural


def template_problems(name: str, committed: polib.POFile, current: polib.POFile) -> Iterator[str]:
    """How a committed template differs from the source; dates and order do not count."""
    old, new = ({key_of(entry): _places(entry) for entry in file} for file in (committed, current))
    for key in sorted(new.keys() - old.keys()):
        yield f"{name}.pot lacks {key[1]!r}"
    for key in sorted(old.keys() - new.keys()):
        yield f"{name}.pot still has {key[1]!r}"
    for key in sorted(key for key in old.keys() & new.keys() if old[key] != new[key]):
        yield f"{name}.pot has other places for {key[1]!r}"


def placeholders(text: str) -> Counter:
    """The placeholders of a text and how often each occurs."""
    return Counter(PLACEHOLDER.findall(text))


def translation_problems(name: str, translated: polib.POFile, template: polib.POFile) -> Iterator[str]:
    """What is missing, left over, unsure or broken in a translation."""
    known = {key_of(entry): entry for entry in translated if not entry.obsolete}
    wanted = {key_of(entry) for entry in template}
    for key in sorted(wanted - known.keys()):
        yield f"{name} lacks {key[1]!r}"
    for key in sorted(known.keys() - wanted):
        yield f"{name} still has {key[1]!r}"
    yield from (f"{name} has the obsolete {entry.msgid!r}" for entry in translated.obsolete_entries())
    for key in sorted(wanted & known.keys()):
        entry = known[key]
        if entry.fuzzy:
            yield f"{name} is unsure (fuzzy) about {entry.msgid!r}"
        if not entry.msgstr:
            yield f"{name} does not translate {entry.msgid!r}"
        elif placeholders(entry.msgid) != placeholders(entry.msgstr):
            yield f"{name} has other placeholders in {entry.msgstr!r} than in {entry.msgid!r}"


def stock_translations() -> dict[str, str]:
    """Odoo's own Chinese for the labels that its mixins bring."""
    found = {}
    for folder in odoo.addons.__path__:
        for addon in STOCK_ADDONS:
            path = Path(folder, addon, "i18n", f"{LANGUAGE}.po")
            if path.exists():
                found.update({entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.msgstr})
    return found


def _first_guess(entry: polib.POEntry, stock: dict[str, str]) -> str:
    """What a term that nobody translated yet starts as: Chinese stays Chinese, Odoo's labels are Odoo's, or empty."""
    if CHINESE.search(entry.msgid):
        return entry.msgid
    if all(STOCK_FIELD.search(place) for place, _ in entry.occurrences):
        return stock.get(entry.msgid, "")
    return ""


def merge(translated: polib.POFile, template: polib.POFile, stock: dict[str, str]) -> list[str]:
    """Bring a translation to the terms of its template, in the template's order; return the terms still empty."""
    known = {key_of(entry): entry.msgstr for entry in translated if not entry.obsolete}
    translated.clear()
    for entry in template:
        text = known.get(key_of(entry), "") or _first_guess(entry, stock)
        fields = {"comment": entry.comment, "occurrences": entry.occurrences, "msgctxt": entry.msgctxt}
        translated.append(polib.POEntry(msgid=entry.msgid, msgstr=text, flags=entry.flags, **fields))
    return [entry.msgid for entry in translated if not entry.msgstr]


def export(odoo: Callable[..., tuple[int, str]], database: str, addon: str, target: Path) -> None:
    """Let Odoo write the template of an addon to ``target``.

    :raises RuntimeError: when it does not
    """
    returncode, log = odoo("i18n", "export", "-d", database, "-l", "pot", "-o", str(target), addon)
    if returncode or not target.exists():
        raise RuntimeError(f"the terms of {addon} could not be exported: {log[-1500:]}")


def _current(addon, exporter: Callable[[str, Path], None]) -> polib.POFile:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"{addon.name}.pot"
        exporter(addon.name, target)
        return polib.pofile(str(target))


def files(addon) -> tuple[Path, Path]:
    """The template and the Chinese translation of an addon."""
    return addon.path / "i18n" / f"{addon.name}.pot", addon.path / "i18n" / f"{LANGUAGE}.po"


def problems(addon, exporter: Callable[[str, Path], None]) -> list[str]:
    """All that is wrong with the translations of an addon."""
    template, translation = files(addon)
    missing = [f"{addon.name} has no i18n/{path.name}" for path in (template, translation) if not path.exists()]
    if missing:
        return missing
    current, name = _current(addon, exporter), f"{addon.name}/i18n/{translation.name}"
    return [
        *template_problems(f"{addon.name}/i18n/{addon.name}", polib.pofile(str(template)), current),
        *translation_problems(name, polib.pofile(str(translation)), current),
    ]


def write(addon, exporter: Callable[[str, Path], None]) -> list[str]:
    """Regenerate the template and merge the translation of an addon; return the terms still empty."""
    template, translation = files(addon)
    current = _current(addon, exporter)
    current.metadata.pop("POT-Creation-Date", None)  # or every export would be a change
    current.metadata.pop("PO-Revision-Date", None)
    current.sort(key=lambda entry: (min(entry.occurrences, default=("", "")), entry.msgid))
    template.parent.mkdir(exist_ok=True)
    chinese = polib.pofile(str(translation)) if translation.exists() else polib.POFile()
    chinese.metadata = {**current.metadata, "Language": LANGUAGE, "Plural-Forms": "nplurals=1; plural=0;"}
    empty = merge(chinese, current, stock_translations())
    for file, path in ((current, template), (chinese, translation)):
        file.wrapwidth = 120
        file.save(str(path), newline="\n")
    return empty
