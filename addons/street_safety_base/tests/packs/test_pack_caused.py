from odoo.tests import tagged

from .caused import CausedCase


@tagged("post_install", "-at_install")
class TestPackCaused(CausedCase):
    """What records of this addon cause under the five regulations; the others are tested where their records are."""

    def test_caused_by_meetings_and_work_records_xt(self):
        self.assertEqual(self._check_caused("xt"), 2)

    def test_caused_by_incidents_xy(self):
        self.assertEqual(self._check_caused("xy"), 13)

    def test_caused_by_incidents_bf(self):
        self.assertEqual(self._check_caused("bf"), 5)

    def test_caused_by_incidents_gy(self):
        self.assertEqual(self._check_caused("gy"), 8)

    def test_caused_by_incidents_zf(self):
        self.assertEqual(self._check_caused("zf"), 2)

    def test_rules_without_a_time_make_nothing_before_it_is_given(self):
        self._organisation("gy")
        self.firms = self._firms("gy")
        regulation = self._adopt("gy")
        rule = regulation.rule_ids.filtered(lambda rule: rule.code == "GY-1.12")
        self.assertTrue(rule.due_missing)
        self.assertIn("no time", (rule.warning or "").lower().replace("no time is", "no time"))
        instant = self._moment({"date": "2026-03-12 14:05"})[1]
        self._make_incident(rule, None, instant)
        self.duties._generate_caused(self.company)
        self.assertFalse(rule.duty_ids)
