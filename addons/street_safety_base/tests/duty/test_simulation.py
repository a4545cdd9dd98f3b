from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DutyCase


@tagged("post_install", "-at_install")
class TestSimulation(DutyCase):
    def _lines(self, action):
        return self.env["safety.simulation.line"].search(action["domain"])

    def _written(self):
        self.env.flush_all()
        self.cr.execute("SELECT (SELECT count(*) FROM safety_duty), (SELECT count(*) FROM safety_duty_evidence)")
        return self.cr.fetchone()

    def test_the_load_of_a_draft_per_post_and_month(self):
        self._rule(self.regulation, period_unit="week")
        before = self._written()
        lines = self._lines(self.regulation.with_user(self.office_user).action_simulate())
        self.assertEqual(self._written(), before)
        self.assertEqual(len(lines), 12)
        self.assertEqual(lines.post_id, self._post("stationed_cadre"))
        march = lines.filtered(lambda line: str(line.month) == "2026-03-01")
        self.assertEqual((march.duties, march.seats), (10, 2))  # five Mondays, two communities

    def test_back_test_on_last_year_s_records_with_the_roll_of_the_day(self):
        """One of two communities met in May; what closed in June was still owed in May."""
        firm = self._enterprise("Firm", self.grid_a1)
        gone = self._enterprise("Gone", self.grid_a1)
        gone.write({"date_left": "2025-06-15", "leave_reason": "closed"})
        rule = self._rule(self.regulation, kind_id=self.visit_kind.id, coverage="all")
        self._visit(self.grid_a1, "2025-05-10", firm, gone)
        self._visit(self.grid_a1, "2025-06-10", firm)
        self._visit(self.grid_a1, "2025-07-10", firm)
        before = self._written()
        lines = self._lines(rule.with_user(self.office_user).action_back_test())
        self.assertEqual(self._written(), before)
        by_month = {str(line.month)[:7]: (line.duties, line.met, line.missed) for line in lines}
        self.assertEqual(by_month["2025-05"], (2, 2, 0))  # the other community has no enterprise: nothing owed
        self.assertEqual(by_month["2025-06"], (2, 1, 1))
        self.assertEqual(by_month["2025-07"], (2, 2, 0))
        self.assertEqual(by_month["2025-08"], (2, 1, 1))
        self.assertEqual(len(by_month), 12)

    def test_back_test_of_a_rule_in_force_leaves_its_duties(self):
        rule = self._adopt()
        self._night()
        before = rule.duty_ids.mapped("id")
        rule.with_user(self.office_user).action_back_test()
        rule.invalidate_recordset()
        self.assertEqual(rule.duty_ids.mapped("id"), before)

    def test_without_a_rule_it_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "write one first"):
            self.regulation.with_user(self.office_user).action_simulate()

    def test_only_who_writes_rules_simulates(self):
        rule = self._rule(self.regulation)
        with self.assertRaises(AccessError):
            rule.with_user(self.cadre_user).action_simulate()

    def test_a_rule_that_fails_is_named_and_the_rest_simulated(self):
        self._rule(self.regulation)
        bad = self._rule(self.regulation, name="Broken")
        self.cr.execute("UPDATE safety_duty_rule SET window_last_day = 99 WHERE id = %s", [bad.id])
        bad.invalidate_recordset()
        action = self.regulation.with_user(self.office_user).action_simulate()
        self.assertEqual((action["tag"], action["params"]["type"]), ("display_notification", "warning"))
        self.assertIn("Broken", action["params"]["message"])
        lines = self._lines(action["params"]["next"])
        self.assertEqual(len(lines), 12)
        self.assertIn("Broken", lines.simulation_id.problems)
        self.assertFalse(bad.last_error)
