from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..drill.common import DrillCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestPlan(DrillCase):
    """Emergency plans: approved, filed, evaluated, replaced by the next version – and drilled."""

    def _plan(self, unit=None, **vals):
        return self.env["safety.plan"].create(
            {
                "name": "Fire plan",
                "type_id": self.env.ref("street_safety_training.plan_type_comprehensive").id,
                "unit_id": (unit or self.street).id,
                "content": "<p>Who does what.</p>",
                **vals,
            }
        )

    def test_approval_and_versions(self):
        plan = self._plan(content=False)
        with self.assertRaisesRegex(UserError, "empty"):
            plan.action_approve()
        plan.content = "<p>Who does what.</p>"
        plan.action_approve()
        self.assertEqual(
            (plan.state, str(plan.approved_on), str(plan.review_due)), ("in_force", "2026-03-10", "2029-03-10")
        )
        with self.assertRaisesRegex(UserError, "new version"):
            plan.content = "<p>Other.</p>"
        newer = self.env["safety.plan"].browse(plan.action_new_version()["res_id"])
        self.assertEqual((newer.version, newer.previous_id, plan.state), (2, plan, "in_force"))
        self.assertEqual(plan.action_new_version()["res_id"], newer.id, "one draft at a time")
        newer.action_approve()
        self.assertEqual((plan.state, newer.state), ("replaced", "in_force"))
        with self.assertRaises(UserError):
            plan.evaluation = "X"

    def test_only_who_approves(self):
        plan = self._plan(self.community_a)
        self.assertTrue(plan.with_user(self.cadre_user).has_access("read"))
        with self.assertRaises(AccessError):
            plan.with_user(self.grid_user).action_approve()

    def test_filing_and_evaluation(self):
        plan = self._plan()
        plan.action_approve()
        with self.assertRaisesRegex(UserError, "after it was approved"):
            plan.filed_on = "2026-03-01"
        plan.write({"filed_on": "2026-03-10", "filed_with": "District"})
        self.assertFalse(plan.is_review_overdue)
        with freeze_time("2029-03-11 04:00:00"):
            plan.invalidate_recordset()
            self.assertTrue(plan.is_review_overdue)
            self.assertIn(plan, self.env["safety.plan"].search([("is_review_overdue", "=", True)]))
            plan.evaluated_on = "2029-03-11"
            self.assertEqual(str(plan.review_due), "2032-03-11")
            self.assertFalse(plan.is_review_overdue)

    def test_drill_of_the_plan(self):
        plan = self._plan(self.community_a, enterprise_id=self.factory.id)
        plan.action_approve()
        context = plan.action_plan_drill()["context"]
        self.assertEqual(
            (context["default_plan_id"], context["default_enterprise_ids"][0][2]), (plan.id, self.factory.ids)
        )
        self._held(plan_id=plan.id)
        self._drill(plan_id=plan.id)
        plan.invalidate_recordset()
        self.assertEqual(plan.drill_count, 1, "planned is not drilled")
        self.assertEqual(len(self.env["safety.drill"].search(plan.action_open_drills()["domain"])), 2)

    def test_portal_shows_the_plan_in_force(self):
        plan = self._plan(self.community_a, enterprise_id=self.factory.id)
        self.assertFalse(self.factory._portal_file()["plans"])
        plan.action_approve()
        self.assertEqual(self.factory._portal_file()["plans"][0]["name"], "Fire plan V1")

    def test_gy_5_5a_standing_duty(self):
        """GY-5.5a: a community without a plan in force misses it; a draft, another unit's or a void plan is none."""
        regulation = self._regulation()
        rule = self._rule(
            regulation, name="Plan", kind_id=self.env.ref("street_safety_training.duty_kind_emergency_plan").id,
            cause="standing", period_unit="month", standing_domain="[('state', '=', 'in_force')]",
            standing_from_field_id=self.env["ir.model.fields"]._get("safety.plan", "approved_on").id, coverage="none",
        )  # fmt: skip
        regulation.action_adopt()
        draft = self._plan(self.community_a)
        other = self._plan(self.community_b)
        other.action_approve()

        def states():
            self.env["safety.run"]._run(self.company)
            duties = self.env["safety.duty"].search([("rule_id", "=", rule.id), ("period_start", "=", "2026-03-01")])
            return {duty.unit_id: duty.state for duty in duties}

        with freeze_time("2026-03-11 04:00:00"):
            states()
        draft_state = {}
        with freeze_time("2026-04-01 04:00:00"):
            draft_state = states()
        self.assertEqual(draft_state[self.community_a], "missed")
        self.assertEqual(draft_state[self.community_b], "met")
        self.assertEqual(draft.state, "draft")

    def test_gy_4_2_2_evaluated_in_time(self):
        """GY-4.2.2: an approved plan counts until its evaluation is due; evaluated, it counts again.

        A draft, the plan of an enterprise and that of another unit never do.
        """
        field = self.env["ir.model.fields"]._get
        regulation = self._regulation()
        rule = self._rule(
            regulation, name="Plan", kind_id=self.env.ref("street_safety_training.duty_kind_emergency_plan").id,
            cause="standing", period_unit="month", coverage="none",
            standing_domain="[('state', '=', 'in_force'), ('enterprise_id', '=', False)]",
            standing_from_field_id=field("safety.plan", "approved_on").id,
            standing_to_field_id=field("safety.plan", "review_due").id,
        )  # fmt: skip
        regulation.action_adopt()
        with freeze_time("2026-03-11 04:00:00"):
            self.env["safety.run"]._run(self.company)
            self._plan(self.community_a)
            self._plan(self.community_a, enterprise_id=self.factory.id).action_approve()
            self._plan(self.community_b).action_approve()

        def states(month):
            self.env["safety.run"]._run(self.company)
            duties = self.env["safety.duty"].search([("rule_id", "=", rule.id), ("period_start", "=", month)])
            return {duty.unit_id: duty.state for duty in duties}

        with freeze_time("2026-04-01 04:00:00"):
            march = states("2026-03-01")
            self.assertEqual((march[self.community_a], march[self.community_b]), ("missed", "met"))
            plan = self._plan(self.community_a)
            plan.action_approve()
            self.assertTrue(plan.review_due, "by the interval of its type")
            plan.review_due = "2026-05-15"
        with freeze_time("2026-05-01 04:00:00"):
            self.assertEqual(states("2026-04-01")[self.community_a], "met")
        with freeze_time("2026-06-01 04:00:00"):
            self.assertEqual(states("2026-05-01")[self.community_a], "missed", "not evaluated in time")
            plan.evaluated_on = "2026-06-01"
            self.assertGreater(str(plan.review_due), "2026-12-31")
        with freeze_time("2026-07-01 04:00:00"):
            self.assertEqual(states("2026-06-01")[self.community_a], "met")
