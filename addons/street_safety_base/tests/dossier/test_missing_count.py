from datetime import timedelta

from odoo.tests import tagged

from .common import DossierCase


@tagged("post_install", "-at_install")
class TestMissingCount(DossierCase):
    """The stored number of missing papers is at any time what the conditions say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other Street"})
        cls.second = cls._enterprise("海风鞋材", cls.grid, headcount=12)
        cls.third = cls._enterprise("无证作坊", cls.other_grid)

    def _assert_counted(self, what=None, enterprise=None, number=None):
        """Compare all stored numbers with the conditions; and one of them with ``number``."""
        self.env.flush_all()
        self.env.invalidate_all()
        every = self.Enterprise.sudo().with_context(active_test=False).search([])
        stored = {one.id: one.missing_count for one in every}
        self.env.invalidate_all()
        by_conditions = {
            one.id: len(one.with_context(allowed_company_ids=one.company_id.ids).missing_type_ids) for one in every
        }
        self.assertEqual(stored, by_conditions, what)
        some = self.Enterprise.search([("missing_type_ids", "!=", False)])
        self.assertEqual(
            set(some.ids), {id_ for id_, count in stored.items() if count} & set(some.search([]).ids), what
        )
        if enterprise:
            self.assertEqual(stored[enterprise.id], number, what)

    def _change(self, what, act, enterprise=None):
        """Do ``act``; the numbers follow, and something must have changed, or the case proves nothing."""
        enterprise = enterprise or self.second
        before = enterprise.missing_count
        act()
        self._assert_counted(what)
        self.assertNotEqual(enterprise.missing_count, before, f"{what}: nothing changed")

    def test_facts_of_the_enterprise(self):
        self._assert_counted("as created", self.third, 1)
        self._change("people", lambda: self.second.write({"headcount": 9}))
        self._change("people again", lambda: self.second.write({"headcount": 10}))
        self._change("what is as good as a paper", lambda: self.second.write({"safety_manager_name": "林安"}))
        self._change("scale, of many at once", lambda: (self.second | self.third).write({"above_scale": True}))
        industry = self.env.ref("street_safety_base.safety_industry_26")
        self._change("a fact that follows from another", lambda: self.second.write({"industry_id": industry.id}))
        self._change(
            "the code of the licence", lambda: self.third.write({"credit_code": "91350582MA2XN5Y4U1"}), self.third
        )

    def test_kind_and_its_facts(self):
        unlicensed = self.env["safety.enterprise.kind"].create({"name": "棚户", "licensed": False})
        self._change("kind", lambda: self.third.write({"kind_id": unlicensed.id}), self.third)
        self._change("what is asked of a kind", lambda: unlicensed.write({"licensed": True}), self.third)

    def test_papers(self):
        self._change("filed", lambda: self._paper("safety_rules", enterprise=self.second))
        paper = self.second.dossier_item_ids
        self._change("ends before today", lambda: paper.write({"date_end": self.today - timedelta(days=1)}))
        self._change("lasts until today", lambda: paper.write({"date_end": self.today}))
        self._change("no date", lambda: paper.write({"date": False}))
        self._change("dated", lambda: paper.write({"date": self.today - timedelta(days=9), "date_end": False}))
        self._change("archived", lambda: paper.write({"active": False}))
        self._change("back", lambda: paper.write({"active": True}))
        self._change("of another type", lambda: paper.write({"type_id": self._type("upgrade").id}))
        self._change("and back", lambda: paper.write({"type_id": self._type("safety_rules").id}))
        self.third.headcount = 20
        self._change("on the file of another", lambda: paper.write({"enterprise_id": self.third.id}))
        self._change("which has it now", lambda: paper.sudo().unlink(), self.third)

    def test_days_pass(self):
        """A paper expires at night, without anybody's doing."""
        self._paper("safety_rules", enterprise=self.second, date_end=self.today + timedelta(days=3))
        self._assert_counted()
        before = self.second.missing_count
        self._freeze(f"{self.today + timedelta(days=4)} 02:00:00")
        self.env["safety.run"]._step_enterprises(self.company)
        self._assert_counted("expired", self.second, before + 1)

    def test_types(self):
        rules = self._type("safety_rules")
        self._change("figure", lambda: rules.write({"required_domain": "[('headcount', '>=', 50)]"}))
        self._change("figure back", lambda: rules.write({"required_domain": "[('headcount', '>=', 10)]"}))
        self._change("another proof", lambda: rules.write({"proof_domain": "[('headcount', '>', 11)]"}))
        self._change("no other proof", lambda: rules.write({"proof_domain": False}))
        self._change("closed", lambda: rules.write({"active": False}))
        self._change("opened", lambda: rules.write({"active": True}))
        self._change("of another street", lambda: rules.write({"company_id": self.other_company.id}))
        self._change("of this street", lambda: rules.write({"company_id": self.company.id}))
        made = []
        vals = {"name": "消防备案", "required_domain": "[('headcount', '=', 12)]"}
        self._change("a new one", lambda: made.append(self.env["safety.dossier.type"].create(vals)))
        self._change("a new fact asked for", lambda: made[0].write({"required_domain": "[('name', '=', '海风')]"}))
        self._change("that fact", lambda: self.second.write({"name": "海风"}))
        self._change("gone", lambda: made[0].unlink())

    def test_conditions_look_further(self):
        """At the class, the tree, the levels of papers, the stars: what decides is followed wherever it stands."""
        rules = self._type("safety_rules")
        key = self.env["safety.supervision.class"].create({"name": "特别", "code": "special"})
        rules.required_domain = "[('class_id.code', '=', 'special')]"
        self._assert_counted()
        self._change("class by hand", lambda: self.second.write({"class_id": key.id, "class_reason": "夜间生产"}))
        self._change("the class's code", lambda: key.write({"code": "other"}))
        rules.required_domain = f"[('unit_id', 'child_of', {self.community_b.id})]"
        self._assert_counted()
        self._change("a grid is moved", lambda: self.grid.write({"parent_id": self.community_b.id}))
        self._change("an enterprise is moved", lambda: self.second.write({"unit_id": self.other_grid.id}))
        rules.required_domain = "[('risk_level_id.rank', '<=', 2)]"
        red = self._level("risk_assessment_red")
        self._change("a level", lambda: self._paper("risk_assessment", enterprise=self.second, level_id=red.id))
        self._change("the rank of levels", lambda: red.write({"rank": 9}))
        rules.required_domain = "[('stars', '=', '5')]"
        self._assert_counted()
        self._change("a rating", lambda: self.second._write_shown({"stars": "5"}))
        rules.required_domain = "[('dossier_item_ids', 'any', [('amount', '>', 1000)])]"
        paper = self._paper("upgrade", enterprise=self.second, amount=5)
        self._assert_counted()
        self._change("a fact of a paper", lambda: paper.write({"amount": 5000}))

    def test_roll(self):
        """Merging takes the papers along; who has left keeps a number, too."""
        survivor = self._enterprise("海风二厂", self.grid, headcount=12)
        self._paper("safety_rules", enterprise=self.second)
        self._change("merged", lambda: self.second._merge_into(survivor), survivor)
        self.third._leave(self.today, "停业")
        self._assert_counted("left")

    def test_import(self):
        self.second.credit_code = code = "91350582MA2XN5Y4U1"
        rows = [["新厂一", False, "12"], ["新厂二", False, "3"], ["海风鞋材", code, "3"]]
        result = self.Enterprise.with_user(self.office_user).load(["name", "credit_code", "headcount"], rows)
        self.assertFalse([message for message in result["messages"] if message["type"] == "error"])
        self._assert_counted("imported", self.second, 0)
        loaded = self.Enterprise.browse(result["ids"])
        self.assertGreater(loaded[0].missing_count, loaded[1].missing_count)

    def test_correction(self):
        """What the enterprise corrects itself counts when it is accepted."""
        values = {"enterprise_id": self.second.id, "unit_id": self.second.unit_id.id}
        line = {"field": "headcount", "old_value": "12", "new_value": "8"}
        correction = self.env["safety.correction"].sudo().create({**values, "line_ids": [(0, 0, line)]})
        self._change("corrected", lambda: correction.with_user(self.cadre_user).action_accept())

    def test_number_is_not_written_from_outside(self):
        self.second.write({"missing_count": 99})
        self._assert_counted()
        made = self._enterprise("外面的", self.grid, missing_count=50)
        self._assert_counted("created", made, 1)

    def test_what_existed_before_is_counted_once(self):
        self.env.cr.execute("UPDATE safety_enterprise SET missing_count = NULL")
        self.env.invalidate_all()
        self.Enterprise._count_missing_streets()
        self._assert_counted()

    def test_filter_is_one_look_into_the_index(self):
        """“File incomplete” asks for the stored number, not for the conditions of thirty types."""
        query = self.Enterprise.sudo()._search([("missing_type_ids", "!=", False)])
        self.assertNotIn("safety_dossier_item", query.select().code)

    def _statements(self, act):
        self.env.flush_all()
        before = self.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_constant_statements(self):
        """Forty facts or papers at once cost what two cost, and the night costs the same for any roll."""
        many = self.Enterprise.create([{"name": f"厂{n}", "unit_id": self.grid.id} for n in range(42)])
        file = self._type("safety_rules")

        def papers(some):
            return lambda: self.Item.create([{"enterprise_id": one.id, "type_id": file.id} for one in some])

        papers(many[:1])(), many[:1].write({"headcount": 20})
        few = self._statements(lambda: many[:2].write({"headcount": 30}))
        self.assertEqual(self._statements(lambda: many[2:].write({"headcount": 30})), few)
        few = self._statements(papers(many[:2]))
        self.assertEqual(self._statements(papers(many[2:])), few)
        count = self.Enterprise._count_missing_streets
        few = self._statements(lambda: count(self.company))
        self.env.cr.execute("UPDATE safety_enterprise SET missing_count = 77")
        self.assertEqual(self._statements(lambda: count(self.company)), few)
        self._assert_counted()
