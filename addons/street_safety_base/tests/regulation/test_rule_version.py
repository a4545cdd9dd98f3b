from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import format_date

from ..duty.common import DutyCase


@tagged("post_install", "-at_install")
class TestRuleVersion(DutyCase):
    def setUp(self):
        super().setUp()
        self.rule = self._adopt(window_first_day=1, window_last_day=10, due_kind="period_end")
        self._night(date(2026, 3, 1), date(2026, 4, 9))

    def _change(self, **vals):
        office = self.rule.with_user(self.office_user)
        change = (
            self.env["safety.duty.rule"].with_user(self.office_user).browse(office.action_prepare_change()["res_id"])
        )
        change.write(vals)
        return change

    def _apply(self, change, day, follow):
        action = change.action_apply_change()
        form = Form(self.env[action["res_model"]].with_user(self.office_user).with_context(**action["context"]))
        form.date_from = day
        form.follow = follow
        wizard = form.save()
        wizard.action_confirm()
        return wizard

    def _ends(self, rule):
        return sorted(str(duty.window_end) for duty in self._at(rule, self.community_a))

    def test_a_rule_in_force_is_not_edited_by_hand(self):
        with self.assertRaisesRegex(UserError, "in force"):
            self.rule.with_user(self.office_user).window_last_day = 15
        self.rule.with_user(self.office_user).note = "A reading may be added"

    def test_what_changes_is_shown(self):
        change = self._change(window_last_day=15, times=2)
        self.assertIn("To day: 10 → 15", change.changes)
        self.assertIn("1 → 2", change.changes)
        self.assertEqual(self.rule.with_user(self.office_user).action_prepare_change()["res_id"], change.id)

    def test_a_change_being_prepared_makes_no_duties(self):
        change = self._change(window_last_day=15)
        self._night(date(2026, 3, 1), date(2026, 4, 30))
        self.assertFalse(change.duty_ids)

    def test_open_duties_stay_and_the_change_begins_after_them(self):
        change = self._change(window_last_day=15)
        wizard = self._apply(change, date(2026, 3, 6), "stay")
        self.assertEqual(wizard.open_count, 2)
        self.assertEqual(self._ends(self.rule), ["2026-03-10"])
        self.assertEqual(str(change.date_from), "2026-04-01")
        self.assertEqual(str(self.rule.date_to), "2026-03-31")
        self.assertEqual(self._ends(change), ["2026-04-15"])

    def test_open_duties_follow(self):
        self._work_record(self.community_b, "2026-03-04")
        change = self._change(window_last_day=15)
        self._apply(change, date(2026, 3, 6), "follow")
        self.assertFalse(self._at(self.rule, self.community_a))
        self.assertEqual(self._ends(change), ["2026-03-15", "2026-04-15"])
        closed = self._at(self.rule, self.community_b)
        self.assertEqual((closed.state, str(closed.window_end)), ("met", "2026-03-10"))

    def test_evidence_already_there_counts_for_the_duty_that_follows(self):
        self.rule.sudo().required_count = 2
        self._work_record(self.community_a, "2026-03-04")
        change = self._change(required_count=1)
        self._apply(change, date(2026, 3, 6), "follow")
        march = change.duty_ids.filtered(lambda d: d.unit_id == self.community_a and d.period_start == date(2026, 3, 1))
        self.assertEqual(march.state, "met")

    def test_not_in_the_past(self):
        change = self._change(window_last_day=15)
        with self.assertRaisesRegex(UserError, "past"):
            change._apply_change(date(2026, 3, 1), True)

    def test_repeal_in_mid_period_keeps_what_is_open_and_drops_what_is_planned(self):
        self.assertIn("2026-04-10", self._ends(self.rule))
        self.regulation.action_repeal()
        self._night(date(2026, 3, 5), date(2026, 4, 9))
        self.assertEqual(self._ends(self.rule), ["2026-03-10"])
        with freeze_time("2026-04-02 04:00:00"):
            self._night(date(2026, 4, 2), date(2026, 4, 30))
        self.assertEqual(set(self.rule.duty_ids.mapped("state")), {"missed"})

    def test_a_rule_edited_between_the_steps_of_a_run(self):
        """The night that generated goes on: duties keep the figures they were made with, the next follow the edit."""
        self.duties._generate(self.company, date(2026, 3, 1), date(2026, 4, 9))
        self.rule.sudo().window_last_day = 12
        self.duties._open_due(self.company)
        self.duties._evaluate(self.company)
        self.assertEqual(self._ends(self.rule), ["2026-03-10", "2026-04-10"])
        self._night(date(2026, 3, 5), date(2026, 4, 9))
        self.assertEqual(self._ends(self.rule), ["2026-03-10", "2026-04-12"])

    def test_a_simulation_counts_each_rule_once_as_it_stands_today(self):
        """Neither the change that is only being prepared nor, later, the version that ended counts beside the other."""
        regulation = self.rule.regulation_id.with_user(self.office_user)

        def tried():
            return self.env["safety.simulation.line"].search(regulation.action_simulate()["domain"]).rule_id

        change = self._change(times=2)
        self.assertEqual(tried(), self.rule)
        change._apply_change(date(2026, 4, 1), False)
        with freeze_time("2026-05-05 04:00:00"):
            self.assertEqual(tried(), change)

    def test_the_dialog_says_what_happens_before_it_happens(self):
        change = self._change(window_last_day=15, times=2)
        action = change.action_apply_change()
        form = Form(self.env[action["res_model"]].with_user(self.office_user).with_context(**action["context"]))
        form.date_from = date(2026, 3, 6)
        self.assertIn("on days 1–10", form.old_summary)
        self.assertIn("on days 1–15", form.new_summary)
        self.assertIn("2 open duties stay as they are", form.effect)
        self.assertIn(format_date(self.env, date(2026, 4, 1)), form.effect)
        form.follow = "follow"
        self.assertIn("2 open duties are taken away and made anew", form.effect)
        self.assertIn(format_date(self.env, date(2026, 3, 6)), form.effect)
