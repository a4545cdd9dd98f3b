from datetime import timedelta

from odoo.tests import tagged

from ..certificate.common import operator_number
from .real import RealRecords

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestRealCertificates(RealRecords):
    """XT-4.4c with the rule of the regulation and real certificates: a hundred percent, and nothing less."""

    def _give(self, firms, kind, **vals):
        """Give somebody of each of ``firms`` a certificate of ``kind``, valid long past the duty."""
        self.env["safety.certificate"].create(
            [
                {
                    "enterprise_id": firm.id, "type_id": kind.id, "name": f"{kind.name} {firm.id}",
                    "number": f"9{firm.id:07}{kind.id}", "date_issue": "2025-12-01", "date_end": "2027-06-30",
                    "date_review": False, **vals,
                }
                for firm in firms
            ]
        )  # fmt: skip

    def test_real_certificates_of_xt(self):
        """XT-4.4c: principals, safety managers and special operators of every enterprise; 100 % or it is missed."""
        rule = self._street_of("xt").filtered(lambda rule: rule.code == "XT-4.4c")
        self.assertEqual((rule.coverage, rule.coverage_percent), ("percent", 100))
        principal, manager, operator = (
            self.env.ref(f"street_safety_training.certificate_type_{code}")
            for code in ("principal", "manager", "special_operation")
        )
        self.env["safety.certificate.requirement"].create(
            [{"name": kind.name, "type_id": kind.id, "enterprise_domain": "[]"} for kind in (principal, manager)]
        )
        duty = self._duty_of(rule)[0]
        firms = self.env["safety.enterprise"].browse(duty._members_ids())
        self.assertGreater(len(firms), 10)
        last, others = firms[-1:], firms[:-1]
        works = {"enterprise_id": last.id, "type_id": operator.id, "name": "Welder"}

        def state(*gifts):
            def work():
                self._give(others, principal)
                self._give(others, manager)
                for firm, kind, vals in gifts:
                    self._give(firm, kind, **vals)

            return self._trial(rule, duty, work, close=True)

        right = [(last, principal, {}), (last, manager, {})]
        held = (last, operator, {"name": "Welder", "number": operator_number(1)})
        self.assertEqual(self._trial(rule, duty, lambda: None, close=True).state, "missed", "nobody has any")
        every = state(*right, held)
        self.assertEqual((every.state, every.targets), ("met", len(firms)))
        for words, gifts in {
            "the manager of one enterprise has none": right[:1],
            "the principal of one enterprise has none": right[1:],
            "the other street's manager has one": [right[0], (self.other_firm, manager, {})],
            "the manager's has lapsed": [right[0], (last, manager, {"date_end": duty.due_date - DAY})],
            "the manager has left": [right[0], (last, manager, {"working": False})],
            "a welder works without one": [*right, (last, operator, {**works, "number": False, "date_issue": False,
                                                                     "date_end": False})],
        }.items():  # fmt: skip
            with self.subTest(words):
                wrong = state(*gifts)
                self.assertEqual((wrong.state, wrong.targets), ("missed", len(firms) - 1))

    def _check_untrained(self, rule, code):
        """The papers of all enterprises meet the duty, unless somebody registered at one of them is untrained."""
        duty = self._duty_of(rule)[0]
        firms = self.env["safety.enterprise"].browse(duty._members_ids())
        kind = self.env["safety.certificate.type"].search([("code", "=", code)])
        others = self.env["safety.certificate.type"].search([("code", "=", "manager")])
        newcomer = {"name": "Newcomer", "number": False, "date_issue": False, "date_end": False}

        def state(firm=firms[-1:], kind=kind, **vals):
            def work():
                self._do(rule, duty, None)
                self._give(firm, kind, **newcomer | vals)

            return self._trial(rule, duty, work, close=True)

        open_person = state()
        self.assertEqual((open_person.state, open_person.targets), ("missed", duty.target_required - 1))
        for words, asked in {
            "trained since": {"number": "PX-2026-1", "date_issue": duty.period_start - 10 * DAY},
            "left": {"working": False},
            "nobody of this duty's enterprises": {"firm": self.other_firm},
            "lacks something else": {"kind": others},
        }.items():
            with self.subTest(f"{rule.code}: {words}"):
                self.assertEqual(state(**asked).state, "met")

    def test_untrained_people_of_zf(self):
        """ZF-T1.4: no paper of an enterprise counts while somebody it moved or took back works there untrained."""
        rules = self._street_of("zf").filtered(lambda rule: rule.clause_id.code == "ZF-T1.4")
        self.assertEqual(len(rules), 2)
        for rule in rules:
            self._undone(lambda rule=rule: self._check_untrained(rule, "post_change_training"))

    def test_untrained_people_of_bf(self):
        """BF-1.1.4c: no paper of an enterprise counts while somebody newly hired works there untrained."""
        rule = self._street_of("bf").filtered(lambda rule: rule.code == "BF-1.1.4c")
        self._check_untrained(rule, "prejob_training")
