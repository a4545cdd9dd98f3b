from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import DutyCase


@tagged("post_install", "-at_install")
class TestDecisions(DutyCase):
    def setUp(self):
        super().setUp()
        self.rule = self._adopt()
        self._night()
        self.duty = self._at(self.rule, self.community_a)

    def _wizard(self, user, duty=None, **vals):
        action = (duty or self.duty).with_user(user).action_decide()
        form = Form(self.env[action["res_model"]].with_user(user).with_context(**action["context"]))
        for name, value in vals.items():
            form[name] = value
        return form.save()

    def test_waiving_needs_a_seat_that_approves_and_a_reason(self):
        with self.assertRaises(AccessError):
            self._wizard(self.grid_user, reason="x")
        self._wizard(self.office_user, type="waive", reason="The community hall burned down").action_confirm()
        self.assertEqual((self.duty.state, str(self.duty.closed_on)), ("waived", "2026-03-05"))
        decision = self.duty.decision_ids
        self.assertEqual((decision.type, decision.state, decision.create_uid), ("waive", "accepted", self.office_user))
        with self.assertRaises(UserError):
            decision.reason = "Other"
        self._work_record(self.community_a, "2026-03-04")
        self._night()
        self.assertEqual(self.duty.state, "waived")
        with self.assertRaisesRegex(UserError, "only be reviewed"):
            self._wizard(self.office_user, reason="again").action_confirm()

    def test_handing_over_moves_it_to_somebody_s_work(self):
        self._wizard(
            self.office_user, type="hand_over", user_id=self.other_cadre_user, reason="Sick leave"
        ).action_confirm()
        self.assertEqual(self.duty.holder_ids, self.other_cadre_user)

        def mine(user):
            return self.duties.with_user(user).sudo(False).search([("is_mine", "=", True)])

        self.assertNotIn(self.duty, mine(self.cadre_user))

    def test_evidence_taken_back_proposes_a_review_and_edits_nothing(self):
        record = self._work_record(self.community_a, "2026-03-04")
        self.assertEqual(self.duty.state, "met")
        record.action_void()
        review = self.duty.decision_ids
        self.assertEqual((self.duty.state, review.type, review.state), ("met", "review", "proposed"))
        self.duties._withdraw(record)
        self.assertEqual(len(self.duty.decision_ids), 1)
        with self.assertRaises(AccessError):
            review.with_user(self.grid_user).action_accept()
        with self.assertRaisesRegex(UserError, "reason"):
            review.with_user(self.office_user).action_accept()
        review.with_user(self.office_user).reason = "Photo of another meeting"
        review.with_user(self.office_user).action_accept()
        self.assertEqual(self.duty.state, "open")
        self._night()
        self.assertEqual((self.duty.state, len(self.duty.evidence_ids)), ("open", 0))
        with freeze_time("2026-04-01 04:00:00"):
            self._night()
        self.assertEqual(self.duty.state, "missed")

    def test_a_rejected_review_leaves_the_duty_closed(self):
        record = self._work_record(self.community_a, "2026-03-04")
        record.action_void()
        review = self.duty.decision_ids.with_user(self.office_user)
        review.reason = "The minutes were only typed twice"
        review.action_reject()
        self._night()
        self.assertEqual((self.duty.state, review.state), ("met", "rejected"))

    def test_no_extra_statement_for_records_that_prove_nothing(self):
        record = self._work_record(self.community_a, "2026-03-04", done=False)
        record.invalidate_recordset()
        self.env.flush_all()
        self.assertFalse(record.frozen_at)
        before = self.cr.sql_log_count
        self.duties._withdraw(record)
        self.assertLessEqual(self.cr.sql_log_count - before, 1)

    def test_what_is_over_is_opened_again_by_a_review_with_a_reason(self):
        """Typed in after the duty was closed, done in its window: an officer opens it again, it is met and late."""
        with freeze_time("2026-04-01 04:00:00"):
            self._night()
            self.assertEqual(self.duty.state, "missed")
            self._work_record(self.community_a, "2026-03-20")
            self._night()
            self.assertEqual((self.duty.state, len(self.duty.evidence_ids)), ("missed", 0))
            with self.assertRaises(AccessError):
                self._review(self.grid_user, reason="x")
            with self.assertRaises(AccessError):
                self._review(self.other_cadre_user, reason="x").action_confirm()
            self._review(self.office_user, reason="The phone had no net").action_confirm()
            decision = self.duty.decision_ids
            self.assertEqual((decision.type, decision.state, self.duty.state), ("review", "accepted", "open"))
            self._night()
        self.assertEqual((self.duty.state, self.duty.evidence_ids.late), ("met", True))

    def test_a_review_without_new_proof_ends_as_before(self):
        with freeze_time("2026-04-01 04:00:00"):
            self._night()
            self._review(self.office_user, reason="Looked at again").action_confirm()
            self._night()
        self.assertEqual(self.duty.state, "missed")

    def test_only_what_is_over_is_reviewed(self):
        with self.assertRaisesRegex(UserError, "not over yet"):
            self._review(self.office_user, reason="x").action_confirm()

    def _review(self, user, **vals):
        action = self.duty.with_user(user).action_review()
        form = Form(self.env[action["res_model"]].with_user(user).with_context(**action["context"]))
        for name, value in vals.items():
            form[name] = value
        return form.save()
