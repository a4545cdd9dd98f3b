from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ..duty.common import DutyCase


@tagged("post_install", "-at_install")
class TestSpecialDay(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.days = cls.env["safety.special.day"]

    def _kind_of(self, code):
        return self.env.ref(f"street_safety_base.special_day_kind_{code}")

    def test_the_calendar_gives_holidays_and_make_up_days(self):
        self.days._fill([2026, 2027])
        festival = self.days.search([("kind_id.code", "=", "spring_festival"), ("date_from", ">=", "2026-01-01")])
        self.assertEqual(
            [(str(day.date_from), str(day.date_to), day.is_provisional) for day in festival.sorted("date_from")],
            [("2026-02-15", "2026-02-23", False), ("2027-02-05", "2027-02-10", True)],
        )
        calendar = self.days._work_calendar(self.company)
        self.assertTrue(calendar.is_workday(date(2026, 2, 28)), "a Saturday worked")
        self.assertFalse(calendar.is_workday(date(2026, 2, 20)))
        flood = self.days.search([("kind_id.code", "=", "flood_season"), ("date_from", "=", "2026-04-15")])
        self.assertEqual(str(flood.date_to), "2026-10-15")

    def test_filling_twice_changes_nothing(self):
        self.days._fill([2026])
        self.assertFalse(self.days._fill([2026]))

    def test_a_holiday_announced_late_moves_planned_duties_only(self):
        """The year was provisional; when it is announced, what has not begun moves, what is open stays."""
        early = {
            date(2026, 10, 1): "National Day",
            date(2026, 10, 2): "National Day",
            date(2026, 10, 3): "National Day",
        }
        final = {**early, date(2026, 10, 5): "National Day (observed)", date(2026, 10, 6): "National Day"}
        rule = self._adopt(period_unit="special_days", special_kind_ids=[(6, 0, self._kind_of("national_day").ids)],
                           lead_days=7)  # fmt: skip
        with (
            freeze_time("2026-09-10 04:00:00"),
            patch.object(type(self.days), "_calendar", return_value=(early, set())),
        ):
            self.days._fill([2026])
            self._night(date(2026, 9, 10), date(2026, 10, 15))
        duty = self._at(rule, self.community_a)
        self.assertEqual(
            (str(duty.period_start), str(duty.due_date), duty.state), ("2026-09-24", "2026-10-03", "planned")
        )
        with (
            freeze_time("2026-09-11 04:00:00"),
            patch.object(type(self.days), "_calendar", return_value=(final, set())),
        ):
            self.days._fill([2026])
            self._night(date(2026, 9, 11), date(2026, 10, 15))
        self.assertEqual(self._at(rule, self.community_a), duty)
        self.assertEqual(str(duty.due_date), "2026-10-06")
        later = {**final, date(2026, 10, 7): "National Day"}
        with freeze_time("2026-09-25 04:00:00"):
            self._night(date(2026, 9, 25), date(2026, 10, 15))
            self.assertEqual(duty.state, "open")
            with patch.object(type(self.days), "_calendar", return_value=(later, set())):
                self.days._fill([2026])
                self._night(date(2026, 9, 25), date(2026, 10, 15))
        self.assertEqual(str(duty.due_date), "2026-10-06")

    def test_29_february_as_a_fixed_date(self):
        """Every year has the day: in a common year it is the 28th."""
        rule = self._adopt(period_unit="fixed_dates", fixed_dates="02-29, 06-30", lead_days=2)
        for year in (2027, 2028):
            self.duties._generate(self.company, date(year, 2, 1), date(year, 3, 1))
        days = {str(duty.due_date) for duty in self._at(rule, self.community_a)}
        self.assertEqual(days, {"2027-02-28", "2028-02-29"})
