from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import AccountabilityCase

MISSES = ("2026-01-31", "2026-02-28", "2026-03-31")


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestDisqualification(AccountabilityCase):
    def _confirm(self, violations):
        self._as(self.office_user, violations).action_confirm()
        return violations

    def _reverse(self, violations):
        self._as(self.office_user, violations)._do_because("reverse", "Proved later")

    def _of(self, *users):
        users = self.env["res.users"].union(*users)
        return self.env["safety.disqualification"].search([("user_id", "in", users.ids)])

    def test_third_in_the_year(self):
        violations = self._proposed(*MISSES).sorted("date")
        self._confirm(violations[:2])
        self.assertEqual(violations[2].count_text, "2 / 3")
        self.assertFalse(self._of(self.cadre_user))
        self._confirm(violations[2])
        record = self._of(self.cadre_user)
        self.assertEqual((record.state, record.year, str(record.date)), ("in_force", 2026, "2026-03-31"))
        self.assertEqual(record.violation_ids, violations)
        self.assertEqual(sum(record.penalty_ids.mapped("amount")), 300)
        self.assertEqual(set(violations.penalty_ids.mapped("count_in_year")), {3})

    def test_fourth_adds_only_a_penalty(self):
        self._confirm(self._proposed(*MISSES))
        fourth = self._confirm(self._proposed("2026-04-30"))
        self.assertEqual(len(self._of(self.cadre_user)), 1)
        self.assertIn(fourth, self._of(self.cadre_user).violation_ids)

    def test_proposals_do_not_count(self):
        self._confirm(self._proposed(*MISSES)[:2])
        self.assertFalse(self._of(self.cadre_user))

    def test_reversal_restores(self):
        violations = self._confirm(self._proposed(*MISSES))
        record = self._of(self.cadre_user)
        self._reverse(violations[0])
        self.assertEqual(record.state, "lifted")
        self.assertEqual(violations[1].count_in_year, 2)
        self._confirm(self._proposed("2026-04-30"))
        self.assertEqual(record.state, "in_force")
        self.assertEqual(len(self._of(self.cadre_user)), 1)
        self.assertNotIn(violations[0], record.violation_ids)

    def test_an_appeal_keeps_counting_until_decided(self):
        violations = self._confirm(self._proposed(*MISSES))
        self._as(self.cadre_user, violations[0])._do_because("appeal", "Look again")
        self.assertEqual(self._of(self.cadre_user).state, "in_force")

    def test_years_are_counted_apart(self):
        self.penalty_rule.date_from = "2025-01-01"
        self._confirm(self._proposed("2025-12-31", "2026-01-31", "2026-02-28"))
        self.assertFalse(self._of(self.cadre_user))

    def test_hand_over_splits_the_count(self):
        self.cadre_user.safety_appointment_ids.date_end = "2026-02-15"
        successor = self._person("test_successor", "stationed_cadre", self.community_a, "2026-02-16")
        self._confirm(self._proposed(*MISSES))
        self.assertFalse(self._of(self.cadre_user, successor))

    def test_threshold_is_data(self):
        self.penalty_rule.threshold_inclusive = False
        violations = self._proposed(*MISSES, "2026-04-30")
        self._confirm(violations[:3])
        self.assertFalse(self._of(self.cadre_user))
        self._confirm(violations[3])
        self.assertTrue(self._of(self.cadre_user))

    def test_whole_unit(self):
        """XT-6.2b: the third miss of a work point costs everybody in it the award, by the posts of that day."""
        rule = self._rule(
            self.regulation,
            name="Weekly meeting of the work point",
            unit_type_id=self.env.ref("street_safety_base.unit_type_work_point").id,
            post_ids=[Command.set(self._post("work_point_head").ids)],
        )
        posts = self._post("work_point_head") | self._post("stationed_cadre")
        self._penalty_rule("Work point misses", rule, counted_per="unit", consequence_post_ids=[Command.set(posts.ids)])
        late = self._person("test_late", "stationed_cadre", self.community_b, "2026-05-01", is_acting=True)
        violations = self._confirm(self._proposed(*MISSES, unit=self.work_point, rule=rule))
        people = self.head_user | self.cadre_user | self.other_cadre_user
        self.assertEqual(self._of(*people, late, self.grid_user).user_id, people)
        self._reverse(violations[1])
        self.assertEqual(set(self._of(*people).mapped("state")), {"lifted"})

    def test_the_night_counts_again(self):
        """Two officers who confirm at the same moment each see two: the night finds the third."""
        violations = self._confirm(self._proposed(*MISSES))
        record = self._of(self.cadre_user)
        self.env.cr.execute("DELETE FROM safety_disqualification WHERE id = %s", [record.id])
        self.env.invalidate_all()
        self.env["safety.run"]._step_count_violations(self.company)
        self.env["safety.run"]._step_count_violations(self.company)
        self.assertEqual(self._of(self.cadre_user).violation_ids, violations)

    def test_one_cause_is_punished_once(self):
        with self.assertRaisesRegex(ValidationError, "already punished"):
            self._penalty_rule("Again", self.duty_rule)
        with self.assertRaisesRegex(ValidationError, "how many"):
            self._penalty_rule("Without figure", self._rule(self.regulation, name="Other"), threshold=0)
