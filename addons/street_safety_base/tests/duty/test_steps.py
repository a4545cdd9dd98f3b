from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import DutyCase


@tagged("post_install", "-at_install")
class TestSteps(DutyCase):
    def _told(self, user):
        domain = [("notified_partner_ids", "in", user.partner_id.ids), ("subject", "!=", False)]
        return self.env["mail.message"].search(domain)

    def _step(self, **vals):
        return (0, 0, {"offset": 0, **vals})

    def test_reminder_before_and_escalation_after(self):
        point = self.ref("street_safety_base.unit_type_work_point")
        rule = self._adopt(
            step_ids=[
                self._step(offset=-3),
                self._step(offset=1, post_ids=[(6, 0, self._post("work_point_head").ids)], unit_type_id=point),
            ]
        )
        with freeze_time("2026-03-27 04:00:00"):
            self._night()
            self.assertFalse(self._told(self.cadre_user))
        with freeze_time("2026-03-28 04:00:00"):
            self._night()
            self._night()
            self.assertEqual(len(self._told(self.cadre_user)), 1)
            self.assertFalse(self._told(self.head_user))
        with freeze_time("2026-04-01 04:00:00"):
            self._night()
            self.assertEqual(set(rule.duty_ids.mapped("state")), {"missed"})
            message = self._told(self.head_user)
            self.assertEqual(len(message), 1, "one digest for both communities")
            self.assertIn("Community A", message.body)
            self.assertIn("Community B", message.body)

    def test_a_met_duty_reminds_nobody(self):
        self._adopt(step_ids=[self._step(offset=-3)])
        self._night()
        self._work_record(self.community_a, "2026-03-04")
        with freeze_time("2026-03-29 04:00:00"):
            self._night()
        self.assertFalse(self._told(self.cadre_user))
        self.assertTrue(self._told(self.other_cadre_user))

    def test_working_days_before(self):
        """Two working days before Tuesday 31 March is Friday the 27th."""
        self._adopt(step_ids=[self._step(offset=-2, offset_unit="workdays")])
        self._night()
        with freeze_time("2026-03-26 04:00:00"):
            self._night()
            self.assertFalse(self._told(self.cadre_user))
        with freeze_time("2026-03-27 04:00:00"):
            self._night()
            self.assertTrue(self._told(self.cadre_user))

    def test_old_misses_are_history(self):
        rule = self._adopt()
        self._night()
        with freeze_time("2026-04-20 04:00:00"):
            self._night()
            rule.sudo().step_ids = [self._step(offset=1)]
            self._night()
        self.assertFalse(self._told(self.cadre_user))

    def test_statements_do_not_grow_with_duties(self):
        counts = []
        rule = self._adopt(
            period_unit="week", step_ids=[self._step(offset=0, post_ids=[(6, 0, self.env["safety.post"].ids)])]
        )
        for size in (2, 30):
            while len(self.work_point.child_ids) < size:
                self._unit(f"C{len(self.work_point.child_ids)}", "community", self.work_point)
            self.env.cr.execute("DELETE FROM safety_duty WHERE rule_id = %s", [rule.id])
            self.env.invalidate_all()
            self._night()
            with freeze_time("2026-03-08 04:00:00"):
                self.duties._open_due(self.company)
                self.env.flush_all()
                self.env.invalidate_all()
                rows = self.duties._claim_steps(self.company, self.duties._step_limits(self.company))
                self.assertGreaterEqual(len(rows), size)
                before = self.cr.sql_log_count
                self.duties._step_people(self.company, rows)
                self.duties._claim_steps(self.company, self.duties._step_limits(self.company))
                counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 6)

    def test_a_reminder_long_before_comes_on_its_day(self):
        """Ninety and thirty days before it is due; once each, and not when the day is long past."""
        rule = self._adopt(
            period_unit="year", step_ids=[(0, 0, {"offset": -90}), (0, 0, {"offset": -30}), (0, 0, {"offset": -300})]
        )
        self._night(date(2026, 1, 1), date(2026, 12, 31))
        duty = self._at(rule, self.community_a)
        self.assertEqual(str(duty.due_date), "2026-12-31")
        done = self.env["safety.duty.notice"]
        for day, offsets in (
            ("2026-10-01", []), ("2026-10-02", [-90]), ("2026-10-03", [-90]), ("2026-12-01", [-90, -30]),
        ):  # fmt: skip
            with freeze_time(f"{day} 04:00:00"):
                self.duties._do_steps(self.company)
            told = done.search([("duty_id", "=", duty.id)]).step_id.mapped("offset")
            self.assertEqual(sorted(told), sorted(offsets), day)
