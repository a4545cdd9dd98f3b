from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestDutyRule(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls._regulation()
        cls.meeting = cls.env.ref("street_safety_base.duty_kind_meeting")

    def _refused(self, pattern, **vals):
        with self.assertRaisesRegex(ValidationError, pattern), self.cr.savepoint():
            self._rule(self.regulation, **vals)

    def test_window_outside_its_period(self):
        self._refused("outside of its period", period_unit="month", window_first_day=1, window_last_day=40)
        self._refused("outside of its period", period_unit="quarter", window_month=4)
        self._refused("outside of its period", period_unit="week", window_weekday_first=8)
        self._refused("ends before it begins", window_first_day=20, window_last_day=10)

    def test_a_rule_needs_a_period_and_somebody(self):
        self._refused("needs a period", period_unit=False)
        self._refused("owed by nobody", post_ids=False)
        self._refused("does not exist at a unit", post_ids=[(6, 0, self._post("work_point_head").ids)])

    def test_figures_that_cannot_be(self):
        for vals in (
            {"coverage": "percent", "coverage_percent": 101},
            {"coverage": "percent", "coverage_percent": 0},
            {"coverage": "count", "coverage_count": 0},
            {"required_count": -1},
            {"date_from": "2026-05-01", "date_to": "2026-04-01"},
        ):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
                self._rule(self.regulation, **vals)

    def test_conditions_must_be_valid(self):
        self._refused("cannot be used", target_domain="[('no_such_field', '=', 1)]", coverage="all")
        self._refused("cannot be used", evidence_domain="[('date', '=', ")

    def test_record_cause_needs_its_fields(self):
        self._refused("choose which one", cause="record")

    def test_summary_reads_as_a_sentence(self):
        rule = self._rule(self.regulation, window_first_day=1, window_last_day=10)
        self.assertIn("on days 1–10", rule.summary)
        self.assertIn("Stationed cadre", rule.summary)

    def test_adoption_says_what_is_missing(self):
        empty = self._regulation(code="T2")
        with self.assertRaisesRegex(UserError, "no duty rule"):
            empty.action_adopt()
        undated = self._regulation(code="T3", date_from=False)
        self._rule(undated)
        with self.assertRaisesRegex(UserError, "In force from"):
            undated.action_adopt()

    def test_only_the_office_adopts(self):
        self._rule(self.regulation)
        with self.assertRaises(UserError):
            self.regulation.with_user(self.cadre_user).action_adopt()
        self.regulation.with_user(self.office_user).action_adopt()
        self.assertEqual(self.regulation.state, "in_force")

    def test_office_writes_a_rule_in_the_form(self):
        form = Form(
            self.env["safety.duty.rule"]
            .with_user(self.office_user)
            .with_context(default_regulation_id=self.regulation.id)
        )
        form.name = "Weekly meeting"
        form.kind_id = self.meeting
        form.unit_type_id = self.env.ref("street_safety_base.unit_type_work_point")
        form.post_ids.add(self._post("work_point_head"))
        form.period_unit = "week"
        form.window_weekday_first = 1
        form.window_weekday_last = 3
        rule = form.save()
        self.assertIn("on weekdays 1–3", rule.summary)

    def test_office_can_choose_the_causing_record_and_its_fields(self):
        """Which models and fields there are is no secret of the administrator's: a rule names them."""
        models = self.env["ir.model"].with_user(self.office_user)
        record = models.search([("model", "=", "safety.record")])
        self.assertTrue(record)
        fields = self.env["ir.model.fields"].with_user(self.office_user)
        self.assertTrue(fields.search([("model_id", "=", record.id), ("ttype", "=", "date")]))
        for model in (models, fields):
            self.assertFalse(model.has_access("write"))

    def test_copy_of_a_regulation_is_a_draft_with_its_rules(self):
        self._rule(self.regulation)
        self.regulation.action_adopt()
        copy = self.regulation.copy()
        self.assertEqual((copy.state, len(copy.rule_ids)), ("draft", 1))
