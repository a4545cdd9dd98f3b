"""Cells as people type them: widths, spaces, dates, ticks, and phone numbers that a spreadsheet took for figures."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from ...models.patterns.safety_import_mixin import EMPTY_CELLS

YES = {"是", "y", "yes", "true", "1", "√", "✓", "✔", "代理", "acting", "x"}
NO = {"否", "n", "no", "false", "0", "×"}
#: A spreadsheet counts days from here; 20 000 … 80 000 are the years 1954 … 2119.
_EXCEL_EPOCH, _EXCEL_DAYS = date(1899, 12, 30), range(20_000, 80_000)

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+00:00:00)?|(\d{4})(\d\d)(\d\d)")
# Full-width digits and letters become half-width; Chinese punctuation in a name stays what it is.
_NARROW = {wide: wide - 0xFEE0 for wide in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
_SEPARATORS = re.compile(r"[,;、\n|]+")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1\d{10})")


def _string(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _INVISIBLE.sub("", str(value)).strip()
    return "" if text.casefold() in EMPTY_CELLS else text


def words(value):
    """Return a name or note: digits, letters and spaces in one width, single spaces."""
    return " ".join(_string(value).translate(_NARROW).split())


def plain(value):
    """Return a code or login: everything in one width, no spaces at the ends."""
    return " ".join(unicodedata.normalize("NFKC", _string(value)).split())


def key(value):
    """Return what two spellings of the same name share: case, width and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", _string(value)).casefold().split())


def codes(value):
    """Return the codes of a list cell."""
    return [code for part in _SEPARATORS.split(plain(value)) if (code := part.strip())]


def day(value):
    """Return the date of a cell, None when it is empty.

    :raises ValueError: it is none
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain(value)
    if not text:
        return None
    if isinstance(value, int | float) and int(value) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(value))
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(text)
    return date(*(int(part) for part in match.groups() if part))


def whole(value):
    """Return the number of a cell, None when it is empty.

    :raises ValueError: it is no whole number from 0 to 9999
    """
    text = plain(value).removesuffix("人").removesuffix("名")
    if not text:
        return None
    number = int(text)
    if not 0 <= number <= 9999:
        raise ValueError(text)
    return number


def tick(value):
    """Return True or False, None when the cell is empty.

    :raises ValueError: it is neither yes nor no
    """
    text = key(value)
    if not text:
        return None
    if text in YES or text in NO:
        return text in YES
    raise ValueError(text)


def phone(value):
    """Return a phone number without spaces and dashes.

    A spreadsheet drops the leading zero of an area code: a figure of 10 or 11 digits that is no mobile number had one.
    """
    text = re.sub(r"[\s\-()]", "", plain(value))
    if isinstance(value, int | float) and text.isdigit() and not _MOBILE.fullmatch(text) and len(text) in (10, 11):
        text = f"0{text}"
    match = _MOBILE.fullmatch(text)
    return match[1] if match else text
