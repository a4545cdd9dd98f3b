from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestRecord(StreetCase):
    def test_grid_member_records_work(self):
        form = Form(self.env["safety.record"].with_user(self.grid_user))
        form.type_id = self.env.ref("street_safety_base.record_type_other")
        self.assertEqual(form.unit_id, self.grid_a1)
        self.assertEqual(form.name, "Other work")
        record = form.save()
        record.action_done()
        self.assertEqual(record.state, "done")

    def test_type_decides_what_is_needed(self):
        self.env.ref("street_safety_base.record_type_other").needs_photo = True
        record = self._work_record(self.grid_a1, "2026-03-02", "other", done=False)
        with self.assertRaisesRegex(UserError, "photo"):
            record.action_done()
        record.photo_ids = self.env["ir.attachment"].create({"name": "p.png", "datas": self.signature})
        record.action_done()
        self.assertEqual(record.state, "done")

    def test_a_photo_taken_before_the_first_save_becomes_the_records_own(self):
        photo = self.env["ir.attachment"].with_user(self.grid_user).create({"name": "p.png", "datas": self.signature})
        record = self._work_record(self.grid_a1, "2026-03-02", "other", done=False)
        record.with_user(self.grid_user).photo_ids = photo
        self.assertEqual((photo.res_model, photo.res_id), (record._name, record.id))
        self.assertTrue(photo.with_user(self.cadre_user).has_access("read"))
        self.assertFalse(photo.with_user(self.other_grid_user).has_access("read"))
        record.with_user(self.grid_user).action_done()
        with self.assertRaises(AccessError):
            photo.with_user(self.grid_user).unlink()
        other = self._work_record(self.grid_a1, "2026-03-02", "other", done=False)
        with self.assertRaisesRegex(UserError, "belongs to another record"):
            other.with_user(self.grid_user).photo_ids = photo

    def test_the_future_proves_nothing(self):
        with freeze_time("2026-03-01 04:00:00"), self.assertRaisesRegex(UserError, "future"):
            self._work_record(self.grid_a1, "2026-03-02")

    def test_evidence_is_not_deleted(self):
        record = self._work_record(self.grid_a1, "2026-03-02")
        with self.assertRaises(UserError):
            record.sudo().unlink()
        draft = self._work_record(self.grid_a1, "2026-03-02", done=False)
        self.assertTrue(draft.with_user(self.grid_user).unlink())
