from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import AccountabilityCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestViolationEngine(AccountabilityCase):
    def test_the_night_proposes_what_was_missed(self):
        """From the rule to the proposal, through the nightly run alone."""
        with freeze_time("2026-03-01 01:00:00"):
            self.env["safety.run"]._run(self.company)
        with freeze_time("2026-03-20 01:00:00"):
            self._work_record(self.community_b, "2026-03-20")
        with freeze_time("2026-04-01 01:00:00"):
            self.env["safety.run"]._run(self.company)
        violation = self.env["safety.violation"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(violation), 1)
        self.assertEqual((violation.unit_id, violation.user_id), (self.community_a, self.cadre_user))
        self.assertEqual((violation.state, str(violation.date), violation.year), ("proposed", "2026-03-31", 2026))
        self.assertEqual(violation.rule_id, self.penalty_rule)
        self.assertEqual(violation.title, "Not done: Hold the monthly meeting")
        self.assertFalse(self.env["safety.penalty"].search([("company_id", "=", self.company.id)]))
        duty = violation.duty_id
        self.assertEqual(duty.violation_state, "proposed")
        self.assertEqual(duty.action_open_violation()["res_id"], violation.id)

    def test_twice_is_once(self):
        self.assertEqual(len(self._proposed("2026-03-31", "2026-04-30")), 2)
        self.assertFalse(self.env["safety.violation"]._propose(self.company))

    def test_the_database_says_so(self):
        violation = self._proposed("2026-03-31")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env.cr.execute(
                "INSERT INTO safety_violation (duty_id, name, unit_id, date, state) "
                "SELECT duty_id, name, unit_id, date, state FROM safety_violation WHERE id = %s",
                [violation.id],
            )

    def test_who_held_the_seat_that_day(self):
        """A hand-over on the 16th: the miss of the 15th is the old cadre's, that of the 30th the new one's."""
        self.cadre_user.safety_appointment_ids.date_end = "2026-04-15"
        successor = self._person("test_successor", "stationed_cadre", self.community_a, "2026-04-16")
        violations = self._proposed("2026-04-15", "2026-05-31").sorted("date")
        self.assertEqual(violations.mapped("user_id"), self.cadre_user | successor)
        self.assertEqual(violations[0].user_id, self.cadre_user)

    def test_day_of_the_holder_is_data(self):
        self.penalty_rule.holder_day = "month_end"
        self.cadre_user.safety_appointment_ids.date_end = "2026-04-15"
        successor = self._person("test_successor", "stationed_cadre", self.community_a, "2026-04-16")
        violation = self._proposed("2026-04-10")
        self.assertEqual((violation.user_id, str(violation.seat_date)), (successor, "2026-04-30"))
        self.assertFalse(self._proposed("2026-06-05"), "the end of June is still to come")
        with freeze_time("2026-07-01 01:00:00"):
            self.assertTrue(self.env["safety.violation"]._propose(self.company))

    def test_rule_edited_later_changes_nothing(self):
        violation = self._proposed("2026-04-10")
        self.penalty_rule.holder_day = "month_end"
        self.penalty_rule.post_ids = self._post("grid_member")
        self.env.flush_all()
        violation.invalidate_recordset()
        self.assertEqual((str(violation.seat_date), violation.user_id), ("2026-04-10", self.cadre_user))

    def test_vacant_seat_is_flagged(self):
        self.cadre_user.safety_appointment_ids.date_end = "2026-03-15"
        violation = self._proposed("2026-03-31")
        self.assertTrue(violation.is_vacant)
        self.assertFalse(violation.user_ids)
        self._appoint(self.grid_user, "stationed_cadre", self.community_a, "2026-03-16")
        violation.action_find_holders()
        self.assertEqual(violation.user_id, self.grid_user)

    def test_posts_reached_are_data(self):
        """XT-6.2a: the work point owes, its deputy heads pay, each of them."""
        deputies = self._person("test_deputy", "work_point_deputy_head", self.work_point)
        deputies |= self._person("test_deputy_2", "work_point_deputy_head", self.work_point)
        rule = self._rule(
            self.regulation,
            name="Weekly meeting of the work point",
            unit_type_id=self.env.ref("street_safety_base.unit_type_work_point").id,
            post_ids=[Command.set(self._post("work_point_head").ids)],
        )
        self._penalty_rule("Work point misses", rule, post_ids=[Command.set(self._post("work_point_deputy_head").ids)])
        violation = self._proposed("2026-03-31", unit=self.work_point, rule=rule)
        self.assertEqual(violation.user_ids, deputies)

    def test_joint_posts_all_answer(self):
        principal = self._person("test_principal", "community_principal", self.community_a)
        self.duty_rule.post_ids |= self._post("community_principal")
        violation = self._proposed("2026-03-31")
        self.assertEqual(violation.user_ids, self.cadre_user | principal)

    def test_posts_that_no_penalty_reaches(self):
        self._post("stationed_cadre").penalised = False
        self.assertFalse(self._proposed("2026-03-31").user_ids)

    def test_only_what_a_rule_punishes(self):
        self.assertFalse(self._proposed("2026-03-31", rule=self._rule(self.regulation, name="Unpunished")))
        self.assertFalse(self._proposed("2025-12-31"), "the rule does not punish the past")
        self.penalty_rule.active = False
        self.assertFalse(self._proposed("2026-04-30"))

    def test_statements_do_not_grow(self):
        def statements(units):
            for unit in units:
                self._missed_duty("2026-03-31", unit)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            born = self.env["safety.violation"]._propose(self.company)
            self.assertEqual(len(born), len(units))
            return self.env.cr.sql_log_count - before

        statements([self.community_b])  # fills what Odoo caches
        few = statements([self.community_a])
        units = [self._unit(f"Community {n}", "community", self.work_point) for n in range(30)]
        self.assertEqual(statements(units), few)
