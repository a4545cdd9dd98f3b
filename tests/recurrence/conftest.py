"""The library is tested alone, as the top-level package ``recurrence``: no Odoo, no database."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.append(str(Path(__file__).resolve().parents[2] / "addons" / "street_safety_base"))

# A slow machine is no defect of calendar arithmetic.
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")
