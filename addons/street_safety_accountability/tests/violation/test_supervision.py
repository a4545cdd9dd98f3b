from odoo.fields import Command
from odoo.tests import tagged

from ..common import AccountabilityCase


@tagged("post_install", "-at_install")
class TestSupervisionViolation(AccountabilityCase):
    """XT-6.3a: what a supervision finds omitted or concealed is proposed; nothing follows before the office decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.concealment = cls._penalty_rule(
            "Concealment", cls.env["safety.duty.rule"], punishes_concealment=True, threshold=0, consequence="none",
            post_ids=[Command.set(cls._post("stationed_cadre").ids)],
        )  # fmt: skip

    def _visit(self, *verdicts):
        visit = self.env["safety.supervision"].with_user(self.office_user).create(
            {
                "kind_id": self.env.ref("street_safety_inspection.supervision_kind_open_visit").id,
                "unit_id": self.street.id,
                "target_unit_id": self.community_a.id,
            }
        )  # fmt: skip
        visit.line_ids.create(
            [
                {"supervision_id": visit.id, "name": f"Thing {verdict}", "verdict": verdict, "found": "Seen there"}
                for verdict in verdicts
            ]
        )
        return visit

    def test_omission_and_concealment_are_proposed_once(self):
        visit = self._visit("fine", "problem", "omission", "concealment")
        self.assertFalse(visit.line_ids.violation_ids, "nothing before the feedback")
        visit.action_issue()
        violations = visit.line_ids.sudo().violation_ids
        self.assertEqual(violations.supervision_line_id.mapped("verdict"), ["omission", "concealment"])
        self.assertEqual(set(violations.mapped("state")), {"proposed"})
        self.assertEqual((violations.rule_id, violations.user_ids), (self.concealment, self.cadre_user))
        self.assertFalse(violations.penalty_ids)
        self.assertIn("Seen there", violations[0].description)
        visit.line_ids._propose_violations()
        self.assertEqual(visit.line_ids.sudo().violation_ids, violations)

    def test_confirmed_it_costs_what_the_rule_says(self):
        visit = self._visit("concealment")
        visit.action_issue()
        violation = visit.line_ids.sudo().violation_ids
        self._as(self.second_officer, violation).action_confirm()
        self.assertEqual(violation.penalty_ids.mapped("amount"), [100])

    def test_without_a_rule_it_counts_for_the_unit(self):
        self.concealment.active = False
        visit = self._visit("omission")
        visit.action_issue()
        violation = visit.line_ids.sudo().violation_ids
        self.assertEqual((violation.unit_id, violation.rule_id.ids, violation.user_ids.ids), (self.community_a, [], []))

    def test_a_void_supervision_takes_its_proposal_back(self):
        visit = self._visit("omission")
        visit.action_issue()
        visit.with_user(self.office_user)._do_because("void", "Wrong community")
        self.assertEqual(visit.line_ids.sudo().violation_ids.state, "withdrawn")

    def test_the_rule_whose_posts_the_unit_has(self):
        """XT-6.3a: at a work point each deputy head pays, by a rule of its own."""
        deputy = self._person("test_deputy", "work_point_deputy_head", self.work_point)
        points = self._penalty_rule(
            "Concealment by a work point", self.env["safety.duty.rule"], punishes_concealment=True, threshold=0,
            consequence="none", post_ids=[Command.set(self._post("work_point_deputy_head").ids)],
        )  # fmt: skip
        rules = self.concealment | points
        today = self.company._safety_today()
        self.assertEqual(rules._of_concealment(self.company, today, self.work_point), points)
        self.assertEqual(rules._of_concealment(self.company, today, self.community_a), self.concealment)
        self.assertTrue(deputy)
