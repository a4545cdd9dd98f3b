from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import AccountabilityCase


@tagged("post_install", "-at_install")
class TestHearing(AccountabilityCase):
    """Notice, statement, confirmation, appeal in time, decision by another officer (invariant 3)."""

    def setUp(self):
        super().setUp()
        self.penalty_rule.write({"hearing_days": 3, "appeal_days": 10})
        self._freeze("2026-04-01 04:00:00")
        self.violation = self._as(self.office_user, self._proposed("2026-03-31"))

    def _day(self, day):
        self._freeze(f"{day} 04:00:00")

    def test_nothing_is_confirmed_before_the_person_was_heard(self):
        with self.assertRaisesRegex(UserError, "notice first"):
            self.violation.action_confirm()
        self.violation.action_notify()
        self.assertEqual(str(self.violation.statement_until), "2026-04-04")
        told = self.env["mail.message"].search([("partner_ids", "in", self.cadre_user.partner_id.ids)], limit=1)
        self.assertIn("statement", told.subject)
        self._day("2026-04-04")
        with self.assertRaisesRegex(UserError, "may answer until 2026-04-04"):
            self.violation.action_confirm()
        self._day("2026-04-05")
        self.violation.action_confirm()
        self.assertEqual(self.violation.penalty_ids.amount, 100)

    def test_who_has_answered_need_not_wait(self):
        self.violation.action_notify()
        self._as(self.cadre_user, self.violation)._do_because("statement", "I was on leave")
        self.violation.action_confirm()
        self.assertEqual(self.violation.state, "confirmed")

    def test_only_the_office_gives_notice_and_not_about_itself(self):
        with self.assertRaises(AccessError):
            self._as(self.cadre_user, self.violation).action_notify()
        self._as(self.second_officer, self.violation).action_notify()
        self.assertEqual(self.violation.notified_by_id, self.second_officer)

    def test_appeal_until_the_last_day_and_not_later(self):
        self.violation.action_notify()
        self._day("2026-04-05")
        self.violation.action_confirm()
        self.assertEqual(str(self.violation.appeal_until), "2026-04-15")
        own = self._as(self.cadre_user, self.violation)
        self._day("2026-04-16")
        with self.assertRaisesRegex(UserError, "deadline for an appeal was 2026-04-15"):
            own._do_because("appeal", "Late")
        self._day("2026-04-15")
        own._do_because("appeal", "In time")
        self.assertEqual((self.violation.state, str(self.violation.appealed_on)), ("appealed", "2026-04-15"))

    def test_who_confirmed_does_not_decide_about_the_appeal(self):
        self.violation.action_notify()
        self._day("2026-04-05")
        self.violation.action_confirm()
        self._as(self.cadre_user, self.violation)._do_because("appeal", "In time")
        for step in ("uphold", "reverse"):
            with self.assertRaisesRegex(AccessError, "somebody else"):
                self.violation._do_because(step, "No")
        self._as(self.second_officer, self.violation)._do_because("reverse", "The record is genuine")
        self.assertEqual(self.violation.penalty_ids.state, "cancelled")

    def test_who_left_the_unit_still_sees_and_appeals(self):
        self.violation.action_notify()
        self._day("2026-04-05")
        self.violation.action_confirm()
        self.cadre_user.safety_appointment_ids.date_end = "2026-04-05"
        self._appoint(self.cadre_user, "stationed_cadre", self.community_b, "2026-04-06", is_acting=True)
        self._day("2026-04-07")
        own = self._as(self.cadre_user, self.violation)
        self.assertEqual(own.name, self.duty_rule.name)
        self.assertEqual(own.penalty_ids.amount, 100)
        own._do_because("appeal", "I appeal from my new seat")
        self.assertEqual(self.violation.state, "appealed")

    def test_a_colleague_of_the_unit_sees_nothing(self):
        lead = self._person("test_lead", "community_safety_lead", self.community_a)
        with self.assertRaises(AccessError):
            self._as(lead, self.violation).read(["name"])
        self.assertFalse(self._as(lead, self.env["safety.violation"]).search([("id", "=", self.violation.id)]))

    def test_notice_in_print(self):
        self.violation.action_notify()
        self.assertEqual(self.violation.action_print_notice()["report_type"], "qweb-pdf")
        report = self.env["ir.actions.report"].with_user(self.cadre_user)
        html = report._render_qweb_html("street_safety_accountability.report_violation_notice", self.violation.ids)[0]
        self.assertIn(self.duty_rule.name, html.decode())
        with self.assertRaises(AccessError):
            report.with_user(self.other_cadre_user)._render_qweb_html(
                "street_safety_accountability.report_violation_notice", self.violation.ids
            )


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestPenaltyRules(AccountabilityCase):
    """What other streets write into a rule, without code."""

    def _confirm(self, violations):
        self._as(self.office_user, violations).action_confirm()
        return violations

    def test_points_instead_of_money(self):
        """Twelve points a half-year, four a miss: the third disqualifies, and nothing is paid."""
        self.penalty_rule.write(
            {"amount": 0, "points": 4, "measured": "points", "threshold": 12, "count_period": "half_year"}
        )
        violations = self._confirm(self._proposed("2026-01-31", "2026-02-28").sorted("date"))
        self.assertEqual(violations[1].count_text, "8 / 12")
        self.assertFalse(self.env["safety.disqualification"].search([("user_id", "=", self.cadre_user.id)]))
        self._confirm(self._proposed("2026-03-31"))
        record = self.env["safety.disqualification"].search([("user_id", "=", self.cadre_user.id)])
        self.assertEqual((str(record.period_start), str(record.date)), ("2026-01-01", "2026-03-31"))
        penalties = self.env["safety.penalty"].search([("user_id", "=", self.cadre_user.id)])
        self.assertEqual((sum(penalties.mapped("points")), sum(penalties.mapped("amount"))), (12, 0))

    def test_exactly_at_an_exclusive_threshold_of_yuan(self):
        self.penalty_rule.write({"measured": "amount", "threshold": 300, "threshold_inclusive": False})
        self._confirm(self._proposed("2026-01-31", "2026-02-28", "2026-03-31"))
        self.assertFalse(self.env["safety.disqualification"].search([("user_id", "=", self.cadre_user.id)]))
        self._confirm(self._proposed("2026-04-30"))
        self.assertTrue(self.env["safety.disqualification"].search([("user_id", "=", self.cadre_user.id)]))

    def test_a_deposit_is_settled_apart(self):
        self.penalty_rule.fund = "deposit"
        violation = self._confirm(self._proposed("2026-03-31"))
        self.assertEqual(violation.penalty_ids.fund, "deposit")
        runs = self.env["safety.deduction"]
        bonus = runs.create({"name": "Bonus", "unit_id": self.street.id})
        deposit = runs.create({"name": "Deposit", "unit_id": self.street.id, "fund": "deposit"})
        self.assertEqual((bonus.waiting_count, deposit.waiting_count, deposit.waiting_amount), (0, 1, 100))

    def test_everybody_of_the_unit_pays(self):
        self.penalty_rule.write({"subject": "everybody", "amount": 50})
        violation = self._proposed("2026-03-31")
        self._confirm(violation)
        self.assertEqual(violation.penalty_ids.user_id, self.cadre_user | self.grid_user)
        self.assertEqual(violation.penalty_ids.mapped("amount"), [50, 50])

    def test_a_rule_changed_in_mid_year_governs_what_comes_after(self):
        first = self._proposed("2026-03-31")
        action = self.penalty_rule.action_follow()
        after = self.env["safety.penalty.rule"].browse(action["res_id"])
        after.amount = 50
        self.assertEqual((str(self.penalty_rule.date_to), str(after.date_from)), ("2026-06-09", "2026-06-10"))
        late = self._proposed("2026-05-31")
        with freeze_time("2026-07-02 04:00:00"):
            new = self._proposed("2026-06-30")
            self._confirm(first | late | new)
        self.assertEqual([v.penalty_ids.amount for v in (first, late, new)], [100, 100, 50])
        record = self.env["safety.disqualification"].search([("user_id", "=", self.cadre_user.id)])
        self.assertEqual(record.violation_ids, first | late | new, "both versions count together")
        self.assertEqual(record.rule_id, after, "the rule of the third governs")

    def test_a_figure_edited_later_changes_no_proposal(self):
        violation = self._proposed("2026-03-31")
        self.penalty_rule.amount = 500
        self._confirm(violation)
        self.assertEqual(violation.penalty_ids.amount, 100)

    def test_a_threshold_that_is_never_reached_is_refused(self):
        with self.assertRaisesRegex(UserError, "never reach"):
            self.penalty_rule.write({"measured": "points"})

    def test_records_instead_of_duties(self):
        """What supervision found is one violation for a record, at the unit that answers, and once."""
        self.env["ir.model.fields"]._get("safety.record", "date")
        rule = self._penalty_rule(
            "Concealed",
            self.env["safety.duty.rule"],
            model_id=self.env["ir.model"]._get_id("safety.record"),
            domain="[('state', '=', 'done'), ('name', 'ilike', 'conceal')]",
            date_field_id=self.env["ir.model.fields"]._get("safety.record", "date").id,
            unit_field_id=self.env["ir.model.fields"]._get("safety.record", "unit_id").id,
            lift_type_id=self.env.ref("street_safety_base.unit_type_community").id,
            post_ids=self._post("stationed_cadre").ids,
        )
        record = self._work_record(self.grid_a1, "2026-06-01", name="Workshop concealed")
        self._work_record(self.grid_a1, "2026-06-02")
        born = self.env["safety.violation"]._propose(self.company)
        self.assertEqual((born.rule_id, born.unit_id, born.user_ids), (rule, self.community_a, self.cadre_user))
        self.assertEqual(
            (born.source_model, born.source_id, str(born.date)), ("safety.record", record.id, "2026-06-01")
        )
        self.assertFalse(self.env["safety.violation"]._propose(self.company))
        self._confirm(born)
        self.assertEqual(born.penalty_ids.amount, 100)

    def test_a_rule_that_cannot_be_computed_says_why_and_stops_nobody(self):
        rule = self._penalty_rule(
            "Broken",
            self.env["safety.duty.rule"],
            model_id=self.env["ir.model"]._get_id("safety.record"),
            date_field_id=self.env["ir.model.fields"]._get("safety.record", "date").id,
            unit_field_id=self.env["ir.model.fields"]._get("safety.record", "unit_id").id,
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE safety_penalty_rule SET domain = %s WHERE id = %s", ["[('gone', '=', 1)]", rule.id])
        self.env.invalidate_all()
        self.assertTrue(self._proposed("2026-03-31"))
        self.assertIn("gone", rule.last_error)

    def test_proposing_takes_the_same_statements_for_one_and_for_many(self):
        def statements(months):
            for month in months:
                for unit in (self.community_a, self.community_b):
                    self._missed_duty(f"2026-{month:02d}-28", unit)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["safety.violation"]._propose(self.company)
            return self.env.cr.sql_log_count - before

        statements([1])
        self.assertEqual(statements([2]), statements([3, 4, 5]))
