from odoo.tests import HttpCase, tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestTourInspection(HttpCase, InspectionCase):
    """A grid member inspects on the phone while the network comes and goes: nothing lost, nothing twice."""

    browser_size = "390x844"
    touch_enabled = True

    def test_inspection_on_the_phone(self):
        self.checklist.sequence = -1
        self._rule(
            self._regulation(),
            kind_id=self.ref("street_safety_inspection.duty_kind_routine_inspection"),
            unit_type_id=self.ref("street_safety_base.unit_type_grid"),
            post_ids=[(6, 0, self._post("grid_member").ids)],
            coverage="all",
        ).regulation_id.action_adopt()
        self.env["safety.run"]._run(self.company)
        self.grid_user.password = "test_grid_password"
        self.start_tour("/odoo/safety-inspect", "street_safety_inspection_on_the_phone", login="test_grid", timeout=180)
        inspection = self.enterprise.inspection_ids
        self.assertEqual((inspection.state, inspection.unit_id), ("done", self.grid_a1))
        self.assertEqual(inspection.line_ids.mapped("result"), ["conform", "not", "na", "not"])
        hazards = inspection.hazard_ids.sorted("line_id")
        self.assertEqual(hazards.mapped("name"), ["Lamp broken", "Loose dog"])
        self.assertEqual(hazards[0].before_photo_ids.res_id, hazards[0].line_id.id)
        self.assertEqual(len(hazards.before_photo_ids), 1)
        self.assertEqual(sorted(inspection.signature_ids.mapped("purpose")), ["done", "representative"])
        self.assertEqual(len(set(inspection.entry_ids.mapped("uuid"))), len(inspection.entry_ids))
        self.assertEqual(inspection.notice_ids.state, "draft")
        duty = self.env["safety.duty"].search([("unit_id", "=", self.grid_a1.id), ("state", "=", "met")])
        self.assertTrue(duty)
