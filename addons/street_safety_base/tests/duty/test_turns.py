from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import DutyCase


@tagged("post_install", "-at_install")
class TestTurns(DutyCase):
    def _rotating(self, **vals):
        return self._adopt(
            kind_id=self.visit_kind.id,
            unit_type_id=self.ref("street_safety_base.unit_type_work_point"),
            post_ids=[(6, 0, self._post("work_point_head").ids)],
            period_unit="week",
            rotation_type_id=self.ref("street_safety_base.unit_type_community"),
            **vals,
        )

    def _turns(self, rule):
        return rule.duty_ids.sorted("period_start").mapped("turn_unit_id.name")

    def test_turns_go_on_across_batches_and_new_units(self):
        rule = self._rotating()
        self.duties._generate(self.company, date(2026, 3, 2), date(2026, 3, 15))
        self.duties._generate(self.company, date(2026, 3, 16), date(2026, 3, 22))
        names = ["Community A", "Community B", "Community A"]
        self.assertEqual([duty.turn_unit_id.name for duty in rule.duty_ids.sorted("period_start")], names)
        self._unit("Community C", "community", self.work_point)
        self.duties._generate(self.company, date(2026, 3, 2), date(2026, 4, 5))
        later = [duty.turn_unit_id.name for duty in rule.duty_ids.sorted("period_start")]
        self.assertEqual(later, [*names, "Community B", "Community C"])

    def test_the_order_of_the_rule_wins(self):
        rule = self._rotating(
            turn_ids=[(0, 0, {"unit_id": self.community_b.id}), (0, 0, {"unit_id": self.community_a.id})]
        )
        self.duties._generate(self.company, date(2026, 3, 2), date(2026, 3, 15))
        self.assertEqual([duty.turn_unit_id for duty in rule.duty_ids.sorted("period_start")],
                         [self.community_b, self.community_a])  # fmt: skip

    def test_week_53_and_the_week_after_take_turns(self):
        rule = self._rotating()
        self.duties._generate(self.company, date(2026, 12, 28), date(2027, 1, 10))
        duties = rule.duty_ids.sorted("period_start")
        self.assertEqual([str(duty.period_start) for duty in duties], ["2026-12-28", "2027-01-04"])
        self.assertEqual(duties.turn_unit_id, self.community_a | self.community_b)

    def test_a_swap_stays(self):
        rule = self._rotating()
        self.duties._generate(self.company, date(2026, 3, 9), date(2026, 3, 22))
        first, second = rule.duty_ids.sorted("period_start")
        first._swap_turns(second)
        self.duties._generate(self.company, date(2026, 3, 9), date(2026, 3, 22))
        self.assertEqual((first.turn_unit_id, second.turn_unit_id), (self.community_b, self.community_a))

    def test_only_work_with_the_unit_in_turn_counts(self):
        firm = self._enterprise("A", self.grid_a1)
        other = self._enterprise("B", self.grid_b1)
        rule = self._rotating(coverage="count", coverage_count=1)
        self.duties._generate(self.company, date(2026, 3, 2), date(2026, 3, 8))
        self._night(date(2026, 3, 2), date(2026, 3, 8))
        duty = rule.duty_ids
        self.assertEqual(duty.turn_unit_id, self.community_a)
        self._visit(self.grid_b1, "2026-03-04", other)
        self.assertEqual(duty.state, "open")
        self._visit(self.grid_a1, "2026-03-04", firm)
        self.assertEqual(duty.state, "met")

    def test_the_drawn_unit_does_not_see_a_secret_duty_before_it_is_done(self):
        """The duty is that of the unit drawn, or of one above that its own leader may see."""
        firm = self._enterprise("A", self.grid_a1)
        linked = self._person("test_linked", "linked_leader", self.community_a)
        linked.safety_appointment_ids.served_unit_ids = self.work_point | self.community_a
        rule = self._rotating(is_secret=True, coverage="count", coverage_count=1)
        self._night(date(2026, 3, 2), date(2026, 3, 8))
        duty = rule.duty_ids

        def sees(user):
            return bool(self.duties.with_user(user).search([("id", "=", duty.id)]))

        self.assertEqual(duty.turn_unit_id, self.community_a)
        self.assertFalse(sees(linked))
        self.assertTrue(sees(self.head_user))
        self.assertTrue(sees(self.office_user))
        self._visit(self.grid_a1, "2026-03-04", firm)
        self.assertEqual(duty.state, "met")
        self.assertTrue(sees(linked))
        with freeze_time("2026-03-16 02:00:00"):
            self._night(date(2026, 3, 9), date(2026, 3, 15))
        self.assertFalse(rule.duty_ids.hidden_unit_id)
