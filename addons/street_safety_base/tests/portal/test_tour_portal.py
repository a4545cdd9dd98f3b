from odoo.tests import HttpCase, tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestTourPortal(HttpCase, PortalCase):
    """The safety manager corrects the phone number on the phone, an officer accepts it."""

    browser_size = "390x844"
    touch_enabled = True

    def test_correction_on_the_phone(self):
        self.manager.password = "a long password"
        self.start_tour("/my", "street_safety_portal_propose", login="wang@example.com")
        correction = self.enterprise.correction_ids
        self.assertEqual(correction.line_ids.mapped("new_value"), ["0000-8800001"])
        self.assertEqual(correction.file_ids.mapped("mimetype"), ["image/jpeg"])
        action = self.env.ref("street_safety_base.safety_correction_action")
        self.start_tour(f"/odoo/action-{action.id}", "street_safety_portal_accept", login="test_grid")
        self.assertEqual((correction.state, self.enterprise.phone), ("accepted", "0000-8800001"))
