from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import AppraisalCase


@tagged("post_install", "-at_install")
@freeze_time("2026-12-20 04:00:00")
class TestAppraisal(AppraisalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for month in ("03-31", "04-30", "05-31"):
            cls._met_duty(f"2026-{month}")
            cls._met_duty(f"2026-{month}", cls.community_b)
        cls.violation = cls._proposed("2026-06-30")
        cls.violation._settle("confirmed", cls.office_user, "2026-07-05")
        cls._missed_duty("2025-12-31")

    def _of(self, appraisals, unit):
        return appraisals.filtered(lambda appraisal: appraisal.unit_id == unit)

    def test_scores_and_grade(self):
        """Three of four duties is 75 %, full from 90 %: 60 × 75/90 = 50; one violation: 15; files not touched: 20."""
        appraisals = self._generate()
        self.assertEqual(appraisals.unit_id, self.community_a | self.community_b)
        first, second = self._of(appraisals, self.community_a), self._of(appraisals, self.community_b)
        self.assertEqual(first.line_ids.mapped("score"), [50, 15, 20])
        self.assertEqual((first.total, first.grade_name), (85, "达标"))
        self.assertEqual((second.total, second.grade_name), (100, "先进"))

    def test_grade_limit_is_inclusive(self):
        appraisal = self._of(self._generate(), self.community_b)
        line = self._line(appraisal, "台账")
        line.deduction = 10
        self.assertEqual((appraisal.total, appraisal.grade_name), (90, "先进"))
        line.deduction = 10.01
        self.assertEqual((appraisal.total, appraisal.grade_name), (89.99, "达标"))

    def test_every_figure_opens_its_records(self):
        appraisal = self._of(self._generate(), self.community_a)
        for line in appraisal.line_ids.filtered("model"):
            for action, figure in ((line.action_open_counted(), line.count), (line.action_open_total(), line.total)):
                model = self._as(self.cadre_user, self.env[action["res_model"]])
                self.assertEqual(model.search_count(action["domain"]), figure)
        self.assertEqual((self._line(appraisal, "任务完成率").count, self._line(appraisal, "任务完成率").total), (3, 4))
        opened = self._line(appraisal, "违规行为").action_open_counted()
        self.assertEqual(self.env[opened["res_model"]].search(opened["domain"]), self.violation)

    def test_records_below_count_for_the_unit(self):
        duty = self._met_duty("2026-08-31")
        duty.unit_id = self.grid_a1
        appraisal = self._of(self._generate(), self.community_a)
        self.assertEqual(self._line(appraisal, "任务完成率").count, 4)

    def test_again_keeps_what_was_given_by_hand(self):
        appraisal = self._of(self._generate(), self.community_a)
        self._line(appraisal, "台账").write({"deduction": 4, "reason": "缺会议记录"})
        self._met_duty("2026-09-30")
        self.assertEqual(self._generate(), appraisal | self._generate())
        self.assertEqual(self._line(appraisal, "台账").score, 16)
        self.assertEqual(self._line(appraisal, "任务完成率").count, 4)

    def test_confirmed_keeps_its_numbers(self):
        appraisal = self._of(self._generate(), self.community_a)
        with self.assertRaisesRegex(UserError, "by hand"):
            appraisal.action_confirm()
        self._line(appraisal, "台账").assessed = True
        appraisal.action_confirm()
        self.scheme.indicator_ids[0].target_rate = 50
        self.scheme.grade_ids[0].name = "优秀"
        self._met_duty("2026-09-30")
        self._as(self.office_user, self.violation)._do_because("reverse", "Proved later")
        self._generate()
        self.assertEqual((appraisal.total, appraisal.grade_name), (85, "达标"))
        self.assertEqual(self._line(appraisal, "违规行为").action_open_counted()["domain"][0][2], self.violation.ids)
        with self.assertRaises(UserError):
            self._line(appraisal, "台账").deduction = 1
        with self.assertRaisesRegex(UserError, "by hand"):
            appraisal.write({"total": 100})
        appraisal.action_publish()
        self.assertEqual(appraisal.state, "published")

    def test_void_makes_room(self):
        appraisal = self._of(self._generate(), self.community_a)
        self._line(appraisal, "台账").assessed = True
        appraisal.action_confirm()
        appraisal._do_because("void", "Wrong scheme")
        again = self._of(self._generate(), self.community_a)
        self.assertNotEqual(again, appraisal)
        self.assertEqual((appraisal.state, appraisal.void_reason), ("void", "Wrong scheme"))

    def test_counted_is_not_typed_in(self):
        appraisal = self._of(self._generate(), self.community_a)
        with self.assertRaisesRegex(UserError, "counts records"):
            self._line(appraisal, "任务完成率").deduction = 0
        with self.assertRaisesRegex(UserError, "follows from the scheme"):
            self._line(appraisal, "台账").score = 20
        with self.assertRaises(AccessError):
            self._as(self.cadre_user, self._line(appraisal, "台账")).write({"deduction": 0})
        self.assertEqual(self._as(self.cadre_user, appraisal).total, 85)
        with self.assertRaises(AccessError):
            self._as(self.other_cadre_user, appraisal).read(["total"])
        with self.assertRaises(AccessError):
            self._as(self.other_cadre_user, appraisal.line_ids).read(["score"])

    def test_only_the_office_appraises(self):
        for user in (self.cadre_user, self.head_user):
            with self.assertRaises(AccessError):
                self._generate(user)
        with self.assertRaises(AccessError):
            self._as(self.cadre_user, self._generate()).action_confirm()

    def test_veto(self):
        self.scheme.write(
            {
                "indicator_ids": [
                    Command.create({"section": "四、否决", "name": "事故", "weight": 0, "is_veto": True, "sequence": 9})
                ]
            }
        )
        appraisal = self._of(self._generate(), self.community_b)
        line = self._line(appraisal, "事故")
        self.assertEqual(appraisal.grade_name, "先进")
        line.count = 1
        self.assertEqual((appraisal.total, appraisal.grade_name, appraisal.is_vetoed), (100, "不达标", True))

    def test_nothing_owed(self):
        empty = self._unit("Community C", "community", self.work_point)
        self.assertEqual(self._of(self._generate(), empty).total, 100)
        self.scheme.indicator_ids[0].when_empty = "none"
        self.assertEqual(self._of(self._generate(), empty).total, 40)

    def test_statements_do_not_grow(self):
        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            appraisals = self._generate()
            self.assertTrue(all(appraisals.mapped("computed_on")))
            return self.env.cr.sql_log_count - before, len(appraisals)

        self._unit("Community C", "community", self.work_point)
        statements()  # fills what Odoo caches
        few = statements()
        for number in range(27):
            unit = self._unit(f"Community {number}", "community", self.work_point)
            self._missed_duty("2026-05-31", unit)
        many = statements()
        self.assertEqual((few[1], many[1]), (3, 30))
        self.assertEqual(many[0], few[0])

    def test_run_dialog(self):
        wizard = Form(self.env["safety.appraisal.run.wizard"].with_user(self.office_user)).save()
        wizard.scheme_id = self.scheme
        action = wizard.with_context(allowed_company_ids=self.company.ids).action_run()
        self.assertEqual(self.env["safety.appraisal"].search_count(action["domain"]), 2)
