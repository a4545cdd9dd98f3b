from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_enforcement import EnforcementCase


@tagged("post_install", "-at_install")
class TestEnforcementDecisions(EnforcementCase):
    """Whom an action is about, how long ago it was reported, and how each target ends."""

    def test_xt_2_3b_each_target_ends_rectified_enforced_or_shut_down(self):
        """XT-2.3b: every measure means one of the three decisions; an action is not completed before each has one."""
        measures = self.env["safety.enforcement.measure"].search([])
        self.assertEqual(set(measures.mapped("decision")), {"rectified", "enforced", "shut"})
        self._found("Late", deadline="2026-03-01")
        self._found("Major", severity="major")
        self._refusal()
        action = self._joint()
        action.action_load_targets()
        ends = {"refused": "close", "major": "penalty", "overdue": "fixed"}
        for line in action.line_ids:
            with self.assertRaisesRegex(UserError, "which measure"):
                action.action_done()
            line.write({"measure_id": self._measure(ends[line.ground]).id, "result": "Done", "authority": "District",
                        "decision_number": "7"})  # fmt: skip
        action.action_done()
        decided = {line.ground: line.decision for line in action.line_ids}
        self.assertEqual(decided, {"refused": "shut", "major": "enforced", "overdue": "rectified"})
        self.assertEqual(action.decisions.count("1"), 3)
        self.assertEqual(action.line_ids.filtered("hazard_id").mapped("hazard_id.enterprise_id"),
                         self.firms["Major"] | self.firms["Late"])  # fmt: skip

    def test_xt_2_3a_a_committee_finds_the_enterprises_of_its_field(self):
        """XT-2.3a: a sector finds the reported enterprises it supervises; one that supervises none finds all."""
        mine, others = self._found("Late", deadline="2026-03-01"), self._found("Back", deadline="2026-03-01")
        every = self._joint()
        self.assertEqual({vals["hazard_id"] for vals in every._target_values()}, set((mine | others).ids))
        action = self.env["safety.enforcement"].create({"name": "Own field", "unit_id": self.department.id})
        self.assertEqual(len(action._target_values()), 2)
        self.firms["Late"].supervising_unit_id = self.department
        self.assertEqual([vals["hazard_id"] for vals in action._target_values()], mine.ids)
        self._refusal()
        self.assertEqual(len(action._target_values()), 1, "who refuses is of another field")
        self.firms["Refuser"].supervising_unit_id = self.department
        self.assertEqual(len(action._target_values()), 2)

    def test_bf_1_3_4a_a_refusal_becomes_a_case_that_shows_its_days(self):
        """BF-1.3.4a: the target names the report; the days since it run until the action is done."""
        refusal = self._refusal()
        with freeze_time("2026-03-14 02:00:00"):
            action = self._joint()
            action.action_load_targets()
            line = action.line_ids
            self.assertEqual((line.refusal_id, line.reported_on), (refusal, date(2026, 3, 10)))
            self.assertEqual(line.days_since_report, 4)
            line.write({"measure_id": self._measure("order").id, "result": "Ordered"})
            action.action_done()
        with freeze_time("2026-04-14 02:00:00"):
            line.invalidate_recordset()
            self.assertEqual((line.state, line.days_since_report), ("done", 4))

    def test_zf_t12_3_a_transferred_case_has_its_receipt_and_its_result(self):
        """ZF-T12.3, BF-1.3.4b: the police take the case over with a number; later the result is kept beside it."""
        notice = self._transfer(counterpart="Police station")
        self.assertEqual(notice.answer_state, "waiting")
        notice._answer("taken", "Taken over", "R-3", date(2026, 3, 10))
        self.assertEqual((notice.receipt_on, notice.receipt_reference), (date(2026, 3, 10), "R-3"))
        with freeze_time("2026-04-02 02:00:00"):
            with self.assertRaisesRegex(UserError, "between"):
                notice._answer("settled", "Fined", "F-9", date(2026, 3, 9))
            notice._answer("settled", "Two were prosecuted", "F-9", date(2026, 4, 1))
            self.assertEqual((notice.answer_result, notice.answered_on), ("settled", date(2026, 4, 1)))
            self.assertEqual((notice.receipt_reference, notice.answer_reference), ("R-3", "F-9"))
            with self.assertRaisesRegex(UserError, "waits for no answer"):
                notice._answer("settled", "Again", "X", date(2026, 4, 2))
