from odoo.fields import Command
from odoo.tests import tagged

from ..common import AccountabilityCase


@tagged("post_install", "-at_install")
class TestSupervisionViolation(AccountabilityCase):
    """XT-6.3a: what a supervision finds omitted or concealed is proposed; nothing follows before the office decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.concealment = cls._concealment_rule("Concealment", "stationed_cadre")

    @classmethod
    def _concealment_rule(cls, name, post):
        field = cls.env["ir.model.fields"]._get
        model = "safety.supervision.line"
        return cls._penalty_rule(
            name,
            cls.env["safety.duty.rule"],
            model_id=cls.env["ir.model"]._get_id(model),
            domain="[('verdict', 'in', ('omission', 'concealment')), ('issued_on', '!=', False)]",
            date_field_id=field(model, "date").id,
            unit_field_id=field(model, "unit_id").id,
            threshold=0,
            consequence="none",
            post_ids=[Command.set(cls._post(post).ids)],
        )

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
        lines = visit.line_ids.browse(violations.mapped("source_id"))
        self.assertEqual(sorted(lines.mapped("verdict")), ["concealment", "omission"])
        self.assertEqual(set(violations.mapped("source_model")), {"safety.supervision.line"})
        self.assertEqual(set(violations.mapped("state")), {"proposed"})
        self.assertEqual((violations.rule_id, violations.user_ids), (self.concealment, self.cadre_user))
        self.assertFalse(violations.penalty_ids)
        for violation in violations:
            self.assertIn("Seen there", violation.description)
            self.assertIn("Thing", violation.name)
        visit.line_ids._propose_violations()
        self.assertFalse(self.env["safety.violation"]._propose(self.company), "the night finds nothing new")
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
        self.assertEqual(violation.source_id, visit.line_ids.id)
        self.concealment.active = True
        self.assertFalse(self.env["safety.violation"]._propose(self.company), "one cause is one violation")

    def test_a_void_supervision_takes_its_proposal_back(self):
        visit = self._visit("omission")
        visit.action_issue()
        visit.with_user(self.office_user)._do_because("void", "Wrong community")
        self.assertEqual(visit.line_ids.sudo().violation_ids.state, "withdrawn")

    def test_the_rule_whose_posts_the_unit_has(self):
        """XT-6.3a: at a work point each deputy head pays, by a rule of its own."""
        deputy = self._person("test_deputy", "work_point_deputy_head", self.work_point)
        points = self._concealment_rule("Concealment by a work point", "work_point_deputy_head")
        visit = self._visit("concealment", "omission")
        visit.line_ids[1].unit_id = self.work_point
        visit.action_issue()
        found = {line.unit_id: line.violation_ids for line in visit.line_ids.sudo()}
        community, point = found[self.community_a], found[self.work_point]
        self.assertEqual((community.rule_id, community.user_ids), (self.concealment, self.cadre_user))
        self.assertEqual((point.rule_id, point.user_ids), (points, deputy))

    def test_statements_do_not_grow_with_the_findings(self):
        counts = []
        for findings in (1, 2, 12):  # the first fills the registry's caches
            visit = self._visit(*["concealment"] * findings)
            self.concealment.active = False  # the feedback proposes without the rule; the rule is measured alone
            lines = visit.line_ids.browse(visit.line_ids.ids)
            self.env.flush_all()
            visit._workflow_write({"state": "issued", "issued_on": self.company._safety_today()})
            self.concealment.active = True
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines.sudo()._propose_violations()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(lines.sudo().violation_ids), findings)
        self.assertEqual(*counts[1:])
        self.assertLessEqual(counts[-1], 18)
