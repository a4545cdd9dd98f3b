"""Unified social credit code (GB 32100-2015), in pure Python.

``stdnum.cn.uscc`` is not used: it refuses genuine codes whose administrative part has letters (rural collectives).
Nothing here refuses a code; callers warn.
"""

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = [pow(3, position, len(ALPHABET)) for position in range(LENGTH - 1)]
# What typing, copying and Excel leave around or inside a code, zero-width characters and apostrophes included.
_NOISE = re.compile(r"[\s\-‐-―'’`\u200b-\u200d\ufeff]")


def normalise(code):
    """Return ``code`` (a string or a false value) half-width, upper-case and without blanks, or False."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", code or "")).upper() or False


def foreign_characters(code):
    """Return the characters of a normalised ``code`` that no credit code has (I, O, S, V, Z, punctuation, …)."""
    return "".join(dict.fromkeys(character for character in code if character not in _VALUE))


def check_digit(code):
    """Return the 18th character that the first 17 of a well-formed ``code`` call for."""
    total = sum(_VALUE[character] * weight for character, weight in zip(code, _WEIGHTS, strict=False))
    return ALPHABET[-total % len(ALPHABET)]


def status(code):
    """Return none | valid | check_digit | malformed for a normalised ``code``."""
    if not code:
        return "none"
    if len(code) != LENGTH or foreign_characters(code):
        return "malformed"
    return "valid" if check_digit(code) == code[-1] else "check_digit"
