from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from ...models.duty.safety_duty_targets import MEMBERSHIP
from ...recurrence import required_count
from .common import DutyCase


@tagged("post_install", "-at_install")
class TestTargets(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firms = [cls._enterprise(f"Firm {n}", cls.grid_a1 if n % 2 else cls.grid_a2) for n in range(7)]

    def _duty(self, **vals):
        rule = self._adopt(kind_id=self.visit_kind.id, **vals)
        self._night()
        return self._at(rule, self.community_a)

    def test_the_roll_as_spans_is_the_roll_of_every_day(self):
        """One statement for many days equals the enterprise file's own answer for each of them."""
        with freeze_time("2026-02-03 04:00:00"):
            self.firms[0].unit_id = self.grid_b1
        with freeze_time("2026-02-10 04:00:00"):
            self.firms[1]._leave(date(2026, 2, 10), "gone")
            self.firms[2].unit_id = self.grid_b2
            self.firms[2].unit_id = self.grid_a1
        with freeze_time("2026-02-20 04:00:00"):
            self.firms[1].action_return()
        self.env.flush_all()
        for offset in range(30):
            day = date(2026, 1, 30) + timedelta(days=offset)
            members = self.env.execute_query(self.firms[0]._safety_members_sql(day))
            spans = self.env.execute_query(
                SQL(
                    "SELECT enterprise_id, unit_id FROM (%s) span WHERE unit_id IS NOT NULL"
                    " AND since <= %s AND (until IS NULL OR until > %s)",
                    SQL(MEMBERSHIP, self.company.id),
                    day,
                    day,
                )
            )
            ours = {firm.id for firm in self.firms}
            self.assertEqual({row for row in spans if row[0] in ours}, {row for row in members if row[0] in ours}, day)

    def test_percent_with_limits_rounds_up_as_the_library_does(self):
        for percent, least, most in ((10, 0, 0), (50, 0, 0), (10, 3, 0), (90, 0, 4), (1, 9, 0)):
            duty = self._duty(coverage="percent", coverage_percent=percent, coverage_min=least, coverage_max=most)
            expected = required_count(7, mode="percent", percent=percent, minimum=least, maximum=most or None)
            self.assertEqual(duty.target_required, expected, (percent, least, most))

    def test_a_range_asks_for_its_smaller_end(self):
        duty = self._duty(coverage="count", coverage_count=1, coverage_max=2)
        self._visit(self.grid_a1, "2026-03-03", self.firms[1])
        self.assertEqual((duty.target_required, duty.state), (1, "met"))

    def test_counted_on_the_first_day_newcomers_wait(self):
        self._enterprise("New", self.grid_a1, date_entered="2026-03-02")
        self.assertEqual(self._duty(coverage="all").target_count, 7)

    def test_newcomers_that_count_at_once_count_also_after_opening(self):
        self._enterprise("New", self.grid_a1, date_entered="2026-03-02")
        duty = self._duty(coverage="all", newcomers="included")
        self.assertEqual(duty.target_count, 8)
        with freeze_time("2026-03-09 04:00:00"):
            self._enterprise("Newer", self.grid_a1, date_entered="2026-03-08")
            self._night()
        self.assertEqual(duty.target_required, 9)

    def test_counted_on_the_window_s_first_day(self):
        vals = {"window_first_day": 10, "window_last_day": 20, "due_kind": "period_end", "coverage": "all"}
        duty = self._duty(target_base="window_start", **vals)
        self.assertEqual((duty.state, duty.target_count), ("open", 0))
        self.assertFalse(duty.target_required)
        with freeze_time("2026-03-10 04:00:00"):
            self._enterprise("New", self.grid_a1, date_entered="2026-03-09")
            self._night()
            self.assertEqual(duty.target_count, 8)
            self.assertEqual(duty.state, "open")

    def test_an_enterprise_belongs_where_it_was_on_the_counting_day(self):
        with freeze_time("2026-03-04 04:00:00"):
            self.firms[1].unit_id = self.grid_b1
        duty = self._duty(coverage="all")
        self.assertEqual(duty.target_count, 7)
        self._visit(self.grid_a1, "2026-03-04", *self.firms)
        self.assertEqual(duty.state, "met")

    def test_two_visits_each_on_different_days_xy_2_3b(self):
        """XY-2.3b: twice a month means two days; two visits on one day are one time."""
        duty = self._duty(coverage="all", times=2)
        self._visit(self.grid_a1, "2026-03-03", *self.firms)
        self._visit(self.grid_a1, "2026-03-03", *self.firms)
        self._night()
        self.assertEqual((duty.target_done, duty.state), (0, "open"))
        self._visit(self.grid_a1, "2026-03-04", *self.firms[1:])
        self.assertEqual(duty.target_done, 6)
        self._visit(self.grid_a1, "2026-03-05", self.firms[0])
        self.assertEqual((duty.target_done, duty.state), (7, "met"))

    def test_two_records_per_target(self):
        duty = self._duty(coverage="all", per_target=2)
        self._visit(self.grid_a1, "2026-03-03", *self.firms)
        self.assertEqual((duty.target_done, duty.missing_count), (0, 7))
        self._visit(self.grid_a1, "2026-03-03", *self.firms)
        self.assertEqual((duty.target_done, duty.state), (7, "met"))

    def test_units_as_targets_are_covered_where_the_work_was_done(self):
        rule = self._adopt(
            kind_id=self.visit_kind.id,
            unit_type_id=self.ref("street_safety_base.unit_type_work_point"),
            post_ids=[(6, 0, self._post("work_point_head").ids)],
            coverage="all",
            target_kind="unit",
            target_domain="[('type_id.code', '=', 'community')]",
        )
        self._night()
        duty = self._at(rule, self.work_point)
        self.assertEqual(duty.target_required, 2)
        self._visit(self.grid_a1, "2026-03-04", self.firms[0])
        self.assertEqual((duty.target_done, duty.evidence_ids.target_id), (1, self.community_a.id))
        self.assertEqual(self.env["safety.unit"].search(duty._missing_domain()), self.community_b)
        self._visit(self.community_b, "2026-03-04", self.firms[0])
        self.assertEqual(duty.state, "met")

    def test_people_in_their_posts_as_targets(self):
        kind = self._kind("test_people", target="participant_ids")
        rule = self._adopt(
            kind_id=kind.id,
            coverage="all",
            target_kind="seat",
            target_domain="[('post_id.code', '=', 'grid_member')]",
        )
        self._night()
        duty = self._at(rule, self.community_a)
        self.assertEqual((duty.target_required, duty._missing_ids()), (1, self.grid_user.ids))
        people = self.grid_user | self.cadre_user
        self._work_record(
            self.community_a, "2026-03-04", "visit",
            enterprise_ids=[(6, 0, self.firms[0].ids)], participant_ids=[(6, 0, people.ids)],
        )  # fmt: skip
        self.assertEqual((duty.target_done, duty.state), (1, "met"))

    def test_empty_target_set_owes_nothing_and_says_so_in_the_editor(self):
        duty = self._duty(coverage="all", target_domain="[('name', '=', 'nobody')]")
        self.assertEqual((duty.target_required, duty.state), (0, "met"))
        self.assertIn("nothing would be owed", duty.rule_id.warning)

    def test_a_domain_that_fails_in_the_database_is_named_and_stops_nothing(self):
        good = self._adopt(kind_id=self.visit_kind.id, coverage="all")
        bad = self._adopt(kind_id=self.visit_kind.id, coverage="all", name="Broken")
        self.cr.execute(
            "UPDATE safety_duty_rule SET target_domain = %s WHERE id = %s", ["[('headcount', '>', 'many')]", bad.id]
        )
        bad.invalidate_recordset()
        self._night()
        self.assertTrue(bad.last_error)
        self.assertFalse(good.last_error)
        self._visit(self.grid_a1, "2026-03-03", *self.firms)
        self._night()
        self.assertEqual(self._at(good, self.community_a).state, "met")
        run = self.env["safety.run"]._run(self.company)
        self.assertTrue(run.finished_at)
        self.assertIn("Broken", run.problem)
        bad.target_domain = "[]"
        self._night()
        self.assertFalse(bad.last_error)
        march = self._at(bad, self.community_a).filtered(lambda duty: str(duty.period_start) == "2026-03-01")
        self.assertEqual(march.state, "met")
