"""Translations: an outdated template and an incomplete translation are found; merging keeps what was translated."""

import polib
import pytest

from tools.checks.testing import terms


def pofile(*entries):
    file = polib.POFile()
    for entry in entries:
        values = dict(zip(("msgid", "msgstr"), entry, strict=False)) if isinstance(entry, tuple) else {"msgid": entry}
        file.append(polib.POEntry(comment="module: base", occurrences=[("model:x", "0")], **values))
    return file


def test_a_current_template_passes_in_any_order():
    assert list(terms.template_problems("base", pofile("A", "B"), pofile("B", "A"))) == []


def test_an_outdated_template_is_found():
    found = list(terms.template_problems("base", pofile("A", "gone"), pofile("A", "new")))
    assert found == ["base.pot lacks 'new'", "base.pot still has 'gone'"]
    moved = pofile("A")
    moved[0].occurrences = [("model:y", "0")]
    assert list(terms.template_problems("base", pofile("A"), moved)) == ["base.pot has other places for 'A'"]


@pytest.mark.parametrize(
    ("translated", "problem"),
    [
        (pofile(), "lacks"),
        (pofile(("Due on %(day)s", "")), "does not translate"),
        (pofile(("Due on %(day)s", "到期")), "other placeholders"),
        (pofile(("Due on %(day)s", "到期 %s")), "other placeholders"),
        (pofile(("Due on %(day)s", "到期 %(day)s"), ("Old", "旧")), "still has 'Old'"),
    ],
)
def test_an_incomplete_translation_is_found(translated, problem):
    found = list(terms.translation_problems("zh", translated, pofile("Due on %(day)s")))
    assert len(found) == 1
    assert problem in found[0]


@pytest.mark.parametrize(("flag", "problem"), [("fuzzy", "unsure"), ("obsolete", "obsolete")])
def test_unsure_and_obsolete_entries_are_found(flag, problem):
    translated = pofile(("A", "甲"))
    if flag == "fuzzy":
        translated[0].flags.append("fuzzy")
    else:
        translated.append(polib.POEntry(msgid="Old", msgstr="旧", obsolete=True))
    assert [problem in line for line in terms.translation_problems("zh", translated, pofile("A"))] == [True]


def test_a_complete_translation_passes():
    translated = pofile(("%s of %s", "%s / %s"), ("{count} left", "剩余 {count}"), ("100 %", "100 %"))
    assert list(terms.translation_problems("zh", translated, pofile("%s of %s", "{count} left", "100 %"))) == []


def test_merging_keeps_translations_drops_old_terms_and_lists_new_ones():
    translated = pofile(("A", "甲"), ("Old", "旧"))
    stock = pofile("Created on", "街道")
    stock[0].occurrences = [("model:ir.model.fields,field_description:base.field_safety_unit__create_date", "0")]
    template = pofile("New", "A")
    template.extend(stock)
    assert terms.merge(translated, template, {"Created on": "创建日期", "New": "新"}) == ["New"]
    merged = {entry.msgid: entry.msgstr for entry in translated}
    assert merged == {"New": "", "A": "甲", "Created on": "创建日期", "街道": "街道"}
