from stdnum.cn import ric

from odoo import fields

from odoo.addons.street_safety_base.tests.common import StreetCase


def operator_number(serial, born="19800506"):
    """Return a number of a special operator: T and a (fictional) identity number that fits."""
    code = f"350000{born}{serial:03}"
    return f"T{code}{ric.calc_check_digit(code + '0')}"


class CertificateCase(StreetCase):
    """A street with a factory and a workshop; it is 10 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["safety.certificate.requirement"].with_context(active_test=False).search([]).unlink()
        cls.types = {
            code: cls.env.ref(f"street_safety_training.certificate_type_{code}")
            for code in ("principal", "manager", "special_operation", "special_equipment")
        }
        cls.factory = cls._enterprise("Factory", cls.grid_a1, headcount=120)
        cls.workshop = cls._enterprise("Workshop", cls.grid_b1, headcount=8)

    @classmethod
    def _certificate(cls, name="Lin Wei", number="88012345", kind="manager", firm=None, **vals):
        return cls.env["safety.certificate"].create(
            {
                "enterprise_id": (firm or cls.factory).id,
                "type_id": cls.types[kind].id,
                "name": name,
                "number": number,
                "date_issue": number and "2025-06-01",
                "date_review": False,
                **vals,
            }
        )

    @classmethod
    def _require(cls, kind="manager", domain="[('headcount', '>=', 100)]", minimum=1, **vals):
        return cls.env["safety.certificate.requirement"].create(
            {
                "name": "Must have it",
                "type_id": cls.types[kind].id,
                "enterprise_domain": domain,
                "minimum": minimum,
                **vals,
            }
        )

    def _gaps(self, *records):
        self.env.invalidate_all()
        return [record.certificate_gap_count for record in records]

    @staticmethod
    def _day(text):
        return fields.Date.to_date(text)
