from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestHazard(InspectionCase):
    def test_the_whole_path(self):
        self.company.safety_rectification_photo = True
        hazard = self._hazard()
        self.assertEqual((hazard.state, hazard.unit_id, hazard.user_id), ("reported", self.grid_a1, self.grid_user))
        hazard.action_order()
        with self.assertRaisesRegex(UserError, "needs a photo"):
            hazard.action_submit()
        hazard.write({"after_photo_ids": self._photo(self.grid_user).ids, "rectified_by": "Chen Wu"})
        hazard.action_submit()
        self.assertEqual((hazard.state, hazard.submitted_by_id), ("submitted", self.grid_user))
        with self.assertRaises(AccessError):
            hazard.action_accept()
        cadre = hazard.with_user(self.cadre_user)
        cadre.action_accept()
        cadre.action_close()
        self.assertEqual((hazard.state, hazard.accepted_by_id), ("closed", self.cadre_user))
        self.assertEqual(str(hazard.closed_on), "2026-03-10")

    def test_failing_acceptance_goes_back_with_the_reason(self):
        hazard = self._hazard()
        hazard.action_order()
        hazard.action_submit()
        action = hazard.with_user(self.cadre_user).action_reject()
        wizard = self.env["safety.reason.wizard"].with_user(self.cadre_user).with_context(**action["context"])
        wizard.create({"reason": "Door still locked"}).action_confirm()
        self.assertEqual((hazard.state, hazard.fail_reason), ("rectifying", "Door still locked"))
        self.assertFalse(hazard.submitted_by_id)

    def test_nobody_accepts_their_own(self):
        hazard = self._hazard()
        hazard.action_order()
        cadre = hazard.with_user(self.cadre_user)
        cadre.action_submit()
        with self.assertRaisesRegex(UserError, "somebody else must accept"):
            cadre.action_accept()
        self._appoint(self.cadre_user, "work_point_deputy_head", self.work_point, "2026-01-01")
        with self.assertRaisesRegex(UserError, "somebody else must accept"):
            hazard.with_user(self.cadre_user).action_accept()
        twin = self._person("test_twin", "linked_leader", self.work_point)
        twin.partner_id = self.cadre_user.partner_id
        with self.assertRaisesRegex(UserError, "somebody else must accept"):
            hazard.with_user(twin).action_accept()
        hazard.with_user(self.head_user).action_accept()

    def test_who_did_it_cannot_be_forged(self):
        hazard = self._hazard()
        hazard.action_order()
        hazard.action_submit()
        for name, value in (
            ("submitted_by_id", self.head_user.id),
            ("accepted_by_id", self.head_user.id),
            ("fixed_on_spot", True),
            ("overdue_told_on", "2026-03-10"),
            ("state", "closed"),
        ):
            with self.assertRaises(UserError):
                hazard.with_user(self.cadre_user).write({name: value})
            with self.assertRaises(UserError):
                self._hazard(self.cadre_user, **{name: value})

    def test_what_was_ordered_no_longer_changes(self):
        hazard = self._hazard()
        hazard.deadline = "2026-03-20"
        hazard.action_order()
        for vals in (
            {"deadline": "2026-12-31"},
            {"severity": "major"},
            {"name": "x"},
            {"enterprise_id": self.enterprise.id},
        ):
            with self.assertRaisesRegex(UserError, "another notice"):
                hazard.with_user(self.cadre_user).write(vals)

    def test_order_needs_a_deadline(self):
        """GY-6.4a: a general hazard is pointed out with a deadline, or its rectification is not ordered."""
        with self.assertRaisesRegex(UserError, "no deadline"):
            self._hazard(deadline=False).action_order()

    def test_closed_is_frozen_and_reopening_is_a_new_record(self):
        hazard = self._hazard(before_photo_ids=self._photo(self.grid_user).ids)
        hazard.action_fix()
        photo = hazard.before_photo_ids
        for user in (self.grid_user, self.cadre_user, self.office_user, self.env.ref("base.user_root")):
            mine = hazard.with_user(user)
            for call in (
                lambda mine=mine: mine.write({"rectification_note": "x"}),
                lambda mine=mine: mine.write({"state": "reported"}),
                lambda mine=mine: mine.unlink(),
            ):
                with self.assertRaises(UserError):
                    call()
        with self.assertRaises(AccessError):
            photo.with_user(self.grid_user).unlink()
        with self.assertRaises(AccessError):
            self._photo(self.cadre_user, res_model=hazard._name, res_id=hazard.id)
        with freeze_time("2026-03-25 02:00:00"):
            again = self.env["safety.hazard"].browse(hazard.with_user(self.grid_user).action_reopen()["res_id"])
        self.assertEqual((again.reopened_from_id, again.state, str(again.date)), (hazard, "reported", "2026-03-25"))
        self.assertEqual(str(again.deadline), "2026-04-01")
        self.assertFalse(again.frozen_at or again.before_photo_ids or again.fixed_on_spot)
        self.assertEqual(hazard.state, "closed")
        with self.assertRaisesRegex(UserError, "not closed"):
            again.with_user(self.grid_user).action_reopen()
        with self.assertRaises(AccessError):
            hazard.with_user(self.other_grid_user).action_reopen()

    def test_void_needs_the_right_and_no_notice(self):
        notice = self._notice(issue=False)
        with self.assertRaisesRegex(UserError, "Take it off there first"):
            notice.line_ids.hazard_id.with_user(self.cadre_user)._workflow_do("void")
        hazard = self._hazard()
        with self.assertRaises(AccessError):
            hazard._workflow_do("void")
        hazard.with_user(self.cadre_user)._workflow_do("void")
        self.assertTrue(hazard.frozen_at)

    def test_deleting_a_notice_line_keeps_the_hazard(self):
        notice = self._notice(issue=False, findings=2)
        hazards = notice.line_ids.hazard_id
        notice.line_ids[0].unlink()
        self.assertEqual(len(hazards.exists()), 2)

    def test_form_on_the_phone(self):
        with Form(self.env["safety.hazard"].with_user(self.grid_user)) as form:
            form.name = "Blocked exit"
            form.enterprise_id = self.enterprise
            self.assertEqual(form.unit_id, self.grid_a1)
        self.assertEqual(form.record.state, "reported")
