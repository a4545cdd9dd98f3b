import base64

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.street_safety_base.tests.common import StreetCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestContent(StreetCase):
    """The content library: kept by the office, used by everybody, and the year planned with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contents = cls.env["safety.record.content"].with_user(cls.office_user)
        cls.case = cls.env.ref("street_safety_training.record_topic_case")
        cls.content = cls.contents.create(
            {
                "name": "Charging e-bikes",
                "channel": "print",
                "topic_ids": [Command.set(cls.case.ids)],
                "audience": "Tenants",
                "text": "<p>Not in the stairwell.</p>",
            }
        )
        cls.env["safety.record.content"].search([("id", "!=", cls.content.id)]).active = False

    def _wizard(self, user=None, **vals):
        wizard = self.env["safety.publicity.plan.wizard"].with_user(user or self.grid_user)
        return wizard.create({"unit_id": self.grid_a1.id, "year": 2026, **vals})

    def test_used_it_fills_the_activity(self):
        context = self.content.with_user(self.grid_user).action_use()["context"]
        with Form(self.env["safety.record"].with_user(self.grid_user).with_context(**context)) as form:
            form.unit_id = self.grid_a1
            form.audience = "Landlords"
        record = form.save()
        self.assertEqual((record.name, record.channel, record.topic_ids), ("Charging e-bikes", "print", self.case))
        self.assertEqual((record.content_id, record.audience), (self.content, "Landlords"))
        self.assertIn("stairwell", record.note)
        self.assertFalse(self.content.used_count, "a draft is no use yet")
        record.photo_ids = [Command.create({"name": "a.png", "raw": base64.b64decode(self.signature)})]
        record.action_done()
        self.content.invalidate_recordset()
        self.assertEqual((self.content.used_count, str(self.content.used_on)), (1, "2026-06-10"))
        opened = self.env["safety.record"].search(self.content.action_open_records()["domain"])
        self.assertEqual(opened, record)

    def test_chosen_in_the_form_it_leaves_what_is_written(self):
        kind = self.env.ref("street_safety_base.record_type_publicity")
        with Form(self.env["safety.record"].with_user(self.grid_user).with_context(default_type_id=kind.id)) as form:
            form.unit_id = self.grid_a1
            form.channel = "visit"
            form.content_id = self.content
            self.assertEqual((form.name, form.channel, form.audience), ("Charging e-bikes", "visit", "Tenants"))

    def test_the_office_keeps_the_library(self):
        with self.assertRaises(AccessError):
            self.content.with_user(self.grid_user).name = "Mine"
        record = self.env["safety.record"].with_user(self.grid_user).create(
            {
                "name": "Gas checks", "unit_id": self.grid_a1.id, "channel": "visit", "note": "<p>Four things.</p>",
                "type_id": self.env.ref("street_safety_base.record_type_publicity").id,
                "topic_ids": [Command.set(self.case.ids)],
            }
        )  # fmt: skip
        with self.assertRaises(AccessError):
            record.action_keep_content()
        kept = self.contents.browse(record.with_user(self.office_user).action_keep_content()["res_id"])
        self.assertEqual((kept.name, kept.channel, kept.topic_ids), ("Gas checks", "visit", self.case))
        self.assertIn("Four things", kept.text)

    def test_the_year_is_planned_once(self):
        """XT-4.1d: the 19th of each month and 9 November, from today on; planned again, nothing is doubled."""
        monthly = self.content.copy({"name": "Fire day", "plan_month": "0", "plan_day": 19})
        yearly = self.content.copy({"name": "119", "plan_month": "11", "plan_day": 9})
        wizard = self._wizard()
        self.assertEqual(wizard.content_ids, monthly | yearly, "those that name a day")
        self.assertEqual(wizard.plan_count, 8)
        wizard.action_plan()
        records = self.env["safety.record"].search([("unit_id", "=", self.grid_a1.id)], order="date")
        self.assertEqual(
            [str(record.date)[5:] for record in records],
            ["06-19", "07-19", "08-19", "09-19", "10-19", "11-09", "11-19", "12-19"],
        )
        self.assertEqual(set(records.mapped("state")), {"draft"})
        self.assertEqual(records.topic_ids, self.case)
        records[0].date = "2026-06-20"  # done a day later: it stays planned
        with self.assertRaisesRegex(UserError, "Nothing is left to plan"):
            self._wizard().action_plan()
        records[1].unlink()
        again = self._wizard()
        self.assertEqual(again.plan_count, 1)

    def test_short_months_and_days_that_do_not_exist(self):
        last = self.content.copy({"plan_month": "0", "plan_day": 31})
        days = [str(day)[5:] for day in last._planned_days(2026)]
        self.assertEqual((days[1], days[3], days[11]), ("02-28", "04-30", "12-31"))
        with self.assertRaisesRegex(ValidationError, "no day 31"):
            last.plan_month = "6"

    def test_only_where_one_works(self):
        self.content.write({"plan_month": "0", "plan_day": 19})
        with self.assertRaises(AccessError):
            self._wizard(user=self.other_grid_user).action_plan()

    def test_statements_do_not_grow_with_the_contents(self):
        counts = []
        for number in (1, 2, 12):  # the first fills the registry's caches
            for index in range(number):
                self.content.copy({"name": f"{number}-{index}", "plan_month": "0", "plan_day": 1 + index})
            self.env.flush_all()
            self.env.invalidate_all()
            wizard = self._wizard()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertGreater(len(wizard._missing()), number * 5)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
