"""The columns of the two sheets. What else a header may be called is data (``base_import.mapping``)."""

import re
import unicodedata

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

MAPPING_MODEL = "safety.organisation.import.wizard"

UNITS = {
    "code": _lt("Unit code"),
    "name": _lt("Unit name"),
    "type": _lt("Unit type"),
    "parent": _lt("Code of the unit above"),
    "sequence": _lt("Order"),
    "since": _lt("Since"),
}
PEOPLE = {
    "unit": _lt("Unit code"),
    "post": _lt("Post"),
    "planned": _lt("Planned seats"),
    "person": _lt("Person"),
    "login": _lt("Login"),
    "phone": _lt("Phone"),
    "email": _lt("E-mail"),
    "start": _lt("In post from"),
    "end": _lt("In post until"),
    "acting": _lt("Acting"),
    "serves": _lt("Serves (unit codes)"),
    "field": _lt("Field (unit code)"),
    "note": _lt("Note"),
}
SHEETS = {"unit": UNITS, "people": PEOPLE}
#: Without these columns a sheet is not what it looks like.
NEEDED = {"unit": {"code", "name", "type"}, "people": {"unit", "post"}}
#: What the two sheets are called, for those that could be either.
TITLES = {"unit": {"单位", "units"}, "people": {"人员", "people"}}

_NOISE = re.compile(r"[\s*:_·.、。\-]|\(.*\)$")


def label(env, kind, field):
    """Return the header of a column in the user's language."""
    return SHEETS[kind][field]._translate(env.lang or "en_US")


def header_key(text):
    """Return a header as it is compared: case, width, spaces, stars and a remark in brackets do not count."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", str(text or "")).casefold())


def header_index(env):
    """Return {kind: {header key: field}}: our own headers in English and the user's language, and the mapped ones."""
    index = {kind: {} for kind in SHEETS}
    mappings = env["base_import.mapping"].sudo().search_fetch([("res_model", "=", MAPPING_MODEL)])
    for mapping in mappings:
        kind, _dot, field = mapping.field_name.partition(".")
        if field in SHEETS.get(kind, ()):
            index[kind][header_key(mapping.column_name)] = field
    for kind, columns in SHEETS.items():
        for field, source in columns.items():
            index[kind][header_key(source._translate("en_US"))] = field
            index[kind][header_key(source._translate(env.lang or "en_US"))] = field
    return index


#: What goes into a column, and an example; for the explanations in the template.
HELP = {
    "unit": {
        "code": (_lt("Short and unique in the street. The other sheet refers to it."), "HD01"),
        "name": (_lt("Full name."), _lt("Hudong Community")),
        "type": (_lt("One of the list on the right."), _lt("Community")),
        "parent": (_lt("Empty for the street itself only."), "XT"),
        "sequence": (_lt("Order among units of one level, may stay empty."), "10"),
        "since": (_lt("First day of the unit, may stay empty."), "2026-01-05"),
    },
    "people": {
        "unit": (_lt("Where the post is."), "HD01"),
        "post": (_lt("One of the list on the right."), _lt("Safety officer")),
        "planned": (_lt("How many people the post should have here."), "1"),
        "person": (_lt("Name. Empty: a vacant seat."), _lt("Zhang San")),
        "login": (_lt("May stay empty: the phone number, else the name in pinyin."), "zhangsan"),
        "phone": (_lt("Tells people of one name apart."), "13900000000"),
        "email": (_lt("May stay empty."), "zhangsan@example.com"),
        "start": (_lt("First day in the post. Empty: today."), "2026-01-05"),
        "end": (_lt("Last day in the post. Empty: open."), ""),
        "acting": (_lt("Yes for who stands in for the holder."), ""),
        "serves": (
            _lt("Units the seat serves instead of its own, with commas. For linked leaders."),
            "HD01, HD02",
        ),
        "field": (_lt("Committee or department the seat stands for."), ""),
        "note": (_lt("Anything."), ""),
    },
}
