from datetime import date

from ..common import StreetCase

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


class DutyCase(StreetCase):
    """A street with one regulation; the clock stands on 5 March 2026 noon in China."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls._regulation()
        cls.duties = cls.env["safety.duty"]
        cls.visit = cls.env.ref("street_safety_base.record_type_visit")
        cls.visit_kind = cls._kind("test_visit", target="enterprise_ids")

    @classmethod
    def _kind(cls, code, target=None, **vals):
        """Return a duty kind proved by completed visits."""
        fields = cls.env["ir.model.fields"]._get
        return cls.env["safety.duty.kind"].create(
            {
                "name": code,
                "code": code,
                "model_id": cls.env["ir.model"]._get_id("safety.record"),
                "date_field_id": fields("safety.record", "date").id,
                "unit_field_id": fields("safety.record", "unit_id").id,
                "target_field_id": target and fields("safety.record", target).id,
                "domain": f"[('state', '=', 'done'), ('type_id', '=', {cls.visit.id})]",
                **vals,
            }
        )

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-05 04:00:00")

    def _adopt(self, **vals):
        rule = self._rule(self.regulation, **vals)
        if self.regulation.state == "draft":
            self.regulation.action_adopt()
        return rule

    def _night(self, first=FIRST, last=LAST):
        self.duties._generate(self.company, first, last)
        self.duties._generate_caused(self.company)
        self.duties._open_due(self.company)
        self.duties._evaluate(self.company)
        self.duties._close_due(self.company)
        self.duties._do_steps(self.company)

    def _at(self, rule, unit):
        return rule.duty_ids.filtered(lambda duty: duty.unit_id == unit)

    def _visit(self, unit, day, *firms):
        return self._work_record(unit, day, "visit", enterprise_ids=[(6, 0, [firm.id for firm in firms])])
