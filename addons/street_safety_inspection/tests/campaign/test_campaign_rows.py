from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..inspection.visit_common import VisitCase
from .test_campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestActivity(CampaignCase):
    def test_gy_3_7_an_activity_has_a_four_point_checklist(self):
        """GY-3.7: site, crowd, electricity, fire are answered before the activity is completed."""
        kind = self.env.ref("street_safety_inspection.record_type_activity")
        form = Form(self.env["safety.record"].with_user(self.office_user))
        form.type_id = kind
        form.name = "社区运动会"
        form.guests = "200 residents"
        record = form.save()
        self.assertEqual(record.check_ids.mapped("section"), ["场地", "人员", "用电", "消防"])
        with self.assertRaisesRegex(UserError, "not answered"):
            record.action_done()
        record.check_ids.result = "conform"
        record.check_ids[2].result = "not"
        with self.assertRaisesRegex(UserError, "not in order"):
            record.action_done()
        record.check_ids[2].note = "换了带漏保的配电箱"
        record.action_done()
        self.assertEqual(record.state, "done")
        with self.assertRaises(UserError):
            record.check_ids[0].result = "na"

    def test_a_street_changes_the_points(self):
        checklist = self.env.ref("street_safety_inspection.checklist_activity")
        own = checklist.copy({"name": "Own"})
        own.item_ids[0].unlink()
        own.action_publish()
        kind = self.env["safety.record.type"].create({"name": "Own", "code": "own_activity", "checklist_id": own.id})
        record = self.env["safety.record"].create({"name": "X", "type_id": kind.id, "unit_id": self.street.id})
        self.assertEqual(len(record.check_ids), 3)
        self.assertNotIn(own, self.env["safety.checklist"]._offered(self.company))


@tagged("post_install", "-at_install")
class TestFormalism(VisitCase):
    def test_zf_3_4a_inspections_without_photo_or_too_quick_are_listed(self):
        """ZF-3.4a: what was entered without a photo where one is wanted, or at implausible speed, is listed."""
        campaign = self.env["safety.campaign"].create(
            {
                "name": "Fire",
                "unit_id": self.street.id,
                "date_to": "2026-03-31",
                "task_ids": [
                    Command.create(
                        {
                            "name": "Inspect",
                            "kind_id": self.env.ref("street_safety_inspection.duty_kind_campaign_inspection").id,
                            "unit_ids": [Command.set(self.community_a.ids)],
                        }
                    )
                ],
            }
        )
        campaign.action_start()
        task = campaign.task_ids
        visits = self.env["safety.inspection"]
        bare = self._inspection(campaign_task_id=task.id)
        seen = self._draft(campaign_task_id=task.id)
        seen.line_ids[0].photo_ids = [Command.create({"name": "a.png", "datas": self.signature})]
        seen.action_done()
        routine = self._inspection()
        odd = visits.search(visits._odd_domain())
        self.assertIn(bare, odd)
        self.assertNotIn(seen, odd)
        self.assertNotIn(routine, odd)
        self.assertIn("photo", bare.with_user(self.office_user).oddity)
        with self.subTest("too quick"):
            visit = self._start()
            self._send(visit, *self._answers(visit, "conform", "conform", "conform"), self._finish())
            quick = visits.browse(visit["id"])
            self.assertTrue(quick.is_quick)
            self.assertIn(quick, visits.search(visits._odd_domain()))
        listed = self.env.ref("street_safety_inspection.safety_inspection_action_odd")
        self.assertIn("is_photo_missing", listed.domain)
