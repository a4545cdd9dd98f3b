"""What names and addresses are found by and compared by, in pure Python.

pypinyin's own ``lazy_pinyin`` cuts each text into words first, which costs as much as the rest of an import.
"""

import unicodedata
from functools import cache, lru_cache

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

# Legal forms say nothing about which enterprise it is, and are left out as often as written.
_FORMS = ("有限责任公司", "股份有限公司", "有限公司")


@cache
def _readings():
    """Return ({character: initial of its first reading}, characters whose readings begin differently)."""
    first, several = {}, set()
    for code, readings in pinyin_dict.items():
        letters = [_plain(reading)[:1] for reading in readings.split(",")]
        first[chr(code)] = letters[0]
        if len(set(letters)) > 1:
            several.add(chr(code))
    return first, several


def _plain(reading):
    """Return a reading without its tone marks."""
    return unicodedata.normalize("NFD", reading)


@lru_cache(maxsize=50_000)
def initials(text):
    """Return the initials of a name as people type them: 晨光制鞋厂 → cgzxc, 厦门ABC重庆店 → xmabccqd."""
    first, several = _readings()
    found = []
    text = unicodedata.normalize("NFKC", text or "")
    for index, character in enumerate(text):
        if character in several:
            found.append(_in_phrase(text, index) or first[character])
        elif character in first:
            found.append(first[character])
        elif character.isascii() and character.isalnum():
            found.append(character.lower())
    return "".join(found)


def _in_phrase(text, index):
    """Return the initial of an ambiguous character by the word of two it stands in (厦门, 银行), or None."""
    for start in (index, index - 1):
        word = text[start : start + 2] if start >= 0 else ""
        if reading := phrases_dict.get(word):
            return _plain(reading[index - start][0])[:1]
    return None


def folded(text):
    """Return a text as it is compared: half-width and without case."""
    return unicodedata.normalize("NFKC", text or "").casefold()


@lru_cache(maxsize=50_000)
def plain_key(text):
    """Return what is left of a name or address without width, case, blanks and punctuation; False when nothing is."""
    text = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(character for character in text if character.isalnum()) or False


def name_key(text):
    """Return the key of a name: :func:`plain_key` without the legal form."""
    key = plain_key(text)
    for form in _FORMS:
        if key and key != form and key.endswith(form):
            return key.removesuffix(form)
    return key
