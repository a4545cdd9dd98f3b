from freezegun import freeze_time

from odoo.exceptions import UserError
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
        record = self._work_record(self.grid_a1, "2026-03-02", "publicity", done=False)
        with self.assertRaisesRegex(UserError, "photo"):
            record.action_done()
        record.photo_ids = self.env["ir.attachment"].create({"name": "p.png", "datas": self.signature})
        record.action_done()
        self.assertEqual(record.state, "done")

    def test_the_future_proves_nothing(self):
        with freeze_time("2026-03-01 04:00:00"), self.assertRaisesRegex(UserError, "future"):
            self._work_record(self.grid_a1, "2026-03-02")

    def test_evidence_is_not_deleted(self):
        record = self._work_record(self.grid_a1, "2026-03-02")
        with self.assertRaises(UserError):
            record.sudo().unlink()
        draft = self._work_record(self.grid_a1, "2026-03-02", done=False)
        self.assertTrue(draft.with_user(self.grid_user).unlink())
