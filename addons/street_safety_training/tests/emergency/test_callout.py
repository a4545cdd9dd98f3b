from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.common import StreetCase


@tagged("post_install", "-at_install")
class TestCallout(StreetCase):
    """Who came to an incident and how fast, as a list of its own."""

    def test_a_callout_opens_its_incident(self):
        incident = self.env["safety.incident"].create(
            {"name": "Fire in a warehouse", "unit_id": self.community_a.id, "occurred_at": "2026-03-10 02:00:00"}
        )
        log = self.env["safety.incident.log"].create(
            {"incident_id": incident.id, "kind": "arrival", "at": "2026-03-10 02:25:00", "note": "Looked after people"}
        )
        action = self.env.ref("street_safety_training.safety_incident_log_action_callout")
        self.assertEqual(action.view_mode, "list,kanban", "cards on the telephone")
        opened = log.with_user(self.office_user).action_open_incident()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("safety.incident", incident.id))
