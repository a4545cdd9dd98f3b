"""Sets up what the suite needs on a fresh machine and runs Odoo in it.

Standard library only: it runs before any virtual environment exists. ``python3 -m tools.setup`` does all steps; other
tools use ``paths`` (where things are), ``postgres.ensure()`` (a running server) and ``odoo_command.odoo()`` (Odoo).
"""

import sys

# Said here because the other modules do not even compile on an older Python; so neither may this one use new syntax.
if sys.version_info < (3, 10):  # noqa: UP036
    sys.exit("Python 3.10 or newer is needed, not {}.{}; try: make PYTHON=python3.12 …".format(*sys.version_info))
