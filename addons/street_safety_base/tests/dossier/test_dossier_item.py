from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import DossierCase


@tagged("post_install", "-at_install")
class TestDossierItem(DossierCase):
    """What a paper holds, how long it lasts, and which one counts."""

    def test_zf_t2_2_insurance_and_service(self):
        """ZF-T2.2: the file shows the policy with expiry and the service provider; expiring ones are listed in time."""
        policy = self._paper("liability_insurance", -350, number="P-1", counterparty="人保", amount=5000)
        self.assertEqual(policy.date_end, policy.date.replace(year=policy.date.year + 1) - timedelta(days=1))
        self.assertEqual(policy.state, "expiring")
        service = self._paper("safety_service", -10, counterparty="安顺技术服务")
        self.assertEqual(service.state, "valid")
        self.assertLessEqual(policy.type_id | service.type_id, self.enterprise.dossier_type_ids)
        here = self._here("liability_insurance")
        self.assertEqual((here.here_state, here.here_date_end), ("expiring", policy.date_end))
        due = [("enterprise_id", "=", self.enterprise.id), ("state", "in", ("expiring", "expired"))]
        self.assertEqual(self.Item.search(due), policy)
        renewed = self._paper("liability_insurance", 0, number="P-2", counterparty="人保")
        self.assertFalse(self.Item.search(due), "renewed in time")
        self.assertEqual((policy.state, renewed.state), ("replaced", "valid"))

    def test_states_by_the_day(self):
        """Both sides of each border, and search and field agree."""
        paper = self._paper("liability_insurance", -100)
        for left, state in ((31, "valid"), (30, "expiring"), (0, "expiring"), (-1, "expired")):
            paper.date_end = self.today + timedelta(days=left)
            self.env.invalidate_all()
            self.assertEqual(paper.state, state, left)
            for other in ("undated", "valid", "expiring", "expired", "replaced"):
                found = self.Item.search([("id", "=", paper.id), ("state", "=", other)])
                self.assertEqual(bool(found), other == state, (left, other))
            self.assertEqual(bool(self.Item.search([("id", "=", paper.id), ("state", "!=", "expired")])), left >= 0)

    def test_street_day_decides(self):
        """At 00:05 in China a policy that ended yesterday has expired, though UTC is still on yesterday."""
        paper = self._paper("liability_insurance", -100)
        paper.write({"date": "2026-01-01", "date_end": "2026-03-01"})
        self._freeze("2026-03-01 15:55:00")
        self.assertEqual(paper.state, "expiring")
        self._freeze("2026-03-01 16:05:00")
        self.env.invalidate_all()
        self.assertEqual(paper.state, "expired")
        self.assertTrue(self.Item.search([("id", "=", paper.id), ("state", "=", "expired")]))

    def test_bf_1_1_4b_dual_prevention_and_level(self):
        """BF-1.1.4b: the file shows dual prevention and standardisation level; lists filter by both."""
        self._paper("standardisation", -10, level_id=self._level("standardisation_2").id)
        self.enterprise.dual_prevention = "building"
        self.assertEqual(self.enterprise.standard_level_id, self._level("standardisation_2"))
        for domain, found in (
            ([("standard_level_id.rank", "<=", 2), ("dual_prevention", "=", "building")], True),
            ([("standard_level_id.rank", "<=", 1)], False),
            ([("dual_prevention", "=", "running")], False),
        ):
            self.assertEqual(bool(self.Enterprise.search(domain)), found)

    def test_zf_t2_3_level_and_expiry(self):
        """ZF-T2.3: the file shows standardisation level and expiry; an expired level counts no longer."""
        paper = self._paper("standardisation", -10, level_id=self._level("standardisation_3").id, number="Q-7")
        self.assertEqual(
            (self.enterprise.standard_level_id, self.enterprise.standard_date_end, self.enterprise.standard_share),
            (paper.level_id, paper.date_end, 1.0),
        )
        self._freeze("2031-01-01 02:00:00")
        self.env["safety.run"]._step_enterprises(self.company)
        self.assertEqual(self.enterprise.standard_share, 0.0)
        self.assertEqual(self.enterprise.standard_date_end, paper.date_end)
        with self.assertRaises(ValidationError):
            paper.level_id = self._level("risk_assessment_red")

    def test_zf_t6_1_assessments_with_grade_history(self):
        """ZF-T6.1: the file shows each risk assessment with date and grade; the newest gives the colour."""
        first = self._paper("risk_assessment", -500, level_id=self._level("risk_assessment_red").id)
        self.assertEqual(self.enterprise.risk_level_id, self._level("risk_assessment_red"))
        second = self._paper("risk_assessment", -20, level_id=self._level("risk_assessment_yellow").id)
        self.assertEqual(self.enterprise.risk_item_ids, second | first)
        self.assertEqual((self.enterprise.risk_level_id, self.enterprise.risk_date), (second.level_id, second.date))
        late = self._paper("risk_assessment", -100, level_id=self._level("risk_assessment_orange").id)
        self.assertEqual(self.enterprise.risk_level_id, second.level_id, "filed later, but dated before")
        second.active = False
        self.assertEqual(self.enterprise.risk_level_id, late.level_id)
        (late | first).sudo().unlink()
        self.assertFalse(self.enterprise.risk_level_id)

    def test_zf_2_2a_risk_grade_and_major_hazard_sources(self):
        """ZF-2.2a: last assessment, grade and reported major hazard sources are on the file."""
        self.enterprise.above_scale = True
        self.assertTrue(self._lacking("risk_assessment"))
        self._paper("risk_assessment", -30, level_id=self._level("risk_assessment_orange").id)
        self.assertFalse(self._lacking("risk_assessment"))
        sources = self._paper("hazard_source", -9, name="液氨 5 吨") | self._paper(
            "hazard_source", -8, name="甲醇 20 吨"
        )
        self.assertEqual(
            self.enterprise.risk_item_ids.filtered(lambda item: item.group == "hazard_source"), sources[::-1]
        )
        self.assertEqual(set(sources.mapped("state")), {"valid"}, "each source stands for itself")
        domain = [("dossier_item_ids", "any", [("group", "=", "hazard_source"), ("is_current", "=", True)])]
        self.assertEqual(self.Enterprise.search(domain), self.enterprise)

    def test_zf_t2_1_upgrades_with_amount(self):
        """ZF-T2.1: upgrades are recorded with their amount; each counts."""
        upgrades = self._paper("upgrade", -200, name="喷漆房防爆改造", amount=80000) | self._paper(
            "upgrade", -2, amount=1500
        )
        self.assertEqual(set(upgrades.mapped("is_current")), {True})
        [(total,)] = self.Item._read_group([("type_id", "=", self._type("upgrade").id)], [], ["amount:sum"])
        self.assertEqual(total, 81500)
        self.assertEqual(upgrades.currency_id, self.company.currency_id)

    def test_zf_t5_1_violations_of_operators(self):
        """ZF-T5.1: per operator the count of violations shows, repeats are flagged; no name is needed."""
        first = self._paper("operator_violation", -90, name="操作工 03")
        self._paper("operator_violation", -60, name="操作工 07")
        self.assertFalse(first.is_repeat)
        second = self._paper("operator_violation", -1, name="操作工 03")
        self.env.invalidate_all()
        self.assertEqual((first.total_count, second.total_count), (2, 2))
        self.assertTrue(second.is_repeat)
        repeated = self.Item.search([("enterprise_id", "=", self.enterprise.id), ("is_repeat", "=", True)])
        self.assertEqual(repeated, first | second)
        other = self._enterprise("别家", self.grid)
        self.assertFalse(self._paper("operator_violation", enterprise=other, name="操作工 03").is_repeat)

    def test_zf_t5_2b_contractors_and_tenants(self):
        """ZF-T5.2b: a contractor or tenant without valid agreement is flagged, by itself and on its enterprise."""
        signed = self._paper("safety_agreement", -30, counterparty="甲物流", date_end=self.today + timedelta(days=90))
        tenant = self._paper("safety_agreement", None, counterparty="乙仓储")
        self.assertEqual((signed.state, tenant.state), ("valid", "undated"), "one does not replace the other")
        self.assertEqual(self._here("safety_agreement").here_state, "undated")
        flagged = [("dossier_item_ids.state", "in", ("expired", "undated"))]
        self.assertEqual(self.Enterprise.search(flagged), self.enterprise)
        tenant.write({"date": self.today, "date_end": self.today})
        self.assertFalse(self.Enterprise.search(flagged))
        signed.date_end = self.today - timedelta(days=1)
        self.assertEqual(self.Enterprise.search(flagged), self.enterprise)
        self._paper("safety_agreement", 0, counterparty=" 甲物流 ")
        self.assertFalse(self.Enterprise.search(flagged), "renewed with the same contractor")

    def test_zf_t5_3_agreement_before_dangerous_work(self):
        """ZF-T5.3: dangerous work cannot be recorded as done without an agreement dated before."""
        work = self._work_record(
            self.grid,
            self.today,
            "dangerous_work",
            done=False,
            note="动火",
            enterprise_ids=[(6, 0, self.enterprise.ids)],
        )
        with self.assertRaisesRegex(UserError, "晨光制鞋厂"):
            work.action_done()
        late = self._paper("dangerous_work_agreement", 1, counterparty="安装队")
        with self.assertRaises(UserError):
            work.action_done()
        late.date = self.today - timedelta(days=1)
        work.action_done()
        self.assertEqual(work.state, "done")

    def test_rank_is_not_taken_from_outside(self):
        paper = self._paper("safety_rules", -400, is_current=False)
        self.assertTrue(paper.is_current)
        newer = self._paper("safety_rules", -4)
        paper.write({"is_current": True})
        self.assertEqual((paper.is_current, newer.is_current), (False, True))
        self.enterprise.write({"standard_share": 1.0, "risk_date": self.today})
        self.assertEqual((self.enterprise.standard_share, self.enterprise.risk_date), (0.0, False))

    def test_order_of_filing_does_not_matter(self):
        """A paper without date replaces no dated one; moving a date moves the rank."""
        dated = self._paper("safety_rules", -4)
        self._paper("safety_rules", None)
        self.assertTrue(dated.is_current)
        older = self._paper("safety_rules", -400)
        older.date = self.today
        self.assertEqual((dated.is_current, older.is_current), (False, True))

    def test_papers_go_with_the_enterprise(self):
        """A moved enterprise takes its papers along; a merged one leaves them to its survivor."""
        paper = self._paper("safety_rules", -4)
        self.enterprise.unit_id = self.other_grid
        self.env.flush_all()
        self.assertEqual(paper.unit_id, self.other_grid)
        survivor = self._enterprise("晨光鞋业", self.grid)
        self.enterprise._merge_into(survivor)
        self.assertEqual(survivor.dossier_item_ids, paper)
        self.assertEqual(paper.unit_id, self.grid)

    def test_rights(self):
        paper = self._paper("safety_rules", -4)
        mine, theirs = paper.with_user(self.grid_user), paper.with_user(self.other_grid_user)
        self.assertTrue(mine.name)
        mine.number = "V9"
        for forbidden in (
            lambda: theirs.number,
            lambda: theirs.write({"number": "x"}),
            lambda: mine.unlink(),
            lambda: self.Item.with_user(self.other_grid_user).create(
                {"enterprise_id": self.enterprise.id, "type_id": paper.type_id.id}
            ),
            lambda: self._type("safety_rules").with_user(self.cadre_user).write({"name": "x"}),
        ):
            with self.assertRaises(AccessError):
                self.env.invalidate_all()
                forbidden()
