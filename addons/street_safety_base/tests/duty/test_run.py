from freezegun import freeze_time

from odoo.tests import tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestRun(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        regulation = cls._regulation()
        cls.rule = cls._rule(regulation)
        regulation.action_adopt()
        cls.runs = cls.env["safety.run"]

    def test_one_run_a_day_does_every_step(self):
        with freeze_time("2026-03-01 16:30:00"):  # 00:30 on the 2nd in China
            run = self.runs._run(self.company)
            self.assertEqual(str(run.date), "2026-03-02")
            self.assertTrue(run.finished_at)
            self.assertEqual(run.steps_done, len(self.runs._steps()))
            self.assertEqual(self.rule.duty_ids.filtered(lambda d: d.state == "open").unit_id.mapped("type_code"),
                             ["community", "community"])  # fmt: skip
            duties = self.rule.duty_ids
            self.assertEqual(self.runs._run(self.company), run)
            self.assertEqual(self.rule.duty_ids, duties)

    def test_an_unfinished_run_goes_on_where_it_stopped(self):
        with freeze_time("2026-03-02 01:00:00"):
            run = self.runs._today(self.company)
            done = self.runs._steps().index("_step_generate") + 1
            run.write({"steps_done": done, "last_step": "_step_generate"})
            self.runs._run(self.company)
            self.assertTrue(run.finished_at)
            self.assertFalse(self.rule.duty_ids, "the step already done is not done again")

    def test_a_street_without_units_is_left_alone(self):
        empty = self.env["res.company"].create({"name": "No units"})
        streets = self.env["res.company"]._safety_streets()
        self.assertIn(self.company, streets)
        self.assertNotIn(empty, streets)

    def test_heartbeat_tells_the_office_once(self):
        def notices():
            return self.env["mail.message"].search_count(
                [("notified_partner_ids", "in", self.office_user.partner_id.ids), ("subject", "ilike", "nightly run")]
            )

        with freeze_time("2026-03-01 20:00:00"):  # 04:00 in China: still early
            self.runs._cron_heartbeat()
            self.assertEqual(notices(), 0)
        with freeze_time("2026-03-01 23:00:00"):  # 07:00
            self.runs._cron_heartbeat()
            self.runs._cron_heartbeat()
            self.assertEqual(notices(), 1)
        with freeze_time("2026-03-02 17:00:00"):
            self.runs._run(self.company)
        with freeze_time("2026-03-02 23:00:00"):
            self.runs._cron_heartbeat()
            self.assertEqual(notices(), 1)
