import base64

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.common import StreetCase


@tagged("post_install", "-at_install")
@freeze_time("2026-10-12 04:00:00")  # a Monday
class TestPlanOwed(StreetCase):
    """The plan of the year takes over what the rules in force ask the unit for, once for each period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["safety.record.content"].search([]).active = False
        cls.kind = cls.env.ref("street_safety_base.record_type_publicity")
        cls.regulation = cls._regulation()
        proof = cls.env.ref("street_safety_base.duty_kind_publicity")
        cls.weekly = cls._rule(cls.regulation, name="Weekly item", kind_id=proof.id, period_unit="week")
        cls._rule(cls.regulation, name="Monthly meeting")
        cls.regulation.action_adopt()

    def _wizard(self, unit=None, **vals):
        wizards = self.env["safety.publicity.plan.wizard"].with_user(self.cadre_user)
        return wizards.create({"unit_id": (unit or self.community_a).id, "year": 2026, "content_ids": False, **vals})

    def _planned(self):
        return self.env["safety.record"].search(
            [("unit_id", "=", self.community_a.id), ("type_id", "=", self.kind.id)], order="date"
        )

    def test_every_week_once(self):
        """XY-2.2c: a weekly item is on the calendar for each week that is left of the year; the meeting is not."""
        wizard = self._wizard()
        self.assertEqual(wizard.plan_count, 11)
        wizard.action_plan()
        planned = self._planned()
        self.assertEqual(len(planned), 11)
        self.assertEqual((str(planned[0].date), str(planned[-1].date)), ("2026-10-15", "2026-12-24"))
        self.assertEqual(len({record.date.isocalendar().week for record in planned}), 11)
        self.assertEqual((set(planned.mapped("name")), set(planned.mapped("state"))), ({"Weekly item"}, {"draft"}))
        with self.assertRaisesRegex(UserError, "Nothing is left to plan"):
            self._wizard().action_plan()
        planned[3].unlink()
        self.assertEqual(self._wizard().plan_count, 1)

    def test_only_where_and_what_is_asked(self):
        self.assertEqual(self._wizard(self.grid_a1).plan_count, 0, "the rule asks communities")
        self.assertEqual(self._wizard(with_owed=False).plan_count, 0)
        self.assertEqual(self._wizard(year=2025).plan_count, 0, "the past is not planned")
        self.weekly.required_count = 2
        self.assertEqual(self._wizard().plan_count, 22)
        self.weekly.unit_ids = self.community_b
        self.assertEqual(self._wizard().plan_count, 0)

    def test_what_stands_there_already_is_enough(self):
        """Done this week, planned by hand or from the library: that week asks for nothing more."""
        self._work_record(self.community_a, "2026-10-12", "publicity", done=False)
        self._work_record(self.community_a, "2026-10-21", "meeting", done=False)
        self._work_record(self.community_b, "2026-10-21", "publicity", done=False)
        self.assertEqual(self._wizard().plan_count, 10)
        content = self.env["safety.record.content"].create({"name": "119", "plan_month": "11", "plan_day": 9})
        wizard = self._wizard(content_ids=[Command.set(content.ids)])
        self.assertEqual(wizard.plan_count, 10, "one of the library, nine of the rules")
        wizard.action_plan()
        self.assertEqual(len(self._planned()), 11)
        self.assertEqual(str(self._planned().filtered("content_id").date), "2026-11-09")

    def test_two_rules_share_an_activity(self):
        self._rule(
            self.regulation, name="The 19th", kind_id=self.weekly.kind_id.id, window_first_day=19, window_last_day=19
        )
        self.assertEqual(self._wizard().plan_count, 13, "19 November is met by the item of its week")

    def test_the_planned_item_is_the_proof(self):
        """XY-2.2c: the draft filled in and completed on its day meets the duty of its week."""
        self._wizard().action_plan()
        self.env["safety.run"]._run(self.company)
        duty = self.env["safety.duty"].search(
            [("rule_id", "=", self.weekly.id), ("unit_id", "=", self.community_a.id)], order="due_date", limit=1
        )
        self.assertEqual((duty.state, str(duty.window_end)), ("open", "2026-10-18"))
        with freeze_time("2026-10-15 04:00:00"):
            record = self._planned()[0].with_user(self.cadre_user)
            topic = self.env.ref("street_safety_training.record_topic_policy")
            record.write({"channel": "group", "audience": "Residents", "topic_ids": [Command.set(topic.ids)]})
            record.photo_ids = [Command.create({"name": "a.png", "raw": base64.b64decode(self.signature)})]
            record.action_done()
        duty.invalidate_recordset()
        self.assertEqual((duty.state, duty.evidence_ids.res_id), ("met", record.id))

    def test_statements_do_not_grow_with_the_year(self):
        counts = []
        for year in (2026, 2026, 2027):  # the first fills the registry's caches; 11, 11 and 52 weeks
            wizard = self._wizard(year=year)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = wizard._missing_owed()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreater(len(found), 50)
        self.assertEqual(*counts[1:])
