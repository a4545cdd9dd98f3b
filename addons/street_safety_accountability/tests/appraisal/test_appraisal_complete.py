from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AppraisalCase


@tagged("post_install", "-at_install")
@freeze_time("2026-12-20 04:00:00")
class TestSubjectsAndPeriods(AppraisalCase):
    """Units or people, by year or more often; what lies in the days and the place of a subject counts."""

    def test_xy_3_1g_people_are_appraised_for_the_days_they_held_the_post(self):
        """XY-3.1g: the appraisal of a cadre is fed from the duties of their own days, also after a hand-over."""
        self.scheme.write({"subject": "person", "post_ids": [Command.set(self._post("stationed_cadre").ids)]})
        self.cadre_user.safety_appointment_ids.date_end = "2026-04-15"
        successor = self._person("test_successor", "stationed_cadre", self.community_a, "2026-04-16")
        self._appoint(self.cadre_user, "grid_member", self.grid_b1, "2026-04-16", is_acting=True)
        for due, state in (
            ("2026-02-28", "met"),
            ("2026-03-31", "missed"),
            ("2026-04-30", "met"),
            ("2026-05-31", "met"),
        ):
            self._missed_duty(due).state = state
        appraisals = self._generate()
        self.assertEqual(appraisals.user_id, self.cadre_user | successor | self.other_cadre_user)
        rates = {one.user_id: self._line(one, "任务完成率") for one in appraisals}
        self.assertEqual((rates[self.cadre_user].count, rates[self.cadre_user].total), (1, 2))
        self.assertEqual((rates[successor].count, rates[successor].total), (2, 2))
        first = appraisals.filtered(lambda one: one.user_id == self.cadre_user)
        self.assertEqual((str(first.date_from), str(first.date_to)), ("2026-01-01", "2026-04-15"))
        seen = self._as(self.cadre_user, self.env["safety.appraisal"]).search([])
        self.assertEqual(seen, first, "their own, wherever they sit now")

    def test_whose_record_it_is_may_be_a_field(self):
        """A violation counts for the persons it names, not for everybody of their unit."""
        self.scheme.write({"subject": "person", "post_ids": [Command.set(self._post("stationed_cadre").ids)]})
        indicator = self.scheme.indicator_ids.filtered(lambda one: one.name == "违规行为")
        indicator.person_field_id = self.env["ir.model.fields"]._get("safety.violation", "user_ids")
        self._proposed("2026-06-30")._settle("confirmed", self.office_user, "2026-07-05")
        self._appoint(self.grid_user, "stationed_cadre", self.community_a, "2026-01-01", is_acting=True)
        appraisals = self._generate()
        counts = {one.user_id: self._line(one, "违规行为").count for one in appraisals}
        self.assertEqual(counts[self.cadre_user], 1)
        self.assertEqual(counts[self.other_cadre_user], 0)

    def test_by_quarter(self):
        self.scheme.period = "quarter"
        self._missed_duty("2026-03-31")
        self._met_duty("2026-04-30")
        model = self._as(self.office_user, self.env["safety.appraisal"])
        first = model._generate(self.scheme, self.company, 2026, 1)
        second = model._generate(self.scheme, self.company, 2026, 2)
        rates = [
            self._line(one.filtered(lambda a: a.unit_id == self.community_a), "任务完成率") for one in (first, second)
        ]
        self.assertEqual([(line.count, line.total) for line in rates], [(0, 1), (1, 1)])
        self.assertEqual(str(second[0].period_start), "2026-04-01")
        with self.assertRaisesRegex(ValidationError, "4 periods"):
            model._generate(self.scheme, self.company, 2026, 5)

    def test_a_unit_dissolved_in_the_year_is_still_appraised(self):
        gone = self._unit("Community gone", "community", self.work_point)
        gone.write({"date_end": "2026-06-30", "active": False})
        self.assertIn(gone, self._generate().unit_id)

    def test_people_need_posts(self):
        with self.assertRaisesRegex(ValidationError, "Holders of"):
            self.scheme.subject = "person"


@tagged("post_install", "-at_install")
@freeze_time("2026-12-20 04:00:00")
class TestScoring(AppraisalCase):
    """Sums, marks on top, caps, quotas, ties, vetoes: to the hundredth."""

    def _indicator(self, **vals):
        return self.env["safety.appraisal.indicator"].create(
            {"scheme_id": self.scheme.id, "section": "五、附加", "name": "附加", "sequence": 90, **vals}
        )

    def _of(self, unit, appraisals=None):
        return (appraisals or self._generate()).filtered(lambda one: one.unit_id == unit)

    def _incident(self, **vals):
        return self.env["safety.incident"].create(
            {
                "name": "Fall",
                "unit_id": self.community_a.id,
                "place": "Road",
                "occurred_at": "2026-05-20 02:00:00",
                **vals,
            }
        )

    def test_a_sum_takes_marks_off_up_to_its_cap(self):
        """A casualty-deduction scheme: five marks for each dead, at most the full marks."""
        line = {"weight": 10, "kind": "sum", "deduction_each": 3}
        fields = self.env["ir.model.fields"]._get
        records = {
            **self._records("safety.incident", "occurred_at"),
            "value_field_id": fields("safety.incident", "deaths").id,
        }
        self.scheme.write(
            {
                "full_marks": 110,
                "indicator_ids": [Command.create({"section": "伤亡", "name": "伤亡人数", **line, **records})],
            }
        )
        self._incident(deaths=1)
        self._incident(deaths=2)
        off = self._line(self._of(self.community_a), "伤亡人数")
        self.assertEqual((off.amount, off.count, off.deduction), (3, 2, 9))
        self._incident(deaths=5)
        off = self._line(self._of(self.community_a), "伤亡人数")
        self.assertEqual((off.amount, off.deduction, off.score), (8, 10, 0))

    def test_marks_on_top_by_count_and_by_hand(self):
        self._indicator(
            name="事故信息", kind="count", effect="bonus", deduction_each=1.5, deduction_cap=2,
            **self._records("safety.incident", "occurred_at"),
        )  # fmt: skip
        self._indicator(name="先进经验", kind="hand", effect="bonus", deduction_cap=5)
        before = self._of(self.community_a).total
        self._incident()
        self._incident()
        own = self._of(self.community_a)
        self.assertEqual(self._line(own, "事故信息").bonus, 2, "at most")
        self._line(own, "先进经验").write({"bonus": 3, "reason": "市级经验交流"})
        self.assertEqual(own.total, before + 5)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
            self._line(own, "先进经验").write({"bonus": 6})
            self.env.flush_all()
        with self.assertRaisesRegex(ValidationError, "full marks are 0"):
            self._indicator(weight=5, kind="hand", effect="bonus")

    def _three(self):
        """Three communities with the totals 95, 92 and 92, where two may be advanced."""
        third = self._unit("Community C", "community", self.work_point)
        appraisals = self._generate()
        for unit, off in ((self.community_a, 5), (self.community_b, 8), (third, 8)):
            self._line(self._of(unit, appraisals), "台账").write({"deduction": off})
        return [self._of(unit, appraisals) for unit in (self.community_a, self.community_b, third)]

    def test_a_grade_has_so_many_places(self):
        self.scheme.grade_ids.filtered(lambda one: one.name == "先进").max_count = 1
        first, second, third = self._three()
        self.assertEqual([one.grade_name for one in (first, second, third)], ["先进", "达标", "达标"])
        self.assertEqual([one.rank for one in (first, second, third)], [1, 2, 2])
        self.assertIn("1", second.grade_note)

    def test_ties_at_the_last_place_as_the_scheme_says(self):
        self.scheme.grade_ids.filtered(lambda one: one.name == "先进").max_percent = 67
        first, second, third = self._three()
        self.assertEqual([one.grade_name for one in (first, second, third)], ["先进", "先进", "先进"], "all of them")
        self.scheme.tie = "down"
        self._generate()
        self.assertEqual([one.grade_name for one in (first, second, third)], ["先进", "达标", "达标"], "none of them")

    def test_exactly_at_the_border(self):
        appraisals = self._generate()
        own = self._of(self.community_a, appraisals)
        self._line(own, "台账").write({"deduction": 10})
        self.assertEqual((own.total, own.grade_name), (90, "先进"))
        self._line(own, "台账").write({"deduction": 10.01})
        self.assertEqual((own.total, own.grade_name), (89.99, "达标"))

    def test_points_are_rounded_once_each_and_then_added(self):
        """Two of three in time, twice: 33.33 and 33.33 make 66.66, on the screen as on the sheet; not 66.67."""
        hand, rate = self.scheme.indicator_ids.filtered(lambda one: one.kind in ("hand", "rate")).sorted("kind")
        rate.write({"weight": 50, "target_rate": 100})
        hand.unlink()
        self.scheme.indicator_ids.filtered(lambda one: one.kind == "count").unlink()
        rate.copy({"name": "任务完成率（二）"})
        for day, state in (("2026-02-28", "met"), ("2026-03-31", "met"), ("2026-04-30", "missed")):
            self._missed_duty(day).state = state
        advanced = self.scheme.grade_ids.filtered(lambda one: one.name == "先进")
        for minimum, grade in ((66.66, "先进"), (66.67, "达标")):
            advanced.minimum = minimum
            own = self._of(self.community_a)
            self.assertEqual(own.line_ids.mapped("score"), [33.33, 33.33])
            self.assertEqual((own.total, own.grade_name), (66.66, grade), minimum)

    def test_who_is_disqualified_is_not_advanced(self):
        """GY-7.2b: out of the merit awards, the unit does not get the grade that needs a clean year."""
        self.scheme.grade_ids.filtered(lambda one: one.name == "先进").needs_clean = True
        self.penalty_rule.write({"counted_per": "unit", "threshold": 1})
        self._as(self.office_user, self._proposed("2026-06-30")).action_confirm()
        self.scheme.indicator_ids.filtered(lambda one: one.name == "违规行为").deduction_each = 1
        self._missed = self.env["safety.duty"].search([("state", "=", "missed")])
        self._missed.state = "met"
        own = self._of(self.community_a)
        self.assertEqual((own.total, own.grade_name), (99, "达标"))
        self.assertTrue(own.grade_note)
        self.assertEqual(self._of(self.community_b).grade_name, "先进")

    def test_nothing_to_count_divides_by_nothing(self):
        own = self._of(self.community_a)
        line = self._line(own, "任务完成率")
        self.assertEqual((line.total, line.score), (0, 60))
        self.scheme.indicator_ids.filtered(lambda one: one.kind == "rate").when_empty = "none"
        self.assertEqual(self._line(self._of(self.community_a), "任务完成率").score, 0)

    def test_gy_7_2c_a_failing_grade_opens_a_case(self):
        """GY-7.2c: those not up to standard are dealt with: the case is proposed with the sheet as its evidence."""
        regulations = self.env["safety.regulation"]
        gongyuan, _gaps = regulations._from_file(regulations._packs()["GY"], self.street, skip=True)
        gongyuan.date_from = "2026-01-01"
        gongyuan.action_adopt()
        rules = self.env["safety.measure.rule"].search([("regulation_id", "=", gongyuan.id)])
        rules.date_from = "2026-01-01"
        (rules - rules.filtered(lambda one: one.code == "GY-7.2c")).active = False
        self.scheme.grade_ids.filtered(lambda one: one.name == "不达标").is_failing = True
        for month in range(1, 7):
            self._missed_duty(f"2026-{month:02d}-28")
        appraisals = self._generate()
        own = self._of(self.community_a, appraisals)
        self._line(own, "台账").write({"deduction": 20})
        self._line(self._of(self.community_b, appraisals), "台账").write({"deduction": 0})
        self.assertEqual((own.grade_name, own.is_failing), ("不达标", True))
        self.assertFalse(self.env["safety.measure"]._propose(self.company), "not before it is confirmed")
        appraisals.action_confirm()
        case = self.env["safety.measure"]._propose(self.company)
        self.assertEqual((case.unit_id, case.evidence_ids, case.kind_id.code), (self.community_a, own.ids, "case"))

    def test_gy_7_2a_exactly_three_grades(self):
        """GY-7.2a GY-7.2b: the shipped scheme has exactly three grades, and the list shows the grade of each."""
        template = self.env.ref("street_safety_accountability.appraisal_scheme_community")
        self.assertEqual(template.grade_ids.mapped("name"), ["先进", "达标", "不达标"])
        self.assertTrue(template.grade_ids[-1].is_failing)

    def test_gy_1_9_control_indicators_show_target_actual_and_deviation(self):
        """GY-1.9 XY-3.2c: an indicator has its target, its actual share and the deviation."""
        for due, state in (("2026-02-28", "met"), ("2026-03-31", "missed")):
            self._missed_duty(due).state = state
        line = self._line(self._of(self.community_a), "任务完成率")
        self.assertEqual((line.target_rate, line.actual_rate, line.deviation), (90, 50, -40))
        self.assertEqual(line.deduction, 26.67)

    def test_what_if_keeps_nothing(self):
        before = [(one.id, one.total) for one in self._generate()]
        wizard = self.env["safety.appraisal.what.if.wizard"].with_user(self.office_user)
        wizard = wizard.with_context(allowed_company_ids=self.company.ids, default_scheme_id=self.scheme.id)
        trial = wizard.create({**wizard.default_get(list(wizard._fields)), "year": 2026})
        rate = trial.line_ids.filtered(lambda line: line.kind == "rate")
        hand = trial.line_ids.filtered(lambda line: line.kind == "hand")
        rate.weight, hand.weight = 50, 30
        trial.action_try()
        self.assertIn(self.community_a.name, trial.result)
        self.assertEqual([(one.id, one.total) for one in self._generate()], before)
        self.assertEqual(set(self.scheme.indicator_ids.mapped("weight")), {60, 20})
        rate.weight = 60
        with self.assertRaisesRegex(ValidationError, "add up"):
            trial.action_try()

    def test_statements_do_not_grow_with_those_appraised(self):
        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["safety.appraisal"]._generate(self.scheme, self.company, 2026)
            return self.env.cr.sql_log_count - before

        few = statements()
        for number in range(30):
            self._unit(f"Community {number}", "community", self.work_point)
        self.assertLessEqual(statements(), few + 2)


@tagged("post_install", "-at_install")
class TestSteps(AppraisalCase):
    """Self-assessment → review → panel → confirmation → objection → publication."""

    def setUp(self):
        super().setUp()
        self._freeze("2026-12-20 04:00:00")
        self.scheme.write({"with_self": True, "with_review": True, "with_panel": True, "objection_days": 5})
        self.own = self._generate().filtered(lambda one: one.unit_id == self.community_a)
        self.hand = self._line(self.own, "台账")

    def test_the_whole_way(self):
        self._as(self.cadre_user, self.hand).write({"self_deduction": 1, "self_note": "缺一次签到"})
        with self.assertRaises(AccessError):
            self._as(self.cadre_user, self.hand).write({"deduction": 0})
        with self.assertRaises(AccessError):
            self._as(self.other_cadre_user, self.hand).write({"self_deduction": 0})
        for vals in ({"year": 2020}, {"scheme_id": self.scheme.id}):
            with self.assertRaises(AccessError):
                self._as(self.cadre_user, self.own).write(vals)
        with self.assertRaisesRegex(UserError, "self-assessment"):
            self.own.action_review()
        self._as(self.cadre_user, self.own).action_submit()
        self.hand.write({"deduction": 2, "reason": "缺两次签到"})
        with self.assertRaisesRegex(UserError, "review"):
            self.own._do_because("panel", "三人")
        self.own.action_review()
        with self.assertRaisesRegex(UserError, "panel"):
            self.own.action_confirm()
        self.own._do_because("panel", "张、李、王三人评审")
        self.own.action_confirm()
        self.assertEqual((self.own.state, str(self.own.objection_until)), ("confirmed", "2026-12-25"))
        self._freeze("2026-12-25 04:00:00")
        with self.assertRaisesRegex(UserError, "until 2026-12-25"):
            self.own.action_publish()
        self._freeze("2026-12-26 04:00:00")
        self.own.action_publish()
        self.assertEqual((self.own.state, self.own.total), ("published", 98))

    def _confirmed(self):
        self._as(self.cadre_user, self.own).action_submit()
        self.hand.write({"deduction": 2})
        self.own.action_review()
        self.own._do_because("panel", "三人评审")
        self.own.action_confirm()

    def test_an_objection_is_decided_by_somebody_else(self):
        self._confirmed()
        with self.assertRaises(AccessError):
            self._as(self.other_cadre_user, self.own)._do_because("object", "Not mine")
        self._as(self.cadre_user, self.own)._do_because("object", "签到表已补")
        with self.assertRaises(UserError):
            self.own.action_publish()
        with self.assertRaisesRegex(AccessError, "somebody else"):
            self.own._do_because("keep", "No")
        self._as(self.second_officer, self.own)._do_because("correct", "属实")
        self.assertEqual((self.own.state, self.own.frozen_at), ("draft", False))
        self.hand.write({"deduction": 1})
        self.assertEqual(self.own.total, 99)

    def test_an_objection_that_is_not_right_changes_nothing(self):
        self._confirmed()
        self._as(self.cadre_user, self.own)._do_because("object", "签到表已补")
        self._as(self.second_officer, self.own)._do_because("keep", "签到表系事后补签")
        self.assertEqual((self.own.state, self.own.total), ("confirmed", 98))
        self._freeze("2026-12-26 04:00:00")
        with self.assertRaisesRegex(UserError, "until 2026-12-25"):
            self._as(self.cadre_user, self.own)._do_because("object", "Too late")
