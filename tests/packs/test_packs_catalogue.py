"""The shipped packs say what the clause catalogue says; where they do not, ``differences.csv`` says why.

Every scheduled row of ``tests/clauses/clauses.csv`` is compared with the rules of its clause. A rule is written in the
words of the catalogue (period, times, window, target, coverage, due, actor, per) and the words must be equal. A cell
that is not stands in ``differences.csv`` with both sides and a reason; a line there that is no longer true is an error
too. Rules of one row that differ are joined by ``+``. What the files say is documented in ``docs/regulation-file.md``.
"""

import ast
import calendar
import collections
import csv
import datetime
import functools
import itertools
import json
import re
import unicodedata
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
#: Acts of the state that ship beside the five streets' regulations; the catalogue does not know them.
NATIONAL = {"D493"}
CATALOGUE = HERE.parent / "clauses" / "clauses.csv"
SOURCES = ROOT.parent / "shared" / "regulations"
LONGEST_RUN = 15
FIELDS = ("period", "times", "window", "target", "coverage", "due", "actor", "per")
PERIODS = {
    "day": "daily",
    "week": "weekly",
    "fortnight": "fortnightly",
    "month": "monthly",
    "two_months": "two_monthly",
    "quarter": "quarterly",
    "half_year": "half_yearly",
    "year": "yearly",
    "fixed_dates": "fixed_date",
}
PERIOD_ENDS = {
    "day": "same day",
    "week": "Sunday of the week",
    "fortnight": "end of the fortnight",
    "month": "last day of month",
    "two_months": "last day of second month",
    "quarter": "last day of quarter",
    "half_year": "30 June / 31 December",
    "year": "31 December",
}
ORDINALS = {1: "st", 2: "nd", 3: "rd"}
UNIT_TYPES = {"community": "communities"}
# Domain leaf on an enterprise → attribute and value in the catalogue; {} is the value of the leaf.
ATTRIBUTES = {
    ("class_id.code", "=", "high_risk"): "risk=high",
    ("class_id.code", "="): "risk={}",
    ("kind_id.code", "in"): "kind={}",
    ("above_scale", "=", True): "size=above_scale",
    ("headcount", ">="): "headcount>={}",
}


def _rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def _catalogue():
    return {row["id"]: row for row in _rows(CATALOGUE)}


def _scheduled():
    return {code: row for code, row in _catalogue().items() if row["scheduled"] == "yes"}


@functools.cache
def _packs():
    """Return {regulation code: {"clauses": […], "rules": […]}} of the five; files of several addons are one pack."""
    packs = collections.defaultdict(lambda: {"clauses": [], "rules": []})
    for path in sorted([*ROOT.glob("addons/*/data/packs/*/*.json"), *ROOT.glob("addons/*/packs/*/*.json")]):
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.get("format") == "street-safety-regulation" and content["regulation"]["code"] not in NATIONAL:
            for key, items in packs[content["regulation"]["code"]].items():
                items += content.get(key) or []
    return dict(packs)


@functools.cache
def _rules():
    """Return {clause: its rules}, those that prove it along with another clause among them."""
    rules = collections.defaultdict(list)
    for rule in itertools.chain.from_iterable(pack["rules"] for pack in _packs().values()):
        for clause in {rule["clause"], *(rule.get("also") or ())}:
            rules[clause].append(rule)
    return rules


def _bare(text):
    """Return the text without mark-up, spaces, punctuation and signs; wide and narrow letters are the same."""
    text = unicodedata.normalize("NFKC", re.sub(r"<[^>]*>", "", text or ""))
    return "".join(sign for sign in text if unicodedata.category(sign)[0] in "LMN")


# Rules in the words of the catalogue


def _span(first, last):
    return str(first) if first == last else f"{first}-{'last' if last == -1 else last}"


def _day_month(day):
    return f"{day.day} {calendar.month_name[day.month]}"


def _dates(rule):
    """Write fixed dates: 11-09 → 9 November; a date of one year keeps it."""
    for text in rule.get("fixed_dates") or ():
        *year, month, day = map(int, text.split("-"))
        yield " ".join([_day_month(datetime.date(2000, month, day)), *map(str, year)])


def _period(rule):
    return PERIODS.get(rule["period"], rule["period"])


def _times(rule):
    records = rule.get("records") or 1
    return str(rule.get("times") or 1) + (f", {records} records" if records != 1 else "")


def _window(rule):
    """Write the window; keys that have no word of the catalogue are written out."""
    window = {key: value for key, value in (rule.get("window") or {}).items() if value}
    words = [*_dates(rule), *(rule.get("special_days") or ())]
    first, last = window.pop("from_day", None), window.pop("to_day", None)
    if first or last:
        words.append(f"day {_span(first or 1, last or -1)}")
    if isinstance(rule.get("anchor"), int):
        words.append(f"around day {rule['anchor']}")
    if weekdays := window.pop("weekdays", None):
        words.append(f"weekday {_span(weekdays[0], weekdays[-1])}")
    if months := window.pop("months", None):
        of_period = "" if rule["period"] == "year" else f" of {rule['period']}"
        words.append(f"month {_span(months[0], months[-1])}{of_period}")
    if lead := window.pop("lead", None):
        words.append(f"{lead} days before")
    if tolerance := window.pop("tolerance", None):
        words.append(f"+/- {tolerance} days")
    return ", ".join([*words, *(f"{key} {value}" for key, value in window.items())])


def _window_end(rule):
    """Write the last day of the window, or of the period where the rule has no window."""
    period, window = rule["period"], rule.get("window") or {}
    first, last, months, weekdays = (window.get(key) for key in ("from_day", "to_day", "months", "weekdays"))
    if period in ("fixed_dates", "special_days"):
        return "end of the period" if window.get("lead") or period == "special_days" else ", ".join(_dates(rule))
    if isinstance(rule.get("anchor"), int):
        return f"day {rule['anchor'] + (window.get('tolerance') or 0)}"
    if weekdays:
        return "same day" if len(weekdays) == 1 else f"weekday {weekdays[-1]}"
    if months and period == "year":
        # 2001: a common year.
        end = calendar.monthrange(2001, months[-1])[1]
        return _day_month(datetime.date(2001, months[-1], last if last and last > 0 else end))
    if months:
        return f"end of month {months[-1]} of {period}"
    if last and last > 0 and period == "year":
        return _day_month(datetime.date(2001, 1, 1) + datetime.timedelta(days=last - 1))
    if last and last > 0:
        return "same day" if first == last else f"day {last}"
    return PERIOD_ENDS[period]


def _due(rule):
    due = {key: value for key, value in (rule.get("due") or {}).items() if value}
    kind, days, unit = due.pop("type", "window_end"), due.pop("days", 0), due.pop("unit", "calendar")
    if kind == "window_end":
        words = [_window_end(rule)]
    elif kind == "period_end":
        words = [PERIOD_ENDS[rule["period"]]]
    elif kind == "next_period_day":
        words = [f"{days}{ORDINALS.get(days, 'th')} of next {rule['period']}"]
    else:
        words = [f"{kind} {days}"]
    words += [f"{unit} days"] if unit != "calendar" else []
    return ", ".join([*words, *(f"{key} {value}" for key, value in due.items())])


def _values(value):
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _attribute(leaf):
    return ATTRIBUTES.get(leaf) or ATTRIBUTES.get(leaf[:2], f"{leaf}").format(_values(leaf[2]))


def _target(rule):
    """Write the targets: enterprises[attribute=value] or unit types in the plural; a scope other than the territory."""
    targets = rule.get("targets")
    if not targets:
        return ""
    domain = ast.literal_eval(targets.get("domain") or "[]")
    if targets["model"] == "units":
        types = [kind for _field, _operator, value in domain for kind in ([value] if isinstance(value, str) else value)]
        words = "; ".join(UNIT_TYPES.get(kind, f"{kind}s") for kind in types)
    else:
        words = f"{targets['model']}[{' & '.join(map(_attribute, domain)) or 'all'}]"
    scope = targets.get("scope") or "territory"
    return words if scope == "territory" else f"{words}, {scope}"


def _coverage(rule):
    targets = rule.get("targets") or {}
    coverage = targets.get("coverage") or ("all" if targets else "")
    if coverage == "percent":
        return f"{targets['percent']:g}%"
    if coverage == "range":
        least, most = targets.get("min") or 0, targets.get("max")
        return _span(least, most) if most else f"at least {least}"
    return coverage


def _actor(rule):
    of_units = f" of {', '.join(rule['units'])}" if rule.get("units") else ""
    return [post + of_units for post in rule.get("posts") or ()]


def _per(rule):
    return [f"{kind}, each person" if rule.get("actors") == "each" else kind for kind in rule["unit_types"]]


def _wanted(row):
    """Return {field: the catalogue's cell}, without the Chinese name of a post and the words before a named default."""
    cells = {field: row[field] for field in FIELDS}
    cells["due"] = row["due"].removeprefix("not stated; default ")
    cells["actor"] = "; ".join(sorted({actor.split()[0] for actor in row["actor"].split("; ")}))
    return cells


def _found(rules):
    """Return {field: what the rules say in the words of the catalogue}."""
    one = {
        "period": _period,
        "times": _times,
        "window": _window,
        "target": _target,
        "coverage": _coverage,
        "due": _due,
    }
    cells = {field: " + ".join(dict.fromkeys(map(write, rules))) for field, write in one.items()}
    several = {"actor": _actor, "per": _per}
    return cells | {
        field: "; ".join(sorted(set(itertools.chain.from_iterable(map(write, rules)))))
        for field, write in several.items()
    }


@functools.cache
def _differences():
    """Return [(id, field, catalogue, pack)] in the order of the catalogue."""
    differences = []
    for code, row in _scheduled().items():
        wanted, found = _wanted(row), _found(_rules()[code])
        differences += [(code, field, wanted[field], found[field]) for field in FIELDS if wanted[field] != found[field]]
    return differences


def _listed():
    return [
        (row["id"], row["field"], row["catalogue"], row["pack"], row["reason"])
        for row in _rows(HERE / "differences.csv")
    ]


def test_every_difference_is_listed():
    """A figure, date, post or unit of a pack that is not the catalogue's has a line in differences.csv."""
    listed = {line[:4] for line in _listed()}
    assert [difference for difference in _differences() if difference not in listed] == []


def test_every_listed_difference_exists():
    """A line whose cells are no longer what catalogue and pack say is stale."""
    found = set(_differences())
    assert [line for line in _listed() if line[:4] not in found] == []


def test_every_difference_has_a_reason_in_english():
    """A reason is a sentence that everybody who reads the code can read."""
    assert [line for line in _listed() if not re.fullmatch(r"[A-Z][ -~]{15,}\.", line[4])] == []


def test_differences_are_sorted_and_without_doubles():
    """The list reads in the order of the catalogue and of its fields."""
    order = {code: number for number, code in enumerate(_catalogue())}
    lines = [(order[code], FIELDS.index(field)) for code, field, *_rest in _listed()]
    assert lines == sorted(set(lines))


def test_every_scheduled_row_has_a_rule_of_the_calendar():
    """A row with a printed figure or date makes duties by itself, also while its evidence is not installed."""
    assert _scheduled(), "the catalogue is empty"
    assert [code for code in _scheduled() if not _rules().get(code)] == []
    wrong = [
        rule.get("code") or code
        for code in _scheduled()
        for rule in _rules()[code]
        if {"calendar"} != {source.get("cause") or "calendar" for source in (rule, rule.get("fallback") or {})}
        or "due" in (rule.get("fallback") or {})
    ]
    assert wrong == []


def test_every_row_is_one_clause_of_its_pack():
    """All ids are each one clause of the regulation that their prefix names; every other clause is a heading."""
    assert {code.split("-")[0] for code in _catalogue()} == set(_packs())
    found = collections.Counter(
        (pack, clause["code"]) for pack, content in _packs().items() for clause in content["clauses"]
    )
    assert [key for key, number in found.items() if number > 1 or not key[1].startswith(f"{key[0]}-")] == []
    codes = {code for _pack, code in found}
    assert [code for code in _catalogue() if code not in codes] == []
    parents = {clause.get("parent") for content in _packs().values() for clause in content["clauses"]} - {None}
    assert parents - codes == set()
    assert [code for code in codes - set(_catalogue()) if code not in parents or _rules().get(code)] == []


def test_every_rule_belongs_to_a_row():
    """No rule proves a clause that the catalogue does not know."""
    assert sorted(set(_rules()) - set(_catalogue())) == []


def test_every_clause_has_a_text():
    """A clause that binds somebody says what it asks."""
    clauses = [clause for content in _packs().values() for clause in content["clauses"]]
    wrong = [clause["code"] for clause in clauses if clause["code"] in _catalogue() and not _bare(clause.get("text"))]
    assert wrong == []


def _runs(text):
    """Return the runs of one character more than may be in common."""
    return {text[start : start + LONGEST_RUN + 1] for start in range(len(text) - LONGEST_RUN)}


def test_texts_are_our_own():
    """No clause and no rule copies more than 15 characters in a row from a regulation."""
    if not SOURCES.is_dir():
        pytest.skip("the texts of the regulations are not beside this checkout: nothing to compare our texts with")
    names = {row["source"] for row in _catalogue().values()}
    theirs = set().union(*(_runs(_bare((SOURCES / name).read_text(encoding="utf-8"))) for name in names))
    assert theirs, "the texts of the regulations are empty"
    ours = [
        (item.get("code") or item["clause"], key, item.get(key))
        for content in _packs().values()
        for kind, keys in (("clauses", ("name", "text")), ("rules", ("name", "note")))
        for item in content[kind]
        for key in keys
    ]
    copied = [(code, key, sorted(_runs(_bare(text)) & theirs)) for code, key, text in ours]
    assert [line for line in copied if line[2]] == []
