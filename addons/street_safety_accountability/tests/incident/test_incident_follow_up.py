from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_incident_cases import IncidentCase


@tagged("post_install", "-at_install")
class TestIncidentFollowUp(IncidentCase):
    """XY-3.8e: the principal is taught again, like risks are looked for elsewhere; both from the list of points."""

    def setUp(self):
        super().setUp()
        self._adopt("XY")
        self.enterprise.principal_name = "Li Si"
        self.incident = self._incident(investigation_result="The roof was rotten")

    def _point(self, code):
        return self._as(self.office_user, self.incident.point_ids).filtered(lambda one: one.kind_id.code == code)

    def test_xy_3_8e_retraining_of_the_principal(self):
        point = self._point("principal")
        self.assertEqual((point.follow_up, point.follow_up_state), ("training", False))
        action = point.action_follow_up()
        session = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((session._name, session.incident_id), ("safety.training", self.incident))
        self.assertEqual((session.enterprise_ids, session.unit_id), (self.enterprise, self.grid_a1))
        self.assertEqual(session.attendee_ids.mapped("name"), ["Li Si"])
        self.assertEqual(str(session.date), "2026-06-11")
        self.assertIn("Planned", point.follow_up_state)
        self.assertEqual(point.action_follow_up()["res_id"], session.id, "asked twice, one session")
        with self.assertRaisesRegex(UserError, "needs its proof"):
            point.action_done()
        self._freeze("2026-06-11 08:00:00")
        session.action_mark_all_present()
        session.action_hold()
        point.invalidate_recordset()
        self.assertIn("Held", point.follow_up_state)
        point.action_done()
        self.assertTrue(point.done)

    def test_xy_3_8e_like_risks_elsewhere(self):
        other = self._enterprise("Weaving Ltd", self.grid_b1)
        self.assertEqual(other.kind_id, self.enterprise.kind_id)
        point = self._point("alike")
        action = point.action_follow_up()
        campaign = self.env["safety.campaign"].browse(action["res_id"])
        self.assertEqual((campaign.incident_id, campaign.occasion), (self.incident, "incident"))
        self.assertEqual(campaign.task_ids.unit_ids, self.community_b)
        self.assertIn(campaign.name, point.follow_up_state)
        self.assertFalse(point.follow_up_done)
        self.assertEqual(point.action_follow_up()["res_id"], campaign.id, "asked twice, one campaign")
        campaign._workflow_write({"state": "called_off"})
        self.assertNotEqual(point.action_follow_up()["res_id"], campaign.id, "called off: another may follow")

    def test_without_an_enterprise_it_says_so(self):
        incident = self._incident(enterprise_id=False, place="Bridge")
        with self.assertRaisesRegex(UserError, "names no enterprise"):
            self._as(self.office_user, incident).action_train_principal()
        with self.assertRaisesRegex(UserError, "words and files"):
            self._point("cause").action_follow_up()

    def test_state_of_many_points_in_a_constant_number_of_statements(self):
        self._point("principal").action_follow_up()
        before = self._statements(self.incident)
        more = self.incident
        for _number in range(5):
            more |= self._incident()
        self.assertLessEqual(self._statements(more), before + 1)

    def _statements(self, incidents):
        points = self._as(self.office_user, incidents).point_ids
        points.mapped("kind_id.code"), points.mapped("incident_id.training_ids.state")
        points.invalidate_recordset(["follow_up", "follow_up_state", "follow_up_done"])
        count = self.cr.sql_log_count
        points.mapped("follow_up_state")
        return self.cr.sql_log_count - count
