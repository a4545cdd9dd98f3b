import importlib.util
import io
from contextlib import redirect_stdout
from pathlib import Path

from ..common import StreetCase

SCRIPT = Path(__file__).parents[2] / "static" / "verify" / "verify_package.py"


def verify(*arguments):
    """Run the script that is shipped for checking a package; return (exit code, what it says)."""
    spec = importlib.util.spec_from_file_location("verify_package", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    said = io.StringIO()
    with redirect_stdout(said):
        code = module.main([str(argument) for argument in arguments])
    return code, said.getvalue()


class PackageCase(StreetCase):
    """Records of March 2026 in the first work point, and the package of that month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = "en_US"  # a package speaks the language of its street
        cls.kind = cls.env.ref("street_safety_base.package_kind_monthly_close")
        cls.records = [
            cls._work_record(cls.community_a, day, name=f"Visit of {day}")
            for day in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")
        ]

    def setUp(self):
        super().setUp()
        self._freeze("2026-04-02 04:00:00")

    def _package(self, **vals):
        values = {"kind_id": self.kind.id, "unit_id": self.work_point.id, "period_start": "2026-03-15"}
        return self.env["safety.package"].with_user(self.head_user).create(values | vals)

    def _signed(self, **vals):
        package = self._package(**vals)
        self._sign(package)
        return package

    def _sign(self, package):
        package._sign("hand_in", self.signature)
        package._workflow_do("sign")
