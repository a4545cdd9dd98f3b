"""Where everything lives: the checkout, what setup makes for it, and the downloads that checkouts share.

Nothing but source stands in the checkout. What setup makes goes to a folder of the user's state directory named after
a hash of the checkout's path: two checkouts never share a database, and a checkout whose path holds a space works
although PostgreSQL and the interpreter lines of Python scripts refuse one.
"""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
CONFIG = ROOT / "config"
REQUIREMENTS = ROOT / "requirements"

#: Twelve hexadecimal digits that name this checkout.
CHECKOUT_KEY = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]


def _xdg(variable: str, default: str) -> Path:
    """The folder that ``variable`` names, or ``default`` below the home (the XDG rule: relative values are ignored)."""
    value = os.environ.get(variable, "")
    return Path(value) if os.path.isabs(value) else Path.home() / default


STATE = _xdg("XDG_STATE_HOME", ".local/state") / "street-safety" / CHECKOUT_KEY
CACHE = _xdg("XDG_CACHE_HOME", ".cache") / "street-safety"

VENV = STATE / "venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMPS = STATE / "stamps"
FILESTORE = STATE / "filestore"
