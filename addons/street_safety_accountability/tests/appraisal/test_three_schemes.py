from freezegun import freeze_time

from odoo.tests import Form, tagged

from .common import AppraisalCase


@tagged("post_install", "-at_install")
@freeze_time("2026-12-20 04:00:00")
class TestThreeSchemes(AppraisalCase):
    """Three streets' methods are written into the form, without code, and appraise."""

    def _scheme(self, name, grades, indicators, full=100):
        form = Form(self._as(self.office_user, self.env["safety.appraisal.scheme"]))
        form.name = name
        form.unit_type_id = self.env.ref("street_safety_base.unit_type_community")
        form.full_marks = full
        for title, minimum, failing in grades:
            with form.grade_ids.new() as grade:
                grade.name, grade.minimum, grade.is_failing = title, minimum, failing
        for values in indicators:
            with form.indicator_ids.new() as line:
                self._fill(line, values)
        return form.save()

    def _fill(self, line, values):
        for name in ("section", "name", "kind", "effect"):
            if name in values:
                setattr(line, name, values[name])
        if model := values.get("records"):
            get = self.env["ir.model.fields"]._get
            line.model_id = self.env["ir.model"]._get(model)
            line.domain = values.get("domain", "[]")
            line.date_field_id = get(model, values["date"])
            line.unit_field_id = get(model, "unit_id")
            if "value" in values:
                line.value_field_id = get(model, values["value"])
        for name in ("weight", "deduction_each", "deduction_cap", "target_rate", "is_veto", "veto_from"):
            if name in values:
                setattr(line, name, values[name])

    def _appraise(self, scheme):
        model = self._as(self.office_user, self.env["safety.appraisal"])
        appraisals = model._generate(scheme, self.company, 2026)
        return appraisals.filtered(lambda one: one.unit_id == self.community_a)

    def test_gongyuan_three_grades(self):
        """GY-7.2a: advanced, up to standard, not up to standard."""
        grades = (("先进", 90, False), ("达标", 60, False), ("不达标", 0, True))
        scheme = self._scheme(
            "贡院式三等次", grades, [{"section": "一", "name": "综合评定", "kind": "hand", "weight": 100}]
        )
        own = self._appraise(scheme)
        own.line_ids.write({"deduction": 41})
        self.assertEqual((own.total, own.grade_name, own.is_failing), (59, "不达标", True))

    def test_hundred_points_with_deductions_and_caps(self):
        missed = {
            "section": "一、履职",
            "name": "未履职任务",
            "kind": "count",
            "weight": 60,
            "deduction_each": 10,
            "deduction_cap": 25,
            "records": "safety.duty",
            "date": "due_date",
            "domain": "[('state', '=', 'missed')]",
        }
        scheme = self._scheme(
            "百分制",
            (("合格", 60, False), ("不合格", 0, True)),
            [missed, {"section": "二、资料", "name": "台账", "kind": "hand", "weight": 40}],
        )
        for month in (1, 2, 3):
            self._missed_duty(f"2026-{month:02d}-28")
        own = self._appraise(scheme)
        self.assertEqual(self._line(own, "未履职任务").deduction, 25, "three times ten, at most 25")
        self.assertEqual(own.total, 75)

    def test_casualties_and_a_one_vote_veto(self):
        deaths = {"records": "safety.incident", "date": "occurred_at", "kind": "sum", "value": "deaths"}
        scheme = self._scheme(
            "伤亡扣分制",
            (("合格", 60, False), ("不合格", 0, True)),
            [
                {"section": "一、伤亡", "name": "死亡人数", "weight": 100, "deduction_each": 10, **deaths},
                {"section": "二、否决", "name": "死亡三人以上", "is_veto": True, "veto_from": 3, **deaths},
            ],
        )
        incident = self.env["safety.incident"].create(
            {
                "name": "Fall",
                "unit_id": self.community_a.id,
                "place": "Road",
                "occurred_at": "2026-05-20 02:00:00",
                "deaths": 2,
            }
        )
        own = self._appraise(scheme)
        self.assertEqual((own.total, own.grade_name, own.is_vetoed), (80, "合格", False))
        incident.deaths = 3
        own = self._appraise(scheme)
        self.assertEqual((own.total, own.grade_name, own.is_vetoed), (70, "不合格", True))
