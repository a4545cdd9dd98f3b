"""Translations: each addon's template is what its source gives today, and the Chinese is complete.

``python -m tools.checks.i18n`` checks; ``--write`` regenerates the templates and merges the Chinese files: translations
that exist are kept, those of terms that are gone are dropped, new ones stay empty and are listed.
"""

import argparse
import sys
from functools import partial

from .testing import session, terms


def main(arguments: list[str] | None = None) -> int:
    """The command; its exit code."""
    parser = argparse.ArgumentParser(prog="i18n", description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="regenerate templates and merge translations")
    options = parser.parse_args(arguments)
    found = []
    with session.prepared() as jobs, session.with_addons(jobs, "i18n") as database:
        for addon in jobs.addons:
            work = terms.write if options.write else terms.problems
            found += [(addon.name, line) for line in work(addon, partial(jobs.export, database))]
    for addon, line in found:
        print(f"{addon}: not translated yet: {line!r}" if options.write else line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
