from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import AppraisalCase


@tagged("post_install", "-at_install")
@freeze_time("2026-12-20 04:00:00")
class TestAppraisalScheme(AppraisalCase):
    def test_marks_add_up(self):
        with self.assertRaisesRegex(ValidationError, "add up to 110; they must add up to 100"):
            self.scheme.indicator_ids = [Command.update(self.scheme.indicator_ids[0].id, {"weight": 70})]
        first, second, _third = self.scheme.indicator_ids
        self.scheme.indicator_ids = [
            Command.update(first.id, {"weight": 50}),
            Command.update(second.id, {"weight": 30}),
        ]
        self.assertEqual(first.weight, 50)

    def test_marks_are_checked_again_when_used(self):
        self.scheme.indicator_ids[0].weight = 10
        with self.assertRaisesRegex(ValidationError, "add up to 50"):
            self._generate()

    def test_every_total_has_a_grade(self):
        lowest = self.scheme.grade_ids.filtered(lambda grade: not grade.minimum)
        with self.assertRaisesRegex(ValidationError, "begin at 0"):
            self.scheme.grade_ids = [Command.delete(lowest.id)]

    def test_automatic_names_its_records(self):
        rate, count, _hand = self.scheme.indicator_ids
        for indicator, vals, message in (
            (rate, {"model_id": False}, "which, their date"),
            (rate, {"date_field_id": False}, "choose their date and their unit, too"),
            (rate, {"domain": "[('no_such_field', '=', 1)]"}, "cannot be used"),
            (count, {"deduction_each": 0}, "each record takes off"),
        ):
            with self.assertRaisesRegex(ValidationError, message), self.env.cr.savepoint():
                indicator.write(vals)

    def test_template_is_taken_over(self):
        template = self.env.ref("street_safety_accountability.appraisal_scheme_community")
        self.assertFalse(template.company_id)
        office = self._as(self.office_user, template)
        with self.assertRaises(AccessError):
            office.name = "Ours"
        own = self.env["safety.appraisal.scheme"].browse(office.action_take_over()["res_id"])
        self.assertEqual((own.company_id, own.name), (self.company, template.name))
        self.assertEqual(len(own.indicator_ids), len(template.indicator_ids))
        self.assertEqual(sum(own.indicator_ids.mapped("weight")), own.full_marks)
        self._as(self.office_user, own).full_marks = 100

    def test_template_computes(self):
        self.scheme = self.env.ref("street_safety_accountability.appraisal_scheme_community")
        self._met_duty("2026-03-31")
        appraisals = self._generate()
        self.assertEqual(set(appraisals.mapped("total")), {100})
        self.assertEqual(set(appraisals.mapped("grade_name")), {"先进"})

    def test_formula_in_words(self):
        texts = self.scheme.indicator_ids.mapped("formula")
        self.assertIn("60 marks", texts[0])
        self.assertIn("full from 90 %", texts[0])
        self.assertIn("at most 20", texts[1])
