from odoo.tests import Form, tagged

from ..duty.common import DutyCase


@tagged("post_install", "-at_install")
class TestRuleEditor(DutyCase):
    def _form(self):
        rules = self.env["safety.duty.rule"].with_user(self.office_user)
        form = Form(rules.with_context(default_regulation_id=self.regulation.id))
        form.name = "Visit"
        form.kind_id = self.visit_kind
        form.unit_type_id = self.env.ref("street_safety_base.unit_type_community")
        form.post_ids.add(self._post("stationed_cadre"))
        return form

    def test_the_sentence_forms_while_it_is_written(self):
        form = self._form()
        self.assertIn("every month", form.summary)
        form.window_first_day = 1
        form.window_last_day = 10
        self.assertIn("on days 1–10", form.summary)
        form.coverage = "percent"
        form.coverage_percent = 15
        self.assertIn("15 % of the targets", form.summary)
        form.times = 2
        self.assertIn("2 times", form.summary)

    def test_the_next_five_dates(self):
        form = self._form()
        form.window_first_day = 1
        form.window_last_day = 10
        self.assertEqual(
            form.next_dates,
            "  ·  ".join(f"{month}-01 – {month}-10" for month in ("03", "04", "05", "06", "07")),
        )
        form.period_unit = "year"
        form.window_month = 2
        form.window_first_day = 29
        form.window_last_day = 29
        self.assertIn("2027-02-28", form.next_dates)
        self.assertIn("2028-02-29", form.next_dates)

    def test_a_report_belongs_to_the_period_before(self):
        form = self._form()
        form.due_kind = "day_of_next_period"
        form.due_value = 5
        self.assertTrue(form.window_after)
        self.assertTrue(form.next_dates.startswith("04-01 – 04-05"))
        self.assertIn("after its end", form.summary)

    def test_a_figure_that_cannot_be_is_said_at_once(self):
        form = self._form()
        form.window_last_day = 40
        self.assertIn("outside of its period", form.next_dates)

    def test_who_gets_it_and_how_many_a_month(self):
        form = self._form()
        self.assertEqual((form.seat_count, form.vacant_count, form.load_month), (2, 0, 2.0))
        form.post_ids.clear()
        form.post_ids.add(self._post("safety_officer"))
        self.assertEqual((form.seat_count, form.vacant_count), (2, 2))
        self.assertIn("Nobody holds the post in 2 of 2", form.warning)

    def test_warnings(self):
        form = self._form()
        self.assertFalse(form.warning)
        self.assertEqual(form.kind_model, "safety.record")
        form.evidence_domain = "[('no_such_field', '=', 1)]"
        self.assertIn("no_such_field", form.warning)
        form.evidence_domain = "[]"
        form.coverage = "all"
        self.assertIn("nothing would be owed", form.warning)
        self._enterprise("One", self.grid_a1)
        form.target_domain = "[('name', '=', 'One')]"
        self.assertFalse(form.warning)
        form.unit_type_id = self.env.ref("street_safety_base.unit_type_special_committee")
        self.assertIn("no unit of the type", form.warning)

    def test_another_period_leaves_no_hidden_figure_behind(self):
        form = self._form()
        form.period_unit = "week"
        form.window_weekday_first = 1
        form.window_weekday_last = 5
        form.period_unit = "month"
        self.assertNotIn("weekdays", form.summary)
        form.window_last_day = 10
        form.period_unit = "week"
        self.assertNotIn("on days", form.summary)
        rule = form.save()
        self.assertEqual((rule.window_weekday_first, rule.window_last_day), (0, 0))
