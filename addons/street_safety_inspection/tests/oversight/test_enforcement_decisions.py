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
        person = self._person("test_department", "safety_committee_office", self.department)
        action = self.env["safety.enforcement"].with_user(person)
        action = action.sudo().create({"name": "Own field", "unit_id": self.department.id})
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
