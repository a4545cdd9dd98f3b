from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestClock(TransactionCase):
    def test_today_is_the_streets_day(self):
        company = self.env.company
        company.safety_tz = "Asia/Shanghai"
        with freeze_time("2025-12-31 16:05:00"):  # 00:05 on New Year's Day in China
            self.assertEqual(company._safety_today(), date(2026, 1, 1))
        with freeze_time("2025-12-31 15:59:59"):
            self.assertEqual(company._safety_today(), date(2025, 12, 31))

    def test_instants_and_dates_round_trip(self):
        company = self.env.company
        company.safety_tz = "Asia/Shanghai"
        midnight = company._safety_instant(date(2026, 3, 1))
        self.assertEqual(midnight, datetime(2026, 2, 28, 16, 0))
        self.assertEqual(company._safety_date(midnight), date(2026, 3, 1))
        self.assertFalse(company._safety_date(False))
