"""The clock lint finds each way to ask another clock, and leaves instants alone."""

import textwrap

import pytest

from tools.checks import clock

HEAD = "import time\nimport datetime as dt\nfrom datetime import date, datetime\nfrom odoo import fields\n"


def findings(root, body, path="addons/street_safety_base/models/duty/duty.py"):
    file = root / path
    file.parent.mkdir(parents=True)
    file.write_text(HEAD + textwrap.dedent(body))
    return clock.check(root)


@pytest.mark.parametrize(
    "body",
    [
        "day = fields.Date.today()",
        "day = fields.Date(default=fields.Date.context_today)",
        "day = fields.Datetime.today()",
        "day = date.today()",
        "day = dt.date.today()",
        "day = datetime.now().date()",
        "day = datetime.utcnow()",
        "day = time.strftime('%Y')",
        "day = time.time()",
        "from time import time as clock\nday = clock()",
        "day = fields.Datetime.now().date()",
        "day = fields.Date.to_date(fields.Datetime.now())",
        "def f(self):\n    now = fields.Datetime.now()\n    return now.date()",
        "def f(self):\n    return fields.Datetime.context_timestamp(self, self.env.cr.now()).date()",
        "QUERY = 'SELECT id FROM safety_duty WHERE due < CURRENT_DATE'",
        "QUERY = 'SELECT now()::date'",
        "QUERY = f'''SELECT {1}\n  WHERE due < current_date'''",
    ],
)
def test_a_forbidden_clock_is_found(tmp_path, body):
    assert [finding.rule for finding in findings(tmp_path, body)][:1] == ["clock"]


@pytest.mark.parametrize(
    "body",
    [
        "instant = fields.Datetime.now()",
        "late = fields.Datetime.now() > due",
        "day = record.due.date()",
        "start = time.monotonic()",
        'def f():\n    """Not CURRENT_DATE = today, which is the server\'s."""',
        "QUERY = 'UPDATE safety_duty SET write_date = now()'",
        "today = company._safety_today()",
    ],
)
def test_an_instant_is_no_date(tmp_path, body):
    assert findings(tmp_path, body) == []


def test_the_clock_itself_may_ask(tmp_path):
    assert findings(tmp_path, "day = datetime.now()", clock.CLOCK) == []


def test_the_line_is_named(tmp_path):
    assert findings(tmp_path, "\nday = date.today()")[0].line == 6
