from datetime import date, datetime

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import DutyCase


@tagged("post_install", "-at_install")
class TestFaults(DutyCase):
    """Days that hardly exist, and rules that cannot be: the night goes on, and what is wrong has a name."""

    def _force(self, rule, **values):
        """Put figures into a rule that no form would take."""
        for name, value in values.items():
            self.cr.execute(
                SQL("UPDATE safety_duty_rule SET %s = %s WHERE id = %s", SQL.identifier(name), value, rule.id)
            )
        rule.invalidate_recordset()

    def _days(self, rule):
        return [
            (str(duty.period_start), str(duty.period_end), str(duty.due_date))
            for duty in self._at(rule, self.community_a).sorted("period_start")
        ]

    # ---- days ------------------------------------------------------------------------------------------------------

    def test_29_february_is_a_day_like_others_and_the_last_of_its_month(self):
        daily, month = self._adopt(period_unit="day"), self._adopt(window_first_day=29)
        self.duties._generate(self.company, date(2028, 2, 28), date(2028, 3, 1))
        self.assertEqual([row[0] for row in self._days(daily)], ["2028-02-28", "2028-02-29", "2028-03-01"])
        february = self._days(month)[0]
        self.assertEqual(february, ("2028-02-01", "2028-02-29", "2028-02-29"))
        common = self._adopt(name="Common", window_first_day=29)
        self.duties._generate(self.company, date(2027, 2, 1), date(2027, 2, 28))
        duty = self._at(common, self.community_a)
        self.assertEqual((str(duty.window_start), str(duty.window_end)), ("2027-02-28", "2027-02-28"))

    def test_week_53_is_owed_once_from_whichever_year_it_is_made(self):
        rule = self._adopt(period_unit="week")
        self.duties._generate(self.company, date(2026, 12, 21), date(2026, 12, 31))
        self.duties._generate(self.company, date(2027, 1, 1), date(2027, 1, 10))
        weeks = [row[:2] for row in self._days(rule)]
        self.assertEqual(
            weeks, [("2026-12-21", "2026-12-27"), ("2026-12-28", "2027-01-03"), ("2027-01-04", "2027-01-10")]
        )
        self.assertEqual(date(2026, 12, 28).isocalendar()[1], 53)

    def test_clock_changes_neither_double_nor_lose_a_day(self):
        """A street whose clocks change: 23 and 25 hours are one day each, and hours stay hours."""
        self.company.safety_tz = "Europe/Berlin"
        daily = self._adopt(period_unit="day")
        hours = self._adopt(period_unit="day", due_kind="hours", due_value=6)
        for day, next_day in ((date(2026, 3, 29), date(2026, 3, 30)), (date(2026, 10, 25), date(2026, 10, 26))):
            self.duties._generate(self.company, day, next_day)
        self.assertEqual(
            [row[0] for row in self._days(daily)], ["2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26"]
        )
        instants = [duty.due_at for duty in self._at(hours, self.community_a).sorted("period_start")]
        self.assertEqual(instants[0], datetime(2026, 3, 29, 5))  # midnight is 23:00 UTC: six hours, 07:00 there
        self.assertEqual(instants[2], datetime(2026, 10, 25, 4))  # midnight is 22:00 UTC: six hours, 05:00 there
        with freeze_time("2026-10-25 22:59:00"):  # 23:59 of the day of 25 hours
            self.duties._open_due(self.company)
            self._work_record(self.community_a, "2026-10-25")
            self.duties._close_due(self.company)
        states = {str(duty.period_start): duty.state for duty in self._at(daily, self.community_a)}
        self.assertEqual((states["2026-10-25"], states["2026-03-29"]), ("met", "missed"))
        with freeze_time("2026-10-25 23:01:00"):
            self.assertEqual(self.env["safety.run"]._today(self.company).date, date(2026, 10, 26))

    # ---- rules -----------------------------------------------------------------------------------------------------

    def _night_in_spite_of(self, bad):
        """Run the night; a sound rule has its duties, the bad one is named in itself and in the run."""
        good = self._adopt(name="Sound rule")
        run = self.env["safety.run"]._run(self.company)
        self.assertTrue(run.finished_at)
        self.assertTrue(good.duty_ids)
        self.assertFalse(good.last_error)
        self.assertTrue(bad.last_error)
        self.assertIn(bad.name, run.problem)
        self.assertNotIn("Sound rule", run.problem)

    def test_a_due_date_beyond_all_calendars_is_named(self):
        bad = self._adopt(name="Never due", due_kind="offset_days", due_value=3)
        self._force(bad, due_value=9_000_000)
        self._night_in_spite_of(bad)

    def test_hours_beyond_all_calendars_are_named(self):
        bad = self._adopt(name="Never due", due_kind="hours", due_value=3)
        self._force(bad, due_value=2_000_000_000)
        self._night_in_spite_of(bad)

    def test_a_window_that_cannot_be_is_named(self):
        bad = self._adopt(name="Day 99")
        self._force(bad, window_last_day=99)
        self._night_in_spite_of(bad)

    @mute_logger("odoo.sql_db")
    def test_a_figure_the_database_refuses_is_named_and_the_others_are_made(self):
        bad = self._adopt(name="Too many")
        self.cr.execute("ALTER TABLE safety_duty_rule DROP CONSTRAINT IF EXISTS safety_duty_rule_figures_bounded")
        self._force(bad, required_count=2_000_000_000, times=1000)
        self._night_in_spite_of(bad)

    @mute_logger("odoo.sql_db")
    def test_conditions_that_fail_are_named_wherever_they_stand(self):
        """Of the evidence, of the causing record, of the record that must be valid, of the targets."""
        self._adopt(name="Other rule")
        names = self.env["ir.model.fields"]._get
        of_record = {
            "cause_model_id": self.env["ir.model"]._get_id("safety.record"),
            "cause_date_field_id": names("safety.record", "date").id,
            "cause_unit_field_id": names("safety.record", "unit_id").id,
        }
        standing = {
            "standing_model_id": self.env["ir.model"]._get_id("safety.record"),
            "standing_from_field_id": names("safety.record", "date").id,
        }
        wrong = "[('no_such_field', '=', 1)]"
        for name, vals in {
            "evidence_domain": {},
            "cause_domain": {"cause": "record", "evidence_linked": False, **of_record},
            "standing_domain": {"cause": "standing", **standing},
            "target_domain": {"coverage": "all", "kind_id": self.visit_kind.id},
        }.items():
            with self.subTest(name):
                bad = self._adopt(name=f"Bad {name}", **vals)
                self._force(bad, **{name: wrong})
                self._night_in_spite_of(bad)
                self.env["safety.run"].search([]).unlink()
                bad.active = False

    def test_what_is_mended_is_no_problem_the_next_night(self):
        bad = self._adopt(name="Day 99")
        self._force(bad, window_last_day=99)
        self._night_in_spite_of(bad)
        self._force(bad, window_last_day=9)
        with freeze_time("2026-03-06 04:00:00"):
            run = self.env["safety.run"]._run(self.company)
        self.assertFalse(run.problem)
        self.assertTrue(bad.duty_ids)

    def test_a_launched_rule_that_is_mended_is_no_problem_either(self):
        rule = self._adopt(name="Launched", cause="launched", kind_id=self.visit_kind.id, offset_to=5)
        launch = self.env["safety.duty.launch"].create(
            {"name": "Typhoon", "reason": "Typhoon", "rule_ids": [(6, 0, rule.ids)], "unit_id": self.street.id}
        )
        launch.action_launch()
        self._force(rule, evidence_domain="[('no_such_field', '=', 1)]")
        self._night()
        self.assertIn("no_such_field", rule.last_error)
        self._force(rule, evidence_domain="[]")
        self._night()
        self.assertFalse(rule.last_error)

    def test_forms_refuse_figures_no_rule_can_mean(self):
        """A slip of the pen that would ask for millions of records, or for a day in ten thousand years."""
        for number, vals in enumerate(({"required_count": 2_000_000_000}, {"times": 100_000}, {"per_target": 100_000})):
            with (
                self.subTest(vals),
                self.assertRaises(psycopg2.errors.CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self._rule(self._regulation(code="XX", version=str(number)), **vals)
        for kind in ("offset_days", "offset_workdays"):
            with self.subTest(kind), self.assertRaises(ValidationError):
                self._rule(self._regulation(code="XX", version=kind), due_kind=kind, due_value=9_000_000)
