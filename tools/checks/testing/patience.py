"""A plugin for pytest-odoo: Odoo gives Chromium ten seconds to start, which two busy cores do not always keep."""

import sys

#: Tenths of a second that a browser may take to start.
ITERATIONS = 1200


def pytest_collection_finish() -> None:
    """The tests have loaded Odoo by now, which would be too early before: wait longer before it gives a test up."""
    common = sys.modules["odoo.tests.common"]
    common.CHECK_BROWSER_ITERATIONS = ITERATIONS
    common.BROWSER_WAIT = common.CHECK_BROWSER_SLEEP * ITERATIONS
