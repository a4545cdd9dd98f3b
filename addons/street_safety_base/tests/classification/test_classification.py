from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..enterprise.common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestClassification(EnterpriseCase):
    """The supervision class by rules, by proposals and by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.high = cls.env.ref("street_safety_base.safety_supervision_class_high_risk")
        cls.key = cls.env.ref("street_safety_base.safety_supervision_class_key")
        cls.general = cls.env.ref("street_safety_base.safety_supervision_class_general")
        cls.fire_rule = cls.env.ref("street_safety_base.supervision_rule_fire_class")
        cls.factor_rule = cls.env.ref("street_safety_base.supervision_rule_risk_factor")
        cls.making = cls.env.ref("street_safety_base.safety_industry_19")
        cls.spray = cls.env.ref("street_safety_base.safety_risk_factor_spray")

    def _rule(self, name, domain, rule_class=None, **vals):
        return self.env["safety.supervision.rule"].create(
            {"name": name, "class_id": (rule_class or self.high).id, "domain": domain, **vals}
        )

    def _because(self, record, step, reason="看过现场", user=None):
        record = record.with_user(user or self.office_user)
        action = getattr(record, {"confirm": "action_confirm_class", "decline": "action_decline_class"}[step])()
        wizard = self.env["safety.reason.wizard"].with_user(user or self.office_user)
        wizard.with_context(**action["context"]).create({"reason": reason}).action_confirm()

    def test_bf_3_1_1_fire_class_on_a_manufacturer(self):
        """BF-3.1.1: fire hazard class A, B or C on a manufacturer makes it key, C included, with criterion and date."""
        self.enterprise.industry_id = self.making
        for fire_class, expected in (
            ("A", self.key), ("B", self.key), ("C", self.key), ("D", self.general), ("E", self.general),
            (False, self.general),
        ):  # fmt: skip
            self.enterprise.fire_class = fire_class
            self.assertEqual(self.enterprise.class_id, expected, fire_class)
        self.enterprise.fire_class = "C"
        self.assertRecordValues(
            self.enterprise,
            [{"class_origin": "rule", "class_rule_id": self.fire_rule.id, "class_date": self.today}],
        )
        self.assertIn("1 ", self.enterprise.class_reason)
        self.enterprise.industry_id = self.env.ref("street_safety_base.safety_industry_F")
        self.assertEqual(self.enterprise.class_id, self.general, "a shop is no manufacturer")
        self.enterprise.kind_id = self.env.ref("street_safety_base.safety_enterprise_kind_workshop")
        self.assertEqual(self.enterprise.class_id, self.key, "a small workshop is")

    def test_bf_3_1_2_a_risk_factor_makes_it_key(self):
        """BF-3.1.2: a risk factor proposes the class key, a person confirms; the street may let it apply at once."""
        with Form(self._as(self.grid_user).browse(self.enterprise.id)) as form:
            form.risk_factor_ids.add(self.spray)
        self.assertEqual((self.enterprise.class_id, self.enterprise.proposed_class_id), (self.general, self.key))
        self.assertEqual(self.Enterprise.search([("proposed_class_id", "!=", False)]), self.enterprise)
        with self.assertRaises(AccessError):
            self._because(self.enterprise, "confirm", user=self.grid_user)
        self._because(self.enterprise, "confirm")
        self.assertRecordValues(
            self.enterprise,
            [
                {
                    "class_id": self.key.id,
                    "class_rule_id": self.factor_rule.id,
                    "class_date": self.today,
                    "proposed_class_id": False,
                }
            ],
        )
        self.assertIn("看过现场", self.enterprise.class_reason)
        self.env["safety.enterprise"]._classify_street(self.company)
        self.assertEqual(self.enterprise.class_id, self.key, "the night does not take back what a person confirmed")
        self.factor_rule.mode = "applies"
        other = self._enterprise("喷漆店", self.grid, risk_factor_ids=[(4, self.spray.id)])
        self.assertEqual(other.class_id, self.key)

    def test_declined_does_not_come_back(self):
        self.enterprise.risk_factor_ids = self.spray
        self._because(self.enterprise, "decline", "只用水性漆")
        self.assertFalse(self.enterprise.proposed_class_id)
        self.assertIn("只用水性漆", self.enterprise.message_ids[0].body)
        self.enterprise.risk_factor_ids |= self.env.ref("street_safety_base.safety_risk_factor_food")
        self.env["safety.enterprise"]._classify_street(self.company)
        self.assertFalse(self.enterprise.proposed_class_id)
        rule = self._rule("Another", "[('risk_factor_ids', '!=', False)]", mode="proposes")
        self.env["safety.enterprise"]._classify_street(self.company)
        self.assertEqual(self.enterprise.proposed_rule_id, rule, "another criterion may")
        with self.assertRaises(UserError):
            self._because(self.enterprise, "decline", " ")
        with self.assertRaises(UserError):
            self._because(self._enterprise("无建议", self.grid), "confirm")

    def test_the_strictest_class_wins(self):
        self._rule("Tall", "[('headcount', '>=', 100)]")
        self.enterprise.write({"industry_id": self.making.id, "fire_class": "C", "headcount": 100})
        self.assertEqual(self.enterprise.class_id, self.high)
        self.enterprise.headcount = 99
        self.assertEqual(self.enterprise.class_id, self.key)
        self.enterprise.risk_factor_ids = self.spray
        self.assertFalse(self.enterprise.proposed_class_id, "what it is already is not proposed")

    def test_a_class_by_hand_is_never_overridden(self):
        with Form(self._as(self.cadre_user).browse(self.enterprise.id)) as form:
            form.class_id = self.high
            form.class_reason = "夜间生产"
        self.enterprise.write({"industry_id": self.making.id, "fire_class": "A"})
        self.env["safety.enterprise"]._classify_street(self.company)
        self.assertRecordValues(
            self.enterprise,
            [{"class_id": self.high.id, "class_origin": "manual", "class_reason": "夜间生产", "class_rule_id": False}],
        )
        with self.assertRaises(AccessError):
            self._as(self.other_grid_user).browse(self.enterprise.id).action_class_by_rules()
        self._as(self.cadre_user).browse(self.enterprise.id).action_class_by_rules()
        self.assertEqual((self.enterprise.class_id, self.enterprise.class_rule_id), (self.key, self.fire_rule))

    def test_another_class_asks_for_another_reason(self):
        with self.assertRaisesRegex(AssertionError, "class_reason"), Form(self.enterprise) as form:
            form.class_id = self.key

    def test_decisions_are_not_taken_from_outside(self):
        forged = {"class_origin": "manual", "class_rule_id": self.fire_rule.id, "proposed_class_id": self.high.id}
        self.enterprise.with_user(self.cadre_user).write(forged)
        born = self._as(self.cadre_user).create({"name": "新店", "unit_id": self.grid.id, **forged})
        for enterprise in self.enterprise | born:
            self.assertEqual((enterprise.class_origin, enterprise.proposed_class_id.id), ("rule", False))

    def test_gy_2_5_no_enterprise_without_class_and_grid(self):
        """GY-2.5: every enterprise gets a class; those without class or not in a grid are found."""
        self.assertEqual(self.enterprise.class_id, self.general)
        self.assertFalse(self.Enterprise.search([("class_id", "=", False)]))
        self.env.ref("street_safety_base.supervision_rule_others").active = False
        self.env["safety.enterprise"]._classify_street(self.company)
        self.assertEqual(self.Enterprise.search([("class_id", "=", False)]), self.enterprise)
        not_in_grid = [("unit_id.child_ids", "!=", False)]
        self.assertFalse(self.Enterprise.search(not_in_grid))
        loose = self._enterprise("未入网格", self.community_a)
        self.assertEqual(self.Enterprise.search(not_in_grid), loose)

    def test_zf_t11_2_mode_by_size(self):
        """ZF-T11.2: by data, large and medium enterprises are guided, small and micro ones patrolled."""
        guided = self.env["safety.supervision.class"].create({"name": "Guided", "code": "g", "mode": "guidance"})
        watched = self.env["safety.supervision.class"].create({"name": "Watched", "code": "w", "mode": "patrol"})
        self._rule("Big", "[('size', 'in', ('large', 'medium'))]", guided)
        self._rule("Small", "[('size', 'in', ('small', 'micro'))]", watched)
        for size, mode in (("large", "guidance"), ("medium", "guidance"), ("small", "patrol"), ("micro", "patrol")):
            self.enterprise.size = size
            self.assertEqual(self.enterprise.class_mode, mode, size)

    def test_rules_are_checked_and_for_the_office(self):
        with self.assertRaises(ValidationError):
            self._rule("Wrong", "[('colour', '=', 'red')]")
        with self.assertRaises(AccessError):
            self.fire_rule.with_user(self.cadre_user).active = False
        self.fire_rule.with_user(self.office_user).sequence = 11
        self.enterprise.write({"industry_id": self.making.id, "fire_class": "A"})
        self.assertEqual(self.fire_rule.enterprise_count, 1)
        self.assertEqual(self.Enterprise.search(self.fire_rule.action_open_enterprises()["domain"]), self.enterprise)

    def test_rule_of_another_street(self):
        elsewhere = self.env["res.company"].create({"name": "Another Street"})
        self._rule("Theirs", "[]", company_id=elsewhere.id)
        self.enterprise.headcount = 3
        self.env["safety.enterprise"]._classify_street(self.company)
        self.assertEqual(self.enterprise.class_id, self.general)

    def test_night_follows_changed_rules_and_is_idempotent(self):
        self.enterprise.write({"industry_id": self.making.id, "fire_class": "D"})
        self.fire_rule.domain = "[('fire_class', 'in', ('A', 'B', 'C', 'D'))]"
        self.assertEqual(self.enterprise.class_id, self.general)
        run = self.env["safety.run"]
        self.assertIn("_step_enterprises", run._steps())
        run._step_enterprises(self.company)
        self.assertEqual(self.enterprise.class_id, self.key)
        self.env.flush_all()
        # Classes and papers; what the training addon stores of enterprises takes two more.
        with self.assertQueryCount(6 + 2 * ("safety.certificate.coverage" in self.env)):
            self.env["safety.enterprise"]._classify_street(self.company)
            self.env.flush_all()

    def test_import_classifies_once(self):
        """400 imported rows, new and again, are classified by a constant number of statements."""
        calls = []
        fields = ["name", "fire_class", "industry_id"]
        labels = dict(self.Enterprise._fields["fire_class"]._description_selection(self.env))
        classify = type(self.Enterprise)._classify
        self.patch(type(self.Enterprise), "_classify", lambda records: calls.append(len(records)) or classify(records))
        rows = [[f"厂{n}", labels["C" if n % 2 else "D"], "19"] for n in range(400)]
        enterprises = self.Enterprise.browse(self.Enterprise.load(fields, rows)["ids"])
        self.assertEqual(calls, [400])
        self.assertEqual(enterprises[:4].class_id.ids, [self.general.id, self.key.id])
        self.assertEqual(len(enterprises.filtered(lambda one: one.class_id == self.key)), 200)
        self.Enterprise.load(fields, [[name, labels["B"], "19"] for name, _class, _code in rows[:200:2]])
        self.assertEqual(len(enterprises.filtered(lambda one: one.class_id == self.general)), 100)

    def test_a_row_by_hand_in_an_import_stays(self):
        fields = ["name", "fire_class", "industry_id", "class_id"]
        label = dict(self.Enterprise._fields["fire_class"]._description_selection(self.env))["A"]
        result = self.Enterprise.load(fields, [["手工厂", label, "19", self.general.name]])
        self.assertEqual(self.Enterprise.browse(result["ids"]).class_origin, "manual")
        self.assertEqual(self.Enterprise.browse(result["ids"]).class_id, self.general)

    def test_reason_is_in_the_language_of_the_street(self):
        """What a rule writes down is read by the street's people, not by who happened to trigger it at night."""
        others = self.env["safety.supervision.rule"].browse(
            self.env["safety.supervision.rule"]._fallback_id(self.company.id)
        )
        others.with_context(lang="zh_CN").name = "其他企业"
        made = self.Enterprise.with_context(lang="en_US").create({"name": "新厂", "unit_id": self.grid.id})
        self.assertIn("其他企业", made.class_reason)
        self.enterprise.class_id = False
        self.Enterprise.with_context(lang="en_US")._classify_street(self.company)
        self.assertIn("其他企业", self.enterprise.class_reason)
