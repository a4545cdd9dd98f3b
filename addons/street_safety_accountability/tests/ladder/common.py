from odoo.addons.street_safety_base.tests.common import StreetCase

TODAY = "2026-06-10"


class LadderCase(StreetCase):
    """Beifeng's regulation in force on the small street."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        regulations = cls.env["safety.regulation"]
        cls.beifeng, _gaps = regulations._from_file(regulations._packs()["BF"], cls.street, skip=True)
        cls.beifeng.date_from = "2026-01-01"
        cls.beifeng.action_adopt()
        cls.circumstances = cls.env["safety.measure.rule"].search([("regulation_id", "=", cls.beifeng.id)])
        cls.circumstances.date_from = "2026-01-01"
        cls.by_code = {rule.code: rule for rule in cls.circumstances}
        cls.officer = cls._person("test_safety_officer", "safety_officer", cls.community_a)
        cls.principal = cls._person("test_principal", "community_principal", cls.community_a)
        cls.discipline = cls._person("test_discipline", "discipline_desk", cls.street)
        cls.enterprise = cls._enterprise("Sewing Ltd", cls.grid_a1)

    def setUp(self):
        super().setUp()
        self._freeze(f"{TODAY} 04:00:00")

    def _as(self, user, records):
        return records.with_user(user).with_context(allowed_company_ids=self.company.ids)

    def _propose(self, code=None):
        """Return what the night proposes, for one circumstance where the others do not matter."""
        if code:
            (self.circumstances - self.by_code[code]).active = False
        return self.env["safety.measure"]._propose(self.company)

    def _missed(self, code, due="2026-05-20", unit=None):
        rule = self.beifeng.rule_ids.filtered(lambda one: one.code == code)
        return self.env["safety.duty"].create(
            {
                "rule_id": rule.id,
                "kind_id": rule.kind_id.id,
                "unit_id": (unit or self.grid_a1).id,
                "company_id": self.company.id,
                "post_id": rule.post_ids[0].id,
                "period_start": due,
                "period_end": due,
                "window_start": due,
                "window_end": due,
                "due_date": due,
                "record_required": 1,
                "state": "missed",
            }
        )

    def _hazard(self, date="2026-05-10", deadline="2026-05-17", **vals):
        return self.env["safety.hazard"].create(
            {"name": "Blocked exit", "enterprise_id": self.enterprise.id, "date": date, "deadline": deadline, **vals}
        )

    def _incident(self, **vals):
        incident = self.env["safety.incident"].create(
            {
                "name": "Fire in a workshop",
                "unit_id": self.community_a.id,
                "place": "North Road",
                "occurred_at": "2026-05-20 02:00:00",
                **vals,
            }
        )
        incident.action_report()
        return incident

    def _by_hand(self, code, **vals):
        rule = self.by_code[code]
        return self._as(self.office_user, self.env["safety.measure"]).create(
            {"kind_id": rule.kind_id.id, "rule_id": rule.id, "unit_id": self.community_a.id, **vals}
        )
