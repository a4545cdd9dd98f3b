from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..duty.common import DutyCase


@tagged("post_install", "-at_install")
class TestAdoptWizard(DutyCase):
    """Four steps: choose, map, figures with their load, confirm; and back again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pattern = cls._regulation(code="PATTERN", version="9")
        weekly = {"period_unit": "week", "window_weekday_first": 1, "window_weekday_last": 5}
        cls.weekly = cls._rule(cls.pattern, code="P1", name="Check weekly", **weekly)
        cls.share = cls._rule(
            cls.pattern,
            code="P2",
            name="Visit all",
            kind_id=cls.visit_kind.id,
            coverage="percent",
            coverage_percent=100,
            window_last_day=10,
        )
        cls.report = cls._rule(
            cls.pattern, code="P3", name="Report", due_kind="day_of_next_period", due_value=10, window_after=True
        )
        cls.caused = cls._caused(cls.pattern)

    @classmethod
    def _caused(cls, regulation):
        fields = cls.env["ir.model.fields"]._get
        return cls._rule(
            regulation,
            code="P4",
            name="Follow up",
            cause="record",
            cause_model_id=cls.env["ir.model"]._get_id("safety.record"),
            cause_date_field_id=fields("safety.record", "date").id,
            cause_unit_field_id=fields("safety.record", "unit_id").id,
            evidence_linked=False,
            due_missing=True,
        )

    def _wizard(self):
        form = Form(self.env["safety.adopt.wizard"].with_user(self.office_user))
        form.source = "regulation"
        form.regulation_id = self.pattern
        wizard = form.save()
        wizard.action_read()
        wizard.action_figures()
        return wizard

    def _line(self, wizard, code):
        return wizard.figure_ids.filtered(lambda line: line.code == code)

    def test_one_reads_what_one_chooses_before_going_on(self):
        """The first step shows the summary and size of the regulation that is chosen, of ours or of a shipped one."""
        self.pattern.note = "<p>Monthly rhythm</p>"
        form = Form(self.env["safety.adopt.wizard"].with_user(self.office_user))
        self.assertEqual(form.rule_total, 0)
        form.source = "regulation"
        form.regulation_id = self.pattern
        self.assertEqual(form.rule_total, len(self.pattern.rule_ids))
        self.assertIn("Monthly rhythm", form.summary)
        form.source = "pack"
        form.pack = "XY"
        shipped = self.env["safety.regulation"]._packs()["XY"]
        self.assertEqual((form.rule_total, form.clause_total), (len(shipped["rules"]), len(shipped["clauses"])))

    def test_what_waits_for_a_time_stands_first(self):
        wizard = self._wizard()
        self.assertEqual(wizard.step, "figures")
        self.assertEqual(wizard.figure_ids[0].code, "P4")
        self.assertEqual(wizard.waiting_total, 1)
        self.assertIn("wait for a time", wizard.gaps)
        with Form(wizard) as form, form.figure_ids.edit(0) as line:
            line.offset_to = 3
        self.assertEqual(wizard.waiting_total, 0)
        rule = wizard.draft_id.rule_ids.filtered(lambda rule: rule.code == "P4")
        self.assertEqual((rule.offset_to, rule.due_missing), (3, False))
        self.assertFalse(wizard.gaps and "wait for a time" in wizard.gaps)

    def test_weekly_becomes_twice_a_month_and_the_load_follows(self):
        wizard = self._wizard()
        self.assertEqual(len(wizard.load["months"]), 12)
        self.assertEqual(wizard.load["posts"][0]["name"], self._post("stationed_cadre").name)
        self.assertEqual(wizard.load["posts"][0]["units"], 2)
        before = self._line(wizard, "P1").load
        self.assertGreaterEqual(before, 104)
        self._line(wizard, "P1").write({"period_unit": "month", "times": 2})
        wizard.action_load()
        rule = wizard.draft_id.rule_ids.filtered(lambda rule: rule.code == "P1")
        self.assertEqual((rule.period_unit, rule.times, rule.window_weekday_first), ("month", 2, 0))
        self.assertEqual(self._line(wizard, "P1").load, 24)
        self.assertIn("2 times", self._line(wizard, "P1").summary)
        self.assertEqual(wizard.duty_total, sum(wizard.figure_ids.mapped("load")))

    def test_share_and_days(self):
        wizard = self._wizard()
        self._line(wizard, "P2").write({"coverage_percent": 80, "window_last_day": 15})
        self._line(wizard, "P3").due_value = 15
        rules = {rule.code: rule for rule in wizard.draft_id.rule_ids}
        self.assertEqual((rules["P2"].coverage_percent, rules["P2"].window_last_day), (80, 15))
        self.assertEqual(rules["P3"].due_value, 15)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._line(wizard, "P2").window_last_day = 40
        self.assertEqual(self.share.coverage_percent, 100, "the pattern keeps its figures")

    def test_back_and_on_keeps_what_was_changed(self):
        wizard = self._wizard()
        self._line(wizard, "P2").coverage_percent = 80
        draft = wizard.draft_id
        wizard.action_back()
        self.assertEqual(wizard.step, "map")
        wizard.action_figures()
        self.assertEqual(wizard.draft_id, draft)
        self.assertEqual(self._line(wizard, "P2").coverage_percent, 80)
        wizard.action_back()
        wizard.line_ids.filtered(lambda line: line.code == "stationed_cadre").post_id = self._post("safety_officer")
        wizard.action_figures()
        self.assertFalse(draft.exists())
        self.assertEqual(wizard.draft_id.rule_ids.post_ids, self._post("safety_officer"))

    def test_gaps_are_shown(self):
        wizard = self._wizard()
        line = wizard.line_ids.filtered(lambda line: line.code == "stationed_cadre")
        self.assertEqual((line.unit_count, line.held_count, line.gap), (2, 2, False))
        line.post_id = self._post("safety_officer")
        self.assertEqual(line.held_count, 0)
        self.assertIn("Nobody holds it in 2 of 2", line.gap)
        self.assertIn("Nobody holds it", wizard.gaps)
        line.post_id = False
        self.assertIn("None of ours", line.gap)
        kind = wizard.line_ids.filtered(lambda line: line.type == "unit_types")
        kind.unit_type_id = self.env.ref("street_safety_base.unit_type_special_committee")
        self.assertIn("no such unit", kind.gap)

    def test_confirm_puts_in_force_and_it_can_be_undone_until_a_duty_is_met(self):
        wizard = self._wizard()
        wizard.action_confirm()
        wizard.date_from = "2026-03-01"
        regulation = self.env["safety.regulation"].browse(wizard.action_adopt()["res_id"])
        self.assertEqual((regulation.state, str(regulation.date_from)), ("in_force", "2026-03-01"))
        self._night()
        self.assertTrue(regulation.rule_ids.duty_ids)
        regulation.with_user(self.office_user).action_undo()
        self.assertFalse(self.duties.search([("rule_id", "in", regulation.rule_ids.ids)]))
        regulation.with_user(self.office_user).action_adopt()
        self._night()
        self._work_record(self.community_a, "2026-03-05")
        with self.assertRaises(UserError):
            regulation.with_user(self.office_user).action_undo()

    def test_discard_leaves_nothing(self):
        wizard = self._wizard()
        draft, rules = wizard.draft_id, wizard.draft_id.rule_ids
        wizard.action_discard()
        self.assertFalse(draft.exists() or rules.exists())

    def test_leaving_it_as_a_draft_binds_nobody(self):
        wizard = self._wizard()
        regulation = self.env["safety.regulation"].browse(wizard.action_draft()["res_id"])
        self.assertEqual(regulation.state, "draft")
        self._night()
        self.assertFalse(regulation.rule_ids.duty_ids)

    def test_a_line_reaches_no_rule_but_those_of_its_draft(self):
        wizard = self._wizard()
        line = self._line(wizard, "P2")
        line.rule_id = self.share
        with self.assertRaises(UserError), self.cr.savepoint():
            line.coverage_percent = 10
        with self.assertRaises(AccessError):
            self.env["safety.adopt.wizard"].with_user(self.cadre_user).create({})
