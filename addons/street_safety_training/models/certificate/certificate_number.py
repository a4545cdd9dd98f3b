"""What a certificate number looks like: pure functions, no database."""

import datetime
import itertools
import re

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

_KEPT = re.compile(r"[\s\-—–_·.]+")
# Certificates of special operators carry the identity card number of their holder, a letter before it.
IDENTITY = re.compile(r"^[A-Z]?(\d{17}[\dX])$")
SHORTEST = 5


def normalise(number):
    """Return ``number`` as it is kept: half-width capitals without blanks and hyphens, or False."""
    return _KEPT.sub("", (number or "").upper()) or False


def oddity(number, identity=False, today=None):
    """Return why ``number`` (normalised) looks forged or mistyped – a code word – or False.

    ``short``, ``letters``, ``same``, ``row``: too short, no digit in it, one digit throughout, digits that count up
    or down. ``identity``: no identity card number although this type carries one. ``check_digit``, ``birth``: an
    identity card number whose last character does not fit (GB 11643), or of somebody not yet born.

    :param identity: the type's numbers contain the identity card number of the holder
    :param today: a date; an identity of somebody born later is odd
    """
    digits = re.sub(r"\D", "", number)
    if len(number) < SHORTEST:
        return "short"
    if not digits:
        return "letters"
    if len(digits) >= SHORTEST and len(set(digits)) == 1:
        return "same"
    steps = {int(b) - int(a) for a, b in itertools.pairwise(digits)}
    if len(digits) >= SHORTEST and steps in ({1}, {-1}):
        return "row"
    match = IDENTITY.match(number)
    if not match:
        return "identity" if identity else False
    return _identity_oddity(match[1], identity, today)


def _identity_oddity(code, identity, today):
    try:
        born = datetime.date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return "birth" if identity else False
    if today and born >= today:
        return "birth"
    try:
        fits = ric.calc_check_digit(code) == code[-1]
    except ValidationError:
        fits = False
    # Eighteen digits that are no birthday's are a register number, not an identity.
    return False if fits else "check_digit"
