"""A plugin for pytest-odoo: Odoo gives Chromium ten seconds to start, which two busy cores do not always keep."""

#: Tenths of a second that a browser may take to start.
ITERATIONS = 1200


def pytest_collection_finish() -> None:
    """Odoo is configured by now: wait longer before it gives a test up."""
    from odoo.tests import common  # noqa: PLC0415 (importing it earlier reads a configuration that is not there yet)

    common.CHECK_BROWSER_ITERATIONS = ITERATIONS
    common.BROWSER_WAIT = common.CHECK_BROWSER_SLEEP * ITERATIONS
