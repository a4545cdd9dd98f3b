from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.street_safety_base.tests.packs.common import PackCase

MONTH = (date(2026, 3, 1), date(2026, 3, 31))


class ClauseCase(PackCase):
    """A regulation in its little organisation in March 2026, and inspections as its people make them.

    The figures (how often, whom, by when) are those of the shipped rules; the tests say what follows from them.
    """

    _pack: str

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()  # the helpers of packs are methods of a case
        with freeze_time("2025-12-20 04:00:00"):
            case._organisation(cls._pack)
            firms = case._firms(cls._pack)
            if cls._pack == "zf":
                case._supervise(firms)
                cls._serve_the_town(case)
            regulation = case._adopt(cls._pack)
        cls.units, cls.street, cls.firms = case.units, case.street, firms
        cls.rules = regulation.rule_ids.grouped("code")
        cls.someone = new_test_user(cls.env, "somebody", groups="base.group_user", company_id=cls.company.id,
                                    company_ids=[Command.set(cls.company.ids)])  # fmt: skip

    @classmethod
    def _serve_the_town(cls, case):
        """Each member unit has a head who serves the whole town: what is inspected there is its work, too."""
        for number, unit in enumerate(case.units["member_unit"]):
            cls._person(f"zf_head_{number}", "member_unit_main_leader", unit,
                        served_unit_ids=[Command.set(case.street.ids)])  # fmt: skip

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-02 02:00:00")  # a Monday

    def _kind(self, code):
        return self.env["safety.inspection.kind"].search([("code", "=", code)], limit=1)

    def _inspect(self, firms, day="2026-03-02", kind="routine", by=None, **vals):
        """Let ``by`` (users; None: somebody) inspect ``firms`` on ``day``; return the finished inspections."""
        inspections = self.env["safety.inspection"]
        with freeze_time(f"{day} 03:00:00"):
            for firm in firms:
                inspections |= inspections.create(
                    {
                        "enterprise_id": firm.id,
                        "kind_id": self._kind(kind).id,
                        "date": day,
                        "inspector_ids": [Command.set((by or self.someone).ids)],
                        "leader_id": (by or self.someone)[:1].id,
                        "line_ids": [Command.create({"name": "Exits", "result": "conform"})],
                        **vals,
                    }
                )
            inspections.action_done()
        return inspections

    def _duties(self, code, unit=None, first=MONTH[0], last=MONTH[1]):
        """Return the duties of a rule at a unit whose periods begin from ``first`` to ``last``, opened today."""
        rule = self.rules[code]
        self.duties._generate(self.company, *MONTH, rules=rule)
        self.duties._open_due(self.company, rule)
        self.assertFalse(rule.last_error)
        return rule.duty_ids.filtered(
            lambda duty: unit in (None, duty.unit_id) and first <= duty.period_start <= last
        ).sorted("period_start")

    def _in(self, unit, kind=None):
        """Return the enterprises of ``unit``, of the supervision class ``kind``."""
        return self.firms.filtered(
            lambda firm: firm.unit_id.parent_path.startswith(unit.parent_path) and kind in (None, firm.class_id.code)
        )

    def _holder(self, post, unit, login):
        user = new_test_user(
            self.env, login, groups="base.group_user", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip
        self._appoint(user, post, unit)
        return user

    def _check_coverage(self, duty, firms, by=None, kind="routine", counted=True):
        """All but one is not enough and says how many; with the last one the duty is met."""
        self.assertEqual((duty.state, duty.target_required), ("open", len(firms) if counted else 0))
        self._inspect(firms[1:], kind=kind, by=by)
        self.assertEqual((duty.state, duty.target_done), ("open", len(firms) - 1))
        if counted:
            self.assertEqual(duty.progress_text, f"{len(firms) - 1}/{len(firms)}")
        self.assertEqual(duty._missing_ids(), firms[0].ids)
        self._inspect(firms[0], kind=kind, by=by)
        if not counted:
            with freeze_time("2026-04-01 01:00:00"):
                self.duties._open_due(self.company, duty.rule_id)
                self.duties._evaluate(self.company, duty.rule_id)
        self.assertEqual((duty.state, duty.target_done), ("met", len(firms)))
