from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestNotice(InspectionCase):
    def test_made_from_the_findings_by_one_action(self):
        inspection = self._inspection(self.grid_user, findings=2)
        notice = self.env["safety.notice"].browse(inspection.action_create_notice()["res_id"])
        self.assertEqual(notice.line_ids.hazard_id, inspection.hazard_ids)
        self.assertEqual(notice.line_ids.mapped("name"), ["Not as required: Exit open", "Not as required: Exit lit"])
        self.assertEqual((notice.enterprise_name, notice.address), ("Sewing Ltd", "1 North Road"))
        self.assertEqual((notice.unit_id, notice.number), (self.grid_a1, False))
        self.assertEqual(inspection.action_create_notice()["res_id"], notice.id)
        with self.assertRaisesRegex(UserError, "nothing to order"):
            self._inspection().action_create_notice()

    def test_issue_numbers_freezes_and_orders(self):
        first, second = self._notice(), self._notice()
        self.assertRegex(first.number, r"^街安改〔2026〕\d{4}号$")
        self.assertEqual(second.number_id.number, first.number_id.number + 1)
        self.assertEqual((first.state, first.issuer_id), ("issued", self.cadre_user))
        self.assertEqual(first.line_ids.hazard_id.state, "rectifying")

    def test_the_format_is_the_streets(self):
        self.env.ref("street_safety_inspection.sequence_notice").prefix = "新街安改〔%(range_year)s〕"
        self.assertEqual(self._notice().number, "新街安改〔2026〕0001号")
        with freeze_time("2026-12-31 16:30:00"):  # New Year in China
            self.assertEqual(self._notice().number, "新街安改〔2027〕0001号")

    def test_two_deadlines(self):
        notice = self._notice(issue=False, findings=2)
        notice.line_ids[0].deadline = "2026-03-12"
        self.assertEqual((str(notice.first_deadline), str(notice.deadline)), ("2026-03-12", "2026-03-17"))
        notice._sign("issue", self.signature)
        notice.action_issue()
        deadlines = notice.line_ids.hazard_id.mapped("deadline")
        self.assertEqual(sorted(map(str, deadlines)), ["2026-03-12", "2026-03-17"])

    def test_refused_without_content_or_deadline(self):
        notice = self._notice(issue=False)
        for vals, reason in (
            ({"name": "  "}, "does not say what"),
            ({"deadline": False}, "no deadline"),
            ({"deadline": "2026-03-09"}, "has passed"),
        ):
            before = notice.line_ids.read(list(vals))[0]
            notice.line_ids.write(vals)
            with self.assertRaisesRegex(UserError, reason):
                notice.action_issue()
            notice.line_ids.write({name: before[name] for name in vals})
        notice.line_ids.hazard_id.with_user(self.cadre_user).action_fix()
        with self.assertRaisesRegex(UserError, "not open any more"):
            notice.action_issue()
        notice.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "lists nothing"):
            notice.action_issue()
        self.assertFalse(notice.number)

    def test_the_issuer_signs_first(self):
        notice = self._notice(issue=False)
        action = notice.action_issue()
        self.assertEqual(action["res_model"], "safety.sign.wizard")
        with self.assertRaisesRegex(UserError, "signature"):
            notice._workflow_do("issue")
        wizard = self.env["safety.sign.wizard"].with_user(self.cadre_user).with_context(**action["context"])
        wizard.create({"image": self.signature}).action_sign()
        self.assertEqual(notice.state, "issued")

    def test_what_was_signed_is_what_is_issued(self):
        notice = self._notice(issue=False)
        notice._sign("issue", self.signature)
        notice.line_ids.name = "Something else"
        with self.assertRaisesRegex(UserError, "signature"):
            notice._workflow_do("issue")

    def test_a_grid_member_drafts_and_an_officer_issues(self):
        notice = self._notice(self.grid_user, issue=False)
        notice._sign("issue", self.signature)
        with self.assertRaises(AccessError):
            notice._workflow_do("issue")

    def test_issued_is_frozen_by_every_route(self):
        notice = self._notice()
        hazard = self._hazard()
        line = {"notice_id": notice.id, "hazard_id": hazard.id, "name": "x", "deadline": "2026-03-20"}
        for user in (self.grid_user, self.cadre_user, self.office_user, self.env.ref("base.user_root")):
            mine = notice.with_user(user)
            for call in (
                lambda mine=mine: mine.write({"interim_measures": "x"}),
                lambda mine=mine: mine.write({"issued_on": "2026-01-01"}),
                lambda mine=mine: mine.write({"number": "1"}),
                lambda mine=mine: mine.write({"line_ids": [Command.clear()]}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.line_ids.write({"deadline": "2026-12-31"}),
                lambda mine=mine: mine.line_ids.unlink(),
                lambda mine=mine: mine.line_ids.create(line),
            ):
                with self.assertRaises(UserError):
                    call()
        for user in (self.grid_user, self.cadre_user, self.office_user):
            with self.assertRaises(AccessError):
                self._photo(user, res_model=notice._name, res_id=notice.id)

    def test_particulars_of_the_day(self):
        notice = self._notice()
        self.enterprise.write({"name": "New Name", "address": "Elsewhere", "principal_name": "Li"})
        self.enterprise.unit_id = self.grid_b1
        self.company.safety_notice_remedies = "Something else"
        self.assertEqual(
            (notice.enterprise_name, notice.address, notice.principal_name), ("Sewing Ltd", "1 North Road", "Chen Wu")
        )
        self.assertEqual(notice.unit_id, self.grid_a1)
        self.assertNotEqual(notice.remedies, "Something else")

    def test_family_by_delegation(self):
        own = self._notice()
        self.assertEqual(own.title, "整改通知书")
        self.company.safety_delegated = True
        order = self._notice()
        self.assertEqual(order.title, "责令限期整改指令书")
        self.assertEqual(order.remedies, self.company.safety_order_remedies)
        own.invalidate_recordset()
        self.assertEqual(own.title, "整改通知书")

    def test_serving(self):
        notice = self._notice()
        wizard = self._serve(notice, how="left", witness_name=False)
        with self.assertRaisesRegex(UserError, "witness"):
            wizard.action_serve()
        with self.assertRaisesRegex(UserError, "signature are missing"):
            self._serve(notice, how="signed").action_serve()
        with self.assertRaises(ValidationError):
            self._serve(notice, how="posted", date="2026-03-11").action_serve()
        self.assertEqual(self._serve(notice).receiver_name, "Chen Wu")
        self._serve(notice, how="signed", image=self.signature).action_serve()
        self.assertEqual((notice.state, notice.served_how), ("served", "signed"))
        self.assertEqual((notice.receiver_name, notice.served_by_id), ("Chen Wu", self.cadre_user))
        self.assertEqual(notice.signature_ids.filtered(lambda sign: sign.purpose == "receipt").signer_name, "Chen Wu")

    def _serve(self, notice, **vals):
        wizard = self.env["safety.notice.serve.wizard"].with_user(self.cadre_user)
        return wizard.create({"notice_id": notice.id, **vals})

    def test_void_keeps_the_number_and_takes_the_order_back(self):
        notice = self._notice(findings=2)
        hazards = notice.line_ids.hazard_id
        keeper = self.env["safety.notice"].browse(
            hazards[0].with_user(self.cadre_user).action_create_notice()["res_id"]
        )
        keeper.with_user(self.cadre_user)._sign("issue", self.signature)
        keeper.with_user(self.cadre_user).action_issue()
        action = notice.action_void()
        wizard = self.env["safety.reason.wizard"].with_user(self.cadre_user).with_context(**action["context"])
        wizard.create({"reason": "Wrong enterprise"}).action_confirm()
        self.assertEqual((notice.state, notice.number_id.void_reason), ("void", "Wrong enterprise"))
        self.assertEqual(hazards.mapped("state"), ["rectifying", "reported"])

    def test_a_notice_goes_to_one_enterprise(self):
        other = self._enterprise("Other Ltd", self.grid_a1)
        stranger = self._hazard(enterprise_id=other.id)
        notice = self._notice(issue=False)
        with self.assertRaises(ValidationError):
            notice.line_ids = [Command.create({"hazard_id": stranger.id, "name": "x", "deadline": "2026-03-20"})]
        with self.assertRaisesRegex(UserError, "one enterprise"):
            (stranger | notice.line_ids.hazard_id).action_create_notice()

    def test_form(self):
        hazard = self._hazard()
        with Form(self.env["safety.notice"].with_user(self.cadre_user)) as form:
            form.enterprise_id = self.enterprise
            self.assertEqual(form.address, "1 North Road")
            with form.line_ids.new() as line:
                line.hazard_id = hazard
                line.name = "Open the exit"
                line.deadline = "2026-03-20"
        self.assertEqual(str(form.record.deadline), "2026-03-20")

    def test_every_requirement_of_a_signature_is_named_in_words(self):
        rules = self.env["safety.signature.rule"].with_context(active_test=False).search([])
        self.assertGreaterEqual(len(rules), 7)
        for rule in rules:
            self.assertNotEqual(rule.purpose_label, rule.purpose)
            self.assertIn(rule.purpose_label, rule.display_name)
