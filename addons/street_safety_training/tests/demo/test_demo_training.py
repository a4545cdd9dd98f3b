from datetime import timedelta

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoTraining(TransactionCase):
    """What the demonstration street shows of training."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo = cls.env["safety.demo"]._prepared()
        cls.demo._build_training()
        cls.env = cls.demo.env

    def _search(self, *domain):
        return self.env["safety.training"].search([("company_id", "=", self.demo._company().id), *domain])

    def test_sessions(self):
        held = self._search(("state", "=", "held"))
        self.assertGreaterEqual(len(held), 10)
        self.assertTrue(all(held.mapped("frozen_at")))
        self.assertTrue(all(held.mapped("material_ids")))
        self.assertEqual(set(held.attendee_ids.mapped("state")), {"present", "absent"})
        self.assertTrue(all(60 <= session.coverage <= 100 for session in held if session.expected_count > 10))
        self.assertTrue(held.attended_enterprise_ids)
        planned = self._search(("state", "=", "draft"))
        self.assertGreaterEqual(len(planned), 2)
        self.assertTrue(all(planned.mapped("expected_count")))

    def test_exam_and_hours(self):
        session = self._search(("survey_id", "!=", False))
        lines = session.attendee_ids.filtered("exam_state")
        self.assertEqual(sorted(lines.mapped("exam_state")), ["failed", "passed", "passed"])
        self.assertGreater(session.rating, 4)
        hours = self.env["safety.training.hours"].search([("company_id", "=", self.demo._company().id)])
        self.assertTrue(hours.user_id)
        self.assertTrue(hours.enterprise_id)
        self.assertIn("short", hours.mapped("state"))

    def test_duties(self):
        """The quarterly duties are met by sessions; the one work point that held none has missed its quarter."""
        for code in ("SF-4.2", "SF-4.3"):
            self.assertTrue(self.demo._rule(code).duty_ids.filtered(lambda duty: duty.state == "met"), code)
        missed = self.demo._rule("SF-4.3").duty_ids.filtered(lambda duty: duty.state == "missed")
        self.assertIn(self.demo._unit("SF2"), missed.unit_id)

    def test_tasks_of_the_enterprise(self):
        """Who logs in to the portal finds a card to renew, a training, a drill and a plan, due in the coming weeks."""
        login = self.demo._user("enterprise")
        firm = self.env["safety.enterprise"].with_user(login)._portal_enterprises()
        today = self.demo._today()
        for tasks in (
            firm._portal_certificate_tasks(),
            firm._portal_training_tasks(),
            firm._portal_drill_tasks(),
            firm._portal_plan_tasks(),
        ):
            ahead = [task for task in tasks if task["due"] and today <= task["due"] <= today + timedelta(days=31)]
            self.assertTrue(ahead, tasks)
            self.assertFalse(any(task["late"] for task in ahead))

    def test_once(self):
        before = len(self._search())
        self.env["safety.demo"]._build_training()
        self.assertEqual(len(self._search()), before)
