import io

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import tagged

from .major_common import MajorCase


@tagged("post_install", "-at_install")
class TestHazardLedgers(MajorCase):
    """Numbers, signatures and ledgers of hazards."""

    def _sheet(self, xmlid, user=None):
        """Return the rows of a ledger's workbook as dictionaries."""
        user = user or self.office_user
        ledger = self.env.ref(xmlid).with_user(user)
        engine = self.env["ir.actions.report"].with_user(user).with_company(self.company)
        content, _kind = engine._render_xlsx("street_safety_base.ledger_xlsx", ledger.ids, {})
        heads, *rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(min_row=4, values_only=True))
        return [dict(zip(heads, row, strict=True)) for row in rows]

    def test_xy_2_5b_running_number_and_closed_one_by_one_with_proof(self):
        """XY-2.5b: every finding has a running number; each is closed with its own proof only."""
        self.company.safety_rectification_photo = True
        found = self._inspection(findings=2).hazard_ids | self._hazard()
        numbers = sorted(found.mapped("number"))
        self.assertEqual(len(set(numbers)), 3)
        for number in numbers:
            self.assertRegex(number, r"^隐患\d{6}$")
        self.assertEqual(self.env["safety.hazard"].name_search(numbers[0])[0][0], found.sorted("number")[0].id)
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            found[0].number = "1"
        forged = self._hazard(number="1")
        self.assertRegex(forged.number, r"^隐患\d{6}$")
        both = (self._hazard() | self._hazard()).with_user(self.grid_user)
        both.action_order()
        both[0].after_photo_ids = self._photo(self.grid_user, res_model="safety.hazard", res_id=both[0].id)
        with self.assertRaisesRegex(UserError, "needs a photo"):
            both.action_submit()
        both[0].action_submit()
        both[0].with_user(self.cadre_user).action_accept()
        both[0].with_user(self.cadre_user).action_close()
        self.assertEqual(both.mapped("state"), ["closed", "rectifying"])
        rows = {row["Number"]: row for row in self._sheet("street_safety_inspection.ledger_problems")}
        self.assertEqual(str(rows[both[0].number]["Closed on"].date()), "2026-03-10")
        self.assertFalse(rows[both[1].number]["Closed on"])

    def test_numbers_take_the_same_statements_for_many(self):
        hazards = self.env["safety.hazard"]
        hazards._next_numbers(1)
        with self.assertQueryCount(2):
            self.assertEqual(len(set(hazards._next_numbers(200))), 200)

    def test_gy_2_9_risk_grade_notice_reinspection_and_closing(self):
        """GY-2.9: each hazard shows, in one line, risk grade, notice, re-inspection and closing."""
        self.enterprise.class_id = self.env.ref("street_safety_base.safety_supervision_class_key")
        notice = self._notice()
        hazard = notice.line_ids.hazard_id
        self._reinspect(notice, "fixed", self.head_user).action_done()
        (row,) = (
            row for row in self._sheet("street_safety_inspection.ledger_closed_loop") if row["Number"] == hazard.number
        )
        self.assertEqual(row["Supervision class"], self.enterprise.class_id.name)
        self.assertIn(notice.number, row["Notice"])
        self.assertEqual(str(row["Re-inspected on"].date()), "2026-03-10")
        self.assertEqual(str(row["Closed on"].date()), "2026-03-10")

    def test_gy_4_2_7_key_units_with_last_check_and_open_hazards(self):
        """GY-4.2.7: the lists of key units and of major hazard sources show last check and open hazards."""
        self.enterprise.class_id = self.env.ref("street_safety_base.safety_supervision_class_key")
        kind = self.env.ref("street_safety_base.dossier_type_hazard_source")
        self.env["safety.dossier.item"].create(
            {"name": "Tank", "enterprise_id": self.enterprise.id, "type_id": kind.id, "date": "2026-01-15"}
        )
        self._inspection(findings=2)
        for xmlid in ("street_safety_base.ledger_key_units", "street_safety_base.ledger_hazard_sources"):
            rows = [row for row in self._sheet(xmlid) if "Sewing Ltd" in row.values()]
            self.assertEqual((str(rows[0]["Last check"].date()), rows[0]["Open hazards"]), ("2026-03-10", 2), xmlid)

    def test_zf_t5_2a_contractors_with_the_last_inspection(self):
        """ZF-T5.2a: contractors and tenants are listed with agreement and last inspection."""
        kind = self.env.ref("street_safety_base.dossier_type_safety_agreement")
        for name, day in (("Crane Hire", "2026-01-15"), ("Paint Shop", False)):
            self.env["safety.dossier.item"].create(
                {"enterprise_id": self.enterprise.id, "type_id": kind.id, "counterparty": name, "date": day}
            )
        self._inspection()
        rows = {row["Counterparty"]: row for row in self._sheet("street_safety_inspection.ledger_contractors")}
        self.assertLessEqual({"Crane Hire", "Paint Shop"}, rows.keys())
        self.assertEqual(str(rows["Crane Hire"]["Last inspection"].date()), "2026-03-10")
        self.assertFalse(rows["Paint Shop"]["Agreement signed on"])

    def test_zf_t10_2_each_step_with_its_signer_and_time(self):
        """ZF-T10.2: who took each step and at what time; where the street wants it, signed by hand before it counts."""
        rules = self.env["safety.signature.rule"].with_context(active_test=False)
        rules.search([("model", "=", "safety.hazard")]).active = True
        hazard = self._hazard()
        hazard.action_order()
        self.assertEqual(hazard.action_submit()["res_model"], "safety.sign.wizard")
        with self.assertRaisesRegex(UserError, "still needs 1 signature"):
            hazard._workflow_do("submit")
        hazard._sign("submit", self.signature)
        hazard.action_submit()
        cadre = hazard.with_user(self.cadre_user)
        action = cadre.action_accept()
        wizard = self.env["safety.sign.wizard"].with_user(self.cadre_user).with_context(**action["context"])
        wizard.create({"image": self.signature}).action_sign()
        cadre.action_close()
        self.assertEqual(hazard.state, "closed")
        people = (hazard.ordered_by_id, hazard.submitted_by_id, hazard.accepted_by_id, hazard.closed_by_id)
        self.assertEqual(people, (self.grid_user, self.grid_user, self.cadre_user, self.cadre_user))
        times = {str(hazard[name]) for name in ("ordered_at", "submitted_at", "accepted_at", "closed_at")}
        self.assertEqual(times, {"2026-03-10 02:00:00"})
        signed = {(sign.purpose, sign.user_id, str(sign.signed_at)) for sign in hazard.signature_ids}
        at = "2026-03-10 02:00:00"
        self.assertEqual(signed, {("submit", self.grid_user, at), ("accept", self.cadre_user, at)})

    def test_separate_acceptor_is_the_default_and_a_return_visit_hands_in(self):
        """BF-1.1.3j: who found it looks at it again and hands it in; somebody else accepts."""
        self.assertTrue(self.env["res.company"].create({"name": "New street"}).safety_separate_acceptor)
        notice = self._notice()
        hazard = notice.line_ids.hazard_id
        self._reinspect(notice, "fixed").action_done()
        self.assertEqual((hazard.state, hazard.submitted_by_id), ("submitted", self.cadre_user))
        with self.assertRaises(UserError):
            hazard.with_user(self.cadre_user).action_accept()
        hazard.with_user(self.head_user).action_accept()
        self.assertEqual(hazard.state, "accepted")

    def test_a_step_of_a_rule_reminds_the_enterprise(self):
        """So many days before the deadline, as the rule says, the enterprise gets a mail and reads it on its page."""
        partner = self.env["res.partner"].create({"name": "Chen Wu", "email": "chen@example.com"})
        self.enterprise.partner_id = partner
        hazard, other = self._hazard(), self._hazard(name="Settled already")
        hazard.action_order()
        other.action_fix()
        kind = self.ref("street_safety_inspection.duty_kind_hazard_closing")
        rule = self._rule(
            self._regulation(),
            name="Close hazards",
            kind_id=kind,
            cause="record",
            cause_model_id=self.env["ir.model"]._get_id("safety.hazard"),
            cause_date_field_id=self.env["ir.model.fields"]._get("safety.hazard", "deadline").id,
            cause_unit_field_id=self.env["ir.model.fields"]._get("safety.hazard", "unit_id").id,
            offset_from=-30,
            step_ids=[(0, 0, {"offset": -7, "propose": "enterprise", "message": "Please hurry"})],
        )
        rule.regulation_id.action_adopt()
        self.env["safety.run"]._run(self.company)
        self.assertEqual((str(hazard.reminded_on), other.reminded_on), ("2026-03-10", False))
        mail = self.env["mail.message"].search([("notified_partner_ids", "in", partner.ids)])
        self.assertEqual(len(mail), 1)
        self.assertIn("Please hurry", mail.body)
        self.assertIn("Blocked exit", mail.body)
        self.assertIn("/street-safety/answer/", mail.body)
        (row,) = self.enterprise._answer_rows()
        self.assertEqual(str(row["reminded_on"]), "2026-03-10")
        self.env["safety.run"]._run(self.company)
        again = self.env["mail.message"].search([("notified_partner_ids", "in", partner.ids)])
        self.assertEqual(again, mail, "once")
