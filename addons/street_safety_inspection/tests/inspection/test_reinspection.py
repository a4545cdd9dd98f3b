from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestReinspection(InspectionCase):
    """In a small street, where whoever found it may also accept: the separate acceptor is tested with the ledgers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.safety_separate_acceptor = False

    def test_fixed_is_accepted_and_closed(self):
        notice = self._notice(findings=2)
        hazards = notice.line_ids.hazard_id
        self.assertEqual(set(hazards.mapped("state")), {"rectifying"})
        inspection = self._reinspect(notice, "fixed")
        self.assertEqual(inspection.kind_id, self.reinspection)
        self.assertEqual((inspection.enterprise_id, inspection.unit_id), (self.enterprise, self.grid_a1))
        inspection.action_done()
        self.assertEqual(set(hazards.mapped("state")), {"closed"})
        self.assertEqual(hazards.accepted_by_id, self.cadre_user)
        self.assertEqual(notice.open_count, 0)

    def test_not_fixed_goes_back_and_on_the_list(self):
        notice = self._notice(findings=2)
        first, second = notice.line_ids.hazard_id
        first.action_submit()
        inspection = self._reinspect(notice, "not_fixed", self.head_user)
        inspection.recheck_ids.filtered(lambda line: line.hazard_id == second).result = "fixed"
        inspection.action_done()
        self.assertEqual((first.state, second.state), ("rectifying", "closed"))
        self.assertEqual(str(first.last_failed_on), "2026-03-10")
        self.assertFalse(first.submitted_by_id)
        listed = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_hazard_action_overdue")
        found = self.env["safety.hazard"].search(
            self.env["safety.duty.kind"]._parse_domain(listed["domain"], "safety.hazard", "")
        )
        self.assertIn(first, found)
        self.assertNotIn(second, found)
        again = self.env["safety.notice"].browse(inspection.action_create_notice()["res_id"])
        self.assertEqual(again.line_ids.hazard_id, first)

    def test_an_inspector_without_the_right_to_accept_submits(self):
        notice = self._notice()
        self._reinspect(notice, "fixed", self.grid_user).action_done()
        hazard = notice.line_ids.hazard_id
        self.assertEqual((hazard.state, hazard.submitted_by_id), ("submitted", self.grid_user))
        hazard.with_user(self.cadre_user).action_accept()
        self.assertEqual(hazard.state, "accepted")

    def test_nobody_accepts_their_own(self):
        notice = self._notice()
        hazard = notice.line_ids.hazard_id
        hazard.with_user(self.cadre_user).action_submit()
        with self.assertRaisesRegex(UserError, "somebody else must accept"):
            self._reinspect(notice, "fixed").action_done()
        both = (self.cadre_user | self.head_user).ids
        with self.assertRaisesRegex(UserError, "somebody else must accept"):
            self._reinspect(notice, "fixed", self.head_user, inspector_ids=[(6, 0, both)]).action_done()
        self.assertEqual(hazard.state, "submitted")
        self._reinspect(notice, "fixed", self.head_user).action_done()
        self.assertEqual(hazard.state, "closed")

    def test_every_open_hazard_of_the_notice_is_looked_at(self):
        notice = self._notice(findings=2)
        inspection = self._reinspect(notice, "fixed")
        inspection.recheck_ids[0].unlink()
        with self.assertRaisesRegex(UserError, "was not looked at"):
            inspection.action_done()
        stranger = self._hazard()
        inspection.recheck_ids.create({"inspection_id": inspection.id, "hazard_id": stranger.id, "result": "fixed"})
        with self.assertRaisesRegex(UserError, "does not list"):
            inspection.action_done()

    def test_a_photo_proves_it_where_the_street_wants_one(self):
        self.company.safety_rectification_photo = True
        notice = self._notice()
        inspection = self._reinspect(notice, "fixed")
        with self.assertRaisesRegex(UserError, "take a photo"):
            inspection.action_done()
        inspection.recheck_ids.photo_ids = self._photo(self.cadre_user)
        inspection.action_done()
        self.assertEqual(notice.line_ids.hazard_id.state, "closed")

    def test_refusals(self):
        with self.assertRaisesRegex(UserError, "Choose the notice"):
            self._inspection(kind_id=self.reinspection.id)
        draft = self._notice(issue=False)
        with self.assertRaisesRegex(ValidationError, "not been issued"):
            self._reinspect(draft, "fixed")
        notice = self._notice()
        with self.assertRaisesRegex(ValidationError, "Only a re-inspection"):
            self._reinspect(notice, "fixed", kind_id=self.routine.id)

    def test_form_is_filled_from_the_notice(self):
        notice = self._notice(findings=2)
        context = notice.action_reinspect()["context"]
        model = self.env["safety.inspection"].with_user(self.cadre_user).with_context(**context)
        with Form(model, "street_safety_inspection.safety_inspection_view_form") as form:
            self.assertEqual(form.kind_id, self.reinspection)
            self.assertEqual(form.enterprise_id, self.enterprise)
            self.assertEqual(len(form.recheck_ids), 2)
        self.assertEqual(len(form.record.recheck_ids), 2)
        self.assertFalse(form.record.line_ids)
        self.assertEqual(notice.action_reinspect()["res_id"], form.record.id)
