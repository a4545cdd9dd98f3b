from datetime import date

from odoo.tests import Form, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestPlanDuty(StreetCase):
    """The yearly plan: a rule of data makes one duty a year, and only the approved plan closes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.main_user = cls._person("test_main", "main_leader", cls.street)
        cls.deputy_user = cls._person("test_deputy", "deputy_leader_in_charge", cls.street)
        cls.regulation = cls._regulation()

    def _yearly_rule(self, post, **vals):
        return self._rule(
            self.regulation,
            name="Yearly plan",
            kind_id=self.env.ref("street_safety_base.duty_kind_plan").id,
            unit_type_id=self.env.ref("street_safety_base.unit_type_street").id,
            post_ids=[(6, 0, self._post(post).ids)],
            period_unit="year",
            **vals,
        )

    def _one_duty_a_year_closes_with_the_plan(self, rule, user, **plan_vals):
        self.regulation.action_adopt()
        self._freeze("2026-03-05 04:00:00")
        duties = self.env["safety.duty"]
        duties._generate(self.company, date(2026, 1, 1), date(2027, 12, 31))
        duties._open_due(self.company)
        made = rule.duty_ids.filtered(lambda duty: duty.unit_id == self.street).sorted("period_start")
        self.assertEqual([duty.period_start.year for duty in made], [2026, 2027])
        duty = made[0]
        self.assertTrue(duty.with_user(user).is_mine)
        self._work_record(self.street, "2026-03-04")  # a meeting is no plan
        action = duty.with_user(user).action_do()
        form = Form(self.env[action["res_model"]].with_user(user).with_context(**action["context"]))
        self.assertEqual((form.type_id.code, form.unit_id), ("plan", self.street))
        form.name, form.note, form.date = "Plan 2026", "<p>Goals</p>", date(2026, 3, 5)
        plan = form.save()
        self.assertEqual(duty.state, "open", "a draft proves nothing")
        wizard = self.env["safety.task.wizard"].with_user(user)
        measure = Form(wizard.with_context(**plan.action_give_task()["context"]))
        measure.date_due = date(2026, 12, 1)
        measure.unit_ids.add(self.community_a)
        measure.save().action_give()
        return duty, plan

    def test_gy_2_3_one_duty_a_year_closes_with_the_plan(self):
        rule = self._yearly_rule("deputy_leader_in_charge")
        duty, plan = self._one_duty_a_year_closes_with_the_plan(rule, self.deputy_user)
        plan.action_done()
        self.assertEqual(duty.state, "met")
        self.assertEqual(duty.evidence_ids.res_id, plan.id)

    def test_gy_1_4_the_plan_holds_work_safety(self):
        """GY-1.4: the yearly plan of committee and office counts when work safety is part of it."""
        rule = self._yearly_rule("main_leader", evidence_domain="[('topic_ids.code', '=', 'work_safety')]")
        duty, plan = self._one_duty_a_year_closes_with_the_plan(rule, self.main_user)
        without = plan.copy({"date": "2026-03-05"})
        self.env["safety.record"].create(
            {"name": "x", "type_id": self.ref("street_safety_base.record_type_task"), "parent_id": without.id,
             "unit_id": self.community_a.id, "date_due": "2026-12-01"}
        )  # fmt: skip
        without.action_done()
        self.assertEqual(duty.state, "open", "a plan without work safety does not count")
        plan.topic_ids = self.env.ref("street_safety_base.record_topic_work_safety")
        plan.action_done()
        self.assertEqual(duty.state, "met")
