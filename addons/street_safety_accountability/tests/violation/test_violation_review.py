from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import AccountabilityCase


@tagged("post_install", "-at_install")
class TestViolationReview(AccountabilityCase):
    """A missed duty is opened again: what was proposed for it goes, what was confirmed is for an officer."""

    def setUp(self):
        super().setUp()
        self._night("2026-03-01 01:00:00")
        self._night("2026-04-01 01:00:00")
        duties = self.env["safety.duty"].search([("rule_id", "=", self.duty_rule.id)])
        self.duty = duties.filtered(lambda duty: duty.unit_id == self.community_a and duty.state == "missed")
        self.violation = self.duty.violation_ids
        self.assertEqual(self.violation.state, "proposed")

    def _night(self, moment):
        with freeze_time(moment):
            self.env["safety.run"]._run(self.company)
        self.env.invalidate_all()

    def _review(self, reason="The phone had no net"):
        with freeze_time("2026-04-02 02:00:00"):
            duty = self.duty.with_user(self.office_user).with_context(tracking_disable=False)
            duty._decide("review", reason)
            self.env.cr.flush()  # what is tracked is written with the transaction

    def _typed_in(self):
        with freeze_time("2026-04-02 03:00:00"):
            return self._work_record(self.community_a, "2026-03-20")

    def test_opened_again_and_met_the_proposal_is_gone(self):
        self._review()
        self.assertEqual((self.duty.state, self.violation.state), ("open", "withdrawn"))
        self._typed_in()
        self._night("2026-04-03 01:00:00")
        self.assertEqual((self.duty.state, self.violation.state), ("met", "withdrawn"))
        with self.assertRaisesRegex(UserError, "Withdrawn"):
            self._as(self.office_user, self.violation).action_confirm()
        self.assertFalse(self.violation.penalty_ids)
        log = self.violation.message_ids.filtered("tracking_value_ids")
        self.assertEqual(log.author_id, self.office_user.partner_id, "who opened the duty stands in the chatter")
        self._night("2026-04-04 01:00:00")
        self.assertEqual(self.violation.state, "withdrawn")

    def test_opened_again_and_missed_once_more_it_is_proposed_again(self):
        self._review()
        self._night("2026-04-03 01:00:00")
        self.assertEqual((self.duty.state, self.violation.state), ("missed", "proposed"))
        self.assertEqual(len(self.duty.violation_ids), 1, "one for one cause")
        self.assertEqual(self.violation.user_id, self.cadre_user)
        with freeze_time("2026-04-03 02:00:00"):
            self._as(self.office_user, self.violation).action_confirm()
        self.assertEqual(self.violation.penalty_ids.state, "due")

    def test_what_was_met_and_is_missed_after_a_review_is_proposed(self):
        record = self._typed_in()
        self._review()
        self._night("2026-04-03 01:00:00")
        self.assertEqual(self.duty.state, "met")
        with freeze_time("2026-04-03 02:00:00"):
            record.action_void()
            review = self.duty.decision_ids.filtered(lambda decision: decision.state == "proposed")
            review.with_user(self.office_user).reason = "Photo of another meeting"
            review.with_user(self.office_user).action_accept()
        self.assertEqual((self.duty.state, self.violation.state), ("open", "withdrawn"))
        self._night("2026-04-04 01:00:00")
        self.assertEqual((self.duty.state, self.violation.state), ("missed", "proposed"))

    def test_the_night_follows_what_nobody_told_it(self):
        """A duty that changed by another way, or in a database of before: the next night withdraws and proposes."""
        self.env.cr.execute("UPDATE safety_duty SET state = 'met' WHERE id = %s", [self.duty.id])
        self._night("2026-04-03 01:00:00")
        self.assertEqual(self.violation.state, "withdrawn")
        self.env.cr.execute("UPDATE safety_duty SET state = 'missed' WHERE id = %s", [self.duty.id])
        self.penalty_rule.active = False
        self._night("2026-04-04 01:00:00")
        self.assertEqual(self.violation.state, "withdrawn", "a rule that is archived proposes nothing")
        self.penalty_rule.active = True
        self._night("2026-04-05 01:00:00")
        self.assertEqual(self.violation.state, "proposed")

    def test_confirmed_stays_until_an_officer_reverses_it(self):
        with freeze_time("2026-04-01 03:00:00"):
            self._as(self.second_officer, self.violation).action_confirm()
        self._review()
        told = self.env["mail.message"].search([("partner_ids", "in", self.second_officer.partner_id.ids)], limit=1)
        self.assertIn(self.violation.with_context(lang=self.second_officer.lang).display_name, told.body)
        self._typed_in()
        self._night("2026-04-03 01:00:00")
        self.assertEqual((self.violation.state, self.violation.penalty_ids.state), ("confirmed", "due"))
        changed = self.env["safety.violation"].search([("duty_id", "!=", False), ("duty_id.state", "!=", "missed")])
        self.assertIn(self.violation, changed)
        with self.assertRaises(AccessError):
            self._as(self.cadre_user, self.violation)._do_because("reverse", "It was done")
        self._as(self.second_officer, self.violation)._do_because("reverse", "The duty was met")
        self.assertEqual((self.violation.state, self.violation.penalty_ids.state), ("reversed", "cancelled"))

    def test_a_rejected_appeal_is_final_while_the_duty_is_missed(self):
        with freeze_time("2026-04-01 03:00:00"):
            self._as(self.second_officer, self.violation).action_confirm()
            self._as(self.cadre_user, self.violation)._do_because("appeal", "I was there")
            self._as(self.office_user, self.violation)._do_because("uphold", "There is no record")
            with self.assertRaisesRegex(UserError, "opened again"):
                self._as(self.second_officer, self.violation)._do_because("reverse", "Well")
        self._review()
        self._typed_in()
        self._night("2026-04-03 01:00:00")
        self._as(self.second_officer, self.violation)._do_because("reverse", "The record was found")
        self.assertEqual((self.violation.state, self.violation.penalty_ids.state), ("reversed", "cancelled"))

    def test_a_rejected_proposal_stays_rejected(self):
        with freeze_time("2026-04-01 03:00:00"):
            self._as(self.second_officer, self.violation)._do_because("reject", "Flood")
        self._review()
        self._night("2026-04-03 01:00:00")
        self.assertEqual((self.duty.state, self.violation.state), ("missed", "rejected"))

    def test_a_back_test_leaves_duty_and_violation_alone(self):
        """What is in force is tried out on last year's records: its violations are neither in the way nor touched."""
        with freeze_time("2026-04-02 02:00:00"):
            action = self.regulation.with_user(self.office_user).action_back_test()
        lines = self.env["safety.simulation.line"].search(action["domain"])
        march = lines.filtered(lambda line: str(line.month) == "2026-03-01")
        self.assertEqual((march.duties, march.missed), (2, 2))
        self.env.invalidate_all()
        self.assertEqual(
            (self.violation.duty_id, self.duty.state, self.violation.state), (self.duty, "missed", "proposed")
        )
