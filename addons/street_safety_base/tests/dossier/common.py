from datetime import timedelta

from ..enterprise.common import EnterpriseCase


class DossierCase(EnterpriseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Item = cls.env["safety.dossier.item"]

    @classmethod
    def _type(cls, name):
        return cls.env.ref(f"street_safety_base.dossier_type_{name}")

    @classmethod
    def _level(cls, name):
        return cls.env.ref(f"street_safety_base.dossier_level_{name}")

    @classmethod
    def _paper(cls, type_name, days=-30, enterprise=None, **vals):
        """File a paper dated so many days from today (None: not dated)."""
        return cls.Item.create(
            {
                "enterprise_id": (enterprise or cls.enterprise).id,
                "type_id": cls._type(type_name).id,
                "date": days is not None and cls.today + timedelta(days=days),
                **vals,
            }
        )

    def _lacking(self, *names, enterprise=None):
        """Return those of the types ``names`` that the enterprise lacks, also checked against the search."""
        enterprise = enterprise or self.enterprise
        self.env.invalidate_all()
        found = {name for name in names if self._type(name) in enterprise.missing_type_ids}
        for name in names:
            listed = self.Enterprise.search([("missing_type_ids", "in", self._type(name).ids)])
            self.assertEqual(enterprise in listed, name in found, "list and file must agree")
        return found

    def _here(self, name, enterprise=None):
        enterprise = enterprise or self.enterprise
        self.env.invalidate_all()
        return self._type(name).with_context(dossier_enterprise_id=enterprise.id)
