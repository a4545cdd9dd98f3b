from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestInspection(InspectionCase):
    def test_findings_become_hazards(self):
        inspection = self._draft(self.grid_user, findings=2)
        first, second, _ok = inspection.line_ids
        first.write({"note": "Exit behind boxes", "deadline": "2026-03-12", "photo_ids": self._photo(self.grid_user)})
        second.severity = "major"
        inspection.action_done()
        self.assertEqual(inspection.state, "done")
        hazards = inspection.hazard_ids.sorted("line_id")
        self.assertEqual(hazards.mapped("name"), ["Exit behind boxes", "Not as required: Exit lit"])
        self.assertEqual(hazards.mapped("severity"), ["general", "major"])
        self.assertEqual(hazards.mapped("state"), ["reported", "reported"])
        self.assertEqual([str(day) for day in hazards.mapped("deadline")], ["2026-03-12", "2026-03-17"])
        self.assertEqual(hazards.unit_id, self.grid_a1)
        self.assertEqual(hazards[0].before_photo_ids, first.photo_ids)
        self.assertEqual(hazards[0].measure, "Do Exit open")

    def test_everything_must_be_answered(self):
        inspection = self._draft()
        inspection.line_ids[1].result = False
        with self.assertRaisesRegex(UserError, "1 of 3"):
            inspection.action_done()
        self.assertEqual(inspection.progress_text, "2/3")

    def test_refusals(self):
        with self.assertRaisesRegex(UserError, "checklist"):
            self._inspection(checklist_id=False)
        with self.assertRaisesRegex(UserError, "future"):
            self._inspection(date="2026-03-11")
        enforcement = self.env.ref("street_safety_inspection.inspection_kind_enforcement")
        with self.assertRaisesRegex(UserError, "at least 2 inspectors"):
            self._inspection(kind_id=enforcement.id)
        inspection = self._draft(findings=1)
        inspection.line_ids[0].deadline = "2026-03-09"
        with self.assertRaisesRegex(UserError, "deadline lies before"):
            inspection.action_done()

    def test_put_right_on_the_spot(self):
        self.company.safety_rectification_photo = True
        inspection = self._draft(self.grid_user, findings=1)
        line = inspection.line_ids[0]
        line.fixed_on_spot = True
        with self.assertRaisesRegex(UserError, "take a photo"):
            inspection.action_done()
        line.after_photo_ids = self._photo(self.grid_user)
        inspection.action_done()
        hazard = inspection.hazard_ids
        self.assertEqual((hazard.state, hazard.fixed_on_spot), ("closed", True))
        self.assertEqual(str(hazard.closed_on), "2026-03-10")
        self.assertTrue(hazard.frozen_at)

    def test_major_is_never_settled_on_the_spot(self):
        inspection = self._draft(findings=1)
        with self.assertRaisesRegex(ValidationError, "major"):
            inspection.line_ids[0].write({"severity": "major", "fixed_on_spot": True})
        hazard = self._hazard(severity="major")
        with self.assertRaisesRegex(UserError, "major"):
            hazard.action_fix()

    def test_done_is_frozen_by_every_route(self):
        inspection = self._draft(self.grid_user, findings=1)
        line = inspection.line_ids[0]
        photo = self._photo(self.grid_user)
        line.photo_ids = photo
        inspection.action_done()
        new_line = {"inspection_id": inspection.id, "name": "Late idea", "result": "conform"}
        for user in (self.grid_user, self.cadre_user, self.office_user, self.env.ref("base.user_root")):
            mine = inspection.with_user(user)
            for call in (
                lambda mine=mine: mine.write({"note": "x"}),
                lambda mine=mine: mine.write({"state": "draft"}),
                lambda mine=mine: mine.write({"line_ids": [Command.clear()]}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.line_ids[0].write({"result": "conform"}),
                lambda mine=mine: mine.line_ids[0].write({"photo_ids": [Command.clear()]}),
                lambda mine=mine: mine.line_ids[0].unlink(),
                lambda mine=mine: mine.line_ids.create(new_line),
                lambda mine=mine: mine.copy({"state": "done"}),
            ):
                with self.assertRaises(UserError):
                    call()
        for user in (self.grid_user, self.cadre_user, self.office_user):
            for call in (
                lambda user=user: photo.with_user(user).unlink(),
                lambda user=user: photo.with_user(user).write({"raw": b"x"}),
                lambda user=user: photo.with_user(user).write({"res_id": 0}),
                lambda user=user: self._photo(user, res_model=line._name, res_id=line.id),
                lambda user=user: self._photo(user, res_model=inspection._name, res_id=inspection.id),
            ):
                with self.assertRaises(AccessError):
                    call()
        self.assertEqual(line.result, "not")

    def test_findings_cannot_be_deleted_or_added_by_hand(self):
        inspection = self._inspection(findings=1)
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            inspection.hazard_ids.with_user(self.office_user).unlink()
        with self.assertRaisesRegex(UserError, "by hand"):
            self._hazard(self.cadre_user, inspection_id=inspection.id)
        with self.assertRaisesRegex(UserError, "by hand"):
            self._hazard(self.cadre_user).write({"line_id": inspection.line_ids[0].id})

    def test_photo_before_the_first_save_belongs_to_the_record(self):
        photo = self._photo(self.grid_user)
        self.assertFalse(photo.res_id)
        hazard = self._hazard(self.grid_user, before_photo_ids=photo.ids)
        self.assertEqual((photo.res_model, photo.res_id), (hazard._name, hazard.id))
        self.assertEqual(photo.with_user(self.cadre_user).read(["name"])[0]["name"], "photo.png")
        with self.assertRaises(AccessError):
            photo.with_user(self.other_grid_user).read(["name"])

    def test_photo_of_another_record_is_refused(self):
        with self.assertRaises(AccessError):
            self._hazard(self.grid_user, before_photo_ids=self._photo(self.other_grid_user).ids)
        elsewhere = self._photo(self.grid_user, res_model="safety.enterprise", res_id=self.enterprise.id)
        with self.assertRaisesRegex(UserError, "belongs to another record"):
            self._hazard(self.grid_user, before_photo_ids=elsewhere.ids)

    def test_photo_moved_away_before_finishing_is_noticed(self):
        inspection = self._draft(self.grid_user, findings=1)
        photo = self._photo(self.grid_user)
        inspection.line_ids[0].photo_ids = photo
        photo.write({"res_model": "safety.enterprise", "res_id": self.enterprise.id})
        with self.assertRaisesRegex(UserError, "belongs to another record"):
            inspection.action_done()

    def test_signatures(self):
        rule = self.env["safety.signature.rule"].create(
            {"model_id": self.env["ir.model"]._get_id("safety.inspection"), "purpose": "done"}
        )
        inspection = self._draft(self.grid_user)
        self.assertEqual(inspection.action_done()["res_model"], "safety.sign.wizard")
        self.assertEqual(inspection.state, "draft")
        inspection._sign("done", self.signature)
        inspection.line_ids[0].result = "na"  # what was signed has changed
        self.assertEqual(inspection.action_done()["res_model"], "safety.sign.wizard")
        with self.assertRaises(UserError):
            inspection._workflow_do("done")
        rule.active = False
        inspection.action_done()
        action = inspection.action_sign_representative()
        self.assertEqual(action["context"]["default_signer_name"], "Chen Wu")

    def test_xy_3_7f_the_safety_manager_countersigns(self):
        """XY-3.7f: a visit proposes the safety manager as who signs; the countersign stands on inspection and form."""
        self.enterprise.safety_manager_name = "Zhou Liu"
        vals = self.env["safety.inspection"]._visit_vals(self.enterprise, None)
        self.assertEqual(vals["representative_name"], "Zhou Liu")
        inspection = self._draft(representative_name=vals["representative_name"])
        action = inspection.action_sign_representative()
        inspection._sign("representative", self.signature, signer_name=action["context"]["default_signer_name"])
        inspection.action_done()
        ((label, countersign),) = inspection._form_signatures()
        self.assertEqual((label, countersign.signer_name), ("Representative", "Zhou Liu"))

    def test_void(self):
        inspection = self._inspection(findings=2)
        hazards = inspection.hazard_ids
        wizard = self._reason(inspection.with_user(self.grid_user), "void")
        with self.assertRaises(AccessError):
            wizard.action_confirm()
        self._reason(inspection, "void").action_confirm()
        self.assertEqual((inspection.state, inspection.void_reason), ("void", "Typed twice"))
        self.assertEqual(set(hazards.mapped("state")), {"void"})

    def test_void_is_refused_once_something_followed(self):
        notice = self._notice()
        with self.assertRaisesRegex(UserError, "Void the notice first"):
            self._reason(notice.inspection_id, "void").action_confirm()
        inspection = self._inspection(findings=1)
        inspection.hazard_ids.action_order()
        with self.assertRaisesRegex(UserError, "being rectified already"):
            self._reason(inspection, "void").action_confirm()

    def _reason(self, record, step):
        action = record._open_reason(step, "Reason")
        wizard = self.env["safety.reason.wizard"].with_user(record.env.user).with_context(**action["context"])
        return wizard.create({"reason": "Typed twice"})
