from odoo.tests import HttpCase, tagged

from odoo.addons.street_safety_base.tests.portal.common import PortalCase


@tagged("post_install", "-at_install")
class TestTourEvidence(HttpCase, PortalCase):
    """The safety manager sends a certificate from the phone; the officer accepts it; it counts."""

    browser_size = "390x844"
    touch_enabled = True

    def test_certificate_from_task_to_coverage(self):
        kind = self.env.ref("street_safety_training.certificate_type_manager")
        domain = f"[('id', '=', {self.enterprise.id})]"
        self.env["safety.certificate.requirement"].create(
            {"name": "Safety manager", "type_id": kind.id, "enterprise_domain": domain}
        )
        self.manager.password = "a long password"
        self.start_tour("/my", "street_safety_portal_evidence", login="wang@example.com")
        correction = self.enterprise.correction_ids
        self.assertEqual((correction.certificate_type_id, correction.certificate_holder), (kind, "王小明"))
        self.assertFalse(self.enterprise.certificate_ids)
        action = self.env.ref("street_safety_base.safety_correction_action")
        self.start_tour(f"/odoo/action-{action.id}", "street_safety_portal_evidence_accepted", login="test_grid")
        self.assertEqual(correction.state, "accepted")
        self.assertEqual(
            (self.enterprise.certificate_ids.number, self.enterprise.certificate_ids.state), ("AQ20260815", "valid")
        )
