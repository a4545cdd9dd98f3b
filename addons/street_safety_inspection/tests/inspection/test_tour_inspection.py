from odoo.tests import HttpCase, tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestTourInspection(HttpCase, InspectionCase):
    """A grid member inspects on the phone: from one tap on the enterprise to the frozen record."""

    browser_size = "390x844"
    touch_enabled = True

    def test_inspection_on_the_phone(self):
        self.checklist.sequence = -1
        self.grid_user.password = "test_grid_password"
        action = self.env.ref("street_safety_base.safety_enterprise_action")
        url = f"/odoo/action-{action.id}/{self.enterprise.id}"
        self.start_tour(url, "street_safety_inspection_on_the_phone", login="test_grid", timeout=120)
        inspection = self.enterprise.inspection_ids
        self.assertEqual((inspection.state, inspection.unit_id), ("done", self.grid_a1))
        self.assertEqual(inspection.line_ids.mapped("result"), ["conform", "not", "na", "not"])
        hazards = inspection.hazard_ids.sorted("line_id")
        self.assertEqual(hazards.mapped("name"), ["Lamp broken", "Loose dog"])
        self.assertEqual(hazards[0].before_photo_ids.res_id, hazards[0].line_id.id)
