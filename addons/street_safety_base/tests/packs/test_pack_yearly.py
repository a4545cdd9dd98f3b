from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import PackCase


@tagged("post_install", "-at_install")
class TestPackYearly(PackCase):
    """What is owed once a year is one duty a year, proved by the paper it asks for."""

    def test_gy_4_2_3_targets_plan_and_appraisal_method_once_a_year(self):
        """GY-4.2.3: one duty per year of the emergency office, due 31 January, with the topic of the method."""
        with freeze_time("2025-12-20 04:00:00"):
            self._organisation("gy")
            regulation = self._adopt("gy")
            self.duties._generate(self.company, date(2026, 1, 1), date(2028, 12, 31))
        rule = regulation.rule_ids.filtered(lambda one: one.code == "GY-4.2.3")
        duties = rule.duty_ids.sorted("due_date")
        self.assertEqual(
            [(str(duty.window_start), str(duty.due_date)) for duty in duties],
            [(f"{year}-01-01", f"{year}-01-31") for year in (2026, 2027, 2028)],
        )
        self.assertEqual(set(duties.unit_id.mapped("code")), {"emergency_management_office"})
        self.assertIn("appraisal_method", rule.evidence_domain)
