from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import DossierCase


@tagged("post_install", "-at_install")
class TestDossier(DossierCase):
    """Who must have which paper, and who lacks it."""

    def test_xy_1_4_safety_manager_from_ten_people(self):
        """XY-1.4: with 10 people and no safety manager on the gap list, with 9 not."""
        self.enterprise.headcount = 9
        self.assertFalse(self._lacking("safety_manager"))
        self.enterprise.headcount = 10
        self.assertTrue(self._lacking("safety_manager"))
        action = self._type("safety_manager").action_open_lacking()
        self.assertEqual(self.Enterprise.search(action["domain"]), self.enterprise)
        self.assertEqual(self._type("safety_manager").lacking_count, 1)
        self.enterprise.safety_manager_name = "林安"
        self.assertFalse(self._lacking("safety_manager"), "the name on the file is proof")
        self.enterprise.safety_manager_name = False
        self._paper("safety_manager", name="林安")
        self.assertFalse(self._lacking("safety_manager"), "so is the appointment")

    def test_figure_is_data(self):
        """A street that asks from 50 people on changes the row, not the code."""
        self.enterprise.headcount = 10
        self._type("safety_manager").with_user(self.office_user).required_domain = "[('headcount', '>=', 50)]"
        self.assertFalse(self._lacking("safety_manager"))
        with self.assertRaises(ValidationError):
            self._type("safety_manager").required_domain = "[('no_such_field', '=', 1)]"
        with self.assertRaises(ValidationError):
            self._type("safety_manager").required_domain = "who(knows)"

    def test_xy_3_7a_rules_with_version_date(self):
        """XY-3.7a: the file shows the rules with their version date; missing ones are flagged."""
        self.enterprise.headcount = 30
        self.assertEqual(self._here("safety_rules").here_state, "lacking")
        old = self._paper("safety_rules", -400, number="V1")
        new = self._paper("safety_rules", -5, number="V2")
        self.assertEqual((old.is_current, new.is_current), (False, True))
        self.assertEqual((old.state, new.state), ("replaced", "valid"))
        here = self._here("safety_rules")
        self.assertEqual((here.here_state, here.here_date), ("valid", new.date))
        self.assertFalse(self._lacking("safety_rules"))

    def test_bf_1_1_4a_five_items_with_date_and_proof(self):
        """BF-1.1.4a: bodies, responsibility, rules, procedures and investment, yes or no, with date and proof."""
        five = [
            "safety_body", "responsibility_system", "safety_rules", "operating_procedures", "safety_investment",
        ]  # fmt: skip
        listed = self.enterprise.dossier_type_ids
        self.assertFalse([name for name in five if self._type(name) not in listed], "every file shows the five")
        self.assertEqual({self._here(name).here_state for name in five}, {"none"})
        proof = self.env["ir.attachment"].create({"name": "制度.pdf", "raw": b"%PDF-1.4"})
        with Form(self.Item.with_context(**self._here("safety_body").action_here()["context"])) as form:
            form.date = self.today
            form.file_ids.add(proof)
        here = self._here("safety_body")
        self.assertEqual((here.here_state, here.here_date, here.here_files), ("valid", self.today, 1))
        self.assertEqual(here.here_item_id.enterprise_id, self.enterprise)
        shown = {"dossier_type_ids": {"fields": {"here_state": {}, "display_name": {}}}}
        [read] = self._as(self.grid_user).browse(self.enterprise.id).web_read(shown)
        states = {row["id"]: row["here_state"] for row in read["dossier_type_ids"]}
        self.assertEqual(states[self._type("safety_body").id], "valid", "what the form shows")
        self.assertEqual(states[self._type("safety_investment").id], "none")
        self.assertEqual(here.action_here()["res_id"], here.here_item_id.id)
        self.assertEqual((proof.res_model, proof.res_id), ("safety.dossier.item", here.here_item_id.id))

    def test_zf_t1_1_three_documents_above_scale(self):
        """ZF-T1.1: committee, duties of each post, posted responsibility: with date, missing ones flagged."""
        three = ("safety_committee", "shared_duties", "responsibility_posted")
        self.assertFalse(self._lacking(*three))
        self.enterprise.above_scale = True
        self.assertEqual(self._lacking(*three), set(three))
        for name in three:
            self._paper(name)
            self.assertTrue(self._here(name).here_date)
        self.assertFalse(self._lacking(*three))

    def test_zf_t1_3a_high_hazard_appointments(self):
        """ZF-T1.3a: high-hazard enterprises that lack director, body or full-time managers are listed."""
        three = ("safety_director", "safety_body", "full_time_managers")
        self.enterprise.industry_id = self.env.ref("street_safety_base.safety_industry_26")
        self.assertTrue(self.enterprise.high_hazard)
        self.assertEqual(self._lacking(*three), set(three))
        self._paper("safety_director", name="陈安")
        self._paper("full_time_managers", count=2)
        self.assertEqual(self._lacking(*three), {"safety_body"})
        types = [self._type(name).id for name in three]
        self.assertEqual(self.Enterprise.search([("missing_type_ids", "in", types)]), self.enterprise)
        self._paper("safety_body")
        self.assertFalse(self.Enterprise.search([("missing_type_ids", "in", types)]))

    def test_zf_2_2b_commitment_of_shops_and_workshops(self):
        """ZF-2.2b: shops and workshops without a valid commitment are listed; one year, then it has to be renewed."""
        for kind in ("shop", "workshop"):
            self.enterprise.kind_id = self.env.ref(f"street_safety_base.safety_enterprise_kind_{kind}")
            self.assertTrue(self._lacking("commitment"))
        paper = self._paper("commitment", -30)
        self.assertEqual(paper.date_end.year, paper.date.year + 1)
        self.assertFalse(self._lacking("commitment"))
        paper.date = self.today - timedelta(days=370)
        self.assertEqual(paper.state, "expired")
        self.assertTrue(self._lacking("commitment"))

    def test_zf_t6_2_commitment_of_small_and_micro(self):
        """ZF-T6.2: small and micro enterprises without commitment are listed, medium and large ones are not."""
        for size, lacks in (("micro", True), ("small", True), ("medium", False), ("large", False)):
            self.enterprise.size = size
            self.assertEqual(bool(self._lacking("commitment")), lacks, size)

    def test_zf_t7_1_standard_and_system(self):
        """ZF-T7.1: the file of an above-scale enterprise shows the hazard standard and the information system."""
        self.enterprise.above_scale = True
        self.assertEqual(self._lacking("hazard_standard", "hazard_system"), {"hazard_standard", "hazard_system"})
        self._paper("hazard_standard", number="V3")
        self.assertEqual(self._lacking("hazard_standard", "hazard_system"), {"hazard_system"})
        self.assertLessEqual(
            self._type("hazard_standard") | self._type("hazard_system"), self.enterprise.dossier_type_ids
        )
        self._paper("hazard_system", counterparty="一张网")
        self.assertEqual(self._here("hazard_system").here_state, "valid")

    def test_gy_5_4_incomplete_files(self):
        """GY-5.4: enterprises without complete file are listed, for the unit that one serves."""
        complete = self._enterprise("小店", self.grid, credit_code="91350582MA2XN5Y4U1")
        elsewhere = self._enterprise("无证店", self.grid_b1)
        incomplete = [("missing_type_ids", "!=", False)]
        self.assertEqual(
            self.Enterprise.search(incomplete), elsewhere, "a licensed kind without code lacks the licence"
        )
        self.enterprise.headcount = 12
        found = self._as(self.cadre_user).search(incomplete)
        self.assertEqual(found, self.enterprise)
        self.assertEqual(self.Enterprise.search([("missing_type_ids", "=", False)]), complete)
        self._paper("business_licence", enterprise=elsewhere)
        self.assertFalse(self.Enterprise.search([*incomplete, ("unit_id", "=", self.grid_b1.id)]))

    def test_missing_papers_in_constant_statements(self):
        """A page of 80 or of 4 enterprises with 17 obligations: the types, then one query (2 statements)."""
        enterprises = self.Enterprise.create(
            [{"name": f"厂{n}", "unit_id": self.grid.id, "headcount": n} for n in range(80)]
        )

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            self.company.safety_tz, some.mapped("name"), self.env.user.company_ids
            before = self.cr.sql_log_count
            some.mapped("missing_count")
            return self.cr.sql_log_count - before

        count(enterprises)
        self.assertEqual(count(enterprises), count(enterprises[:4]))
        self.assertLessEqual(count(enterprises), 2)
