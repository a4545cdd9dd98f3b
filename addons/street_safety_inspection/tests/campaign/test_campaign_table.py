from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ..packs.clause_common import ClauseCase


@tagged("post_install", "-at_install")
class TestCampaignTable(ClauseCase):
    """ZF's table of tasks, taken over in a town that has adopted the regulation."""

    _pack = "zf"

    def setUp(self):
        super().setUp()
        self.office = self._holder("safety_committee_office", self.street, "zf_office")
        self.campaign = self.env["safety.campaign"].with_user(self.office).create(
            {
                "name": "三个狠抓",
                "unit_id": self.street.id,
                "date_from": "2026-03-02",
                "date_to": "2026-05-31",
                "return_every": "week",
            }
        )  # fmt: skip
        wizard = (
            self.env["safety.campaign.table.wizard"].with_user(self.office).create({"campaign_id": self.campaign.id})
        )
        self.summary = wizard.summary
        wizard.action_take()
        self.tasks = {task.clause_code: task for task in self.campaign.task_ids}

    def _member(self, code):
        return next(unit for unit in self.units["member_unit"] if unit.code == code)

    def test_zf_table_names_every_task_and_its_units(self):
        """ZF-1.1: the table has its themes, groups and seven fields, and each task the units that the text names."""
        self.assertEqual(len(self.tasks), 63)
        self.assertIn("63", self.summary)
        # Of the nine units that the text names the little town of the tests has four.
        self.assertEqual(self.campaign.gaps.count("、"), 4)
        self.assertIn("民政办", self.campaign.gaps)
        self.assertEqual(len(set(self.campaign.task_ids.mapped("theme"))), 3)
        self.assertEqual(len(set(self.campaign.task_ids.mapped("group"))), 14)
        self.assertEqual(len(self.campaign.field_ids), 7)
        members = {unit.code: unit for unit in self.units["member_unit"]}
        self.assertEqual(self.tasks["ZF-T14.5"].unit_ids, members["police_station"])
        self.assertEqual(
            self.tasks["ZF-T14.9"].unit_ids,
            members["police_station"] | members["safety_supervision_station"] | members["urban_construction_office"],
        )
        places = self.env["safety.unit"].union(*self.units["village"], *self.units.get("community", []))
        self.assertEqual(self.tasks["ZF-T9.1a"].unit_ids, places)
        self.assertEqual(self.tasks["ZF-T1.1"].role, "urge")
        self.assertEqual(self.tasks["ZF-T2.1"].asks, "encouraged")
        codes = set(self.env["safety.clause"].search([("regulation_id.code", "=", "ZF")]).mapped("code"))
        self.assertLessEqual(set(self.tasks), codes)

    def test_zf_table_taken_twice_adds_nothing(self):
        self.campaign._take_table(self.campaign._tables()["zf"])
        self.assertEqual(len(self.campaign.task_ids), 63)

    def test_another_street_is_told_what_it_lacks(self):
        unit = self.env["safety.unit"].create(
            {
                "name": "Bare street",
                "company_id": self.company.id,
                "parent_id": self.street.id,
                "type_id": self.env.ref("street_safety_base.unit_type_community").id,
            }
        )
        bare = self.env["safety.campaign"].create({"name": "B", "unit_id": unit.id, "date_from": "2026-03-02"})
        bare._take_table(bare._tables()["zf"])
        self.assertIn("派出所", bare.gaps)
        self.assertEqual(len(bare.task_ids), 63)

    def test_zf_3_1b_what_rules_ask_for_already_makes_no_second_duty(self):
        """ZF-3.1b, ZF-T14.1: rules in force are counted, the field campaigns become duties of the units named."""
        self.campaign.action_start()
        self.campaign.invalidate_recordset()
        fire, monthly = self.tasks["ZF-T14.1"], self.tasks["ZF-T9.1a"]
        self.assertTrue(fire.is_handed_out)
        self.assertFalse(monthly.is_handed_out)
        self.assertTrue(monthly.by_rules)
        for code in ("ZF-T2.1", "ZF-T9.3"):
            self.assertFalse(self.tasks[code].is_handed_out)
        duties = self.env["safety.duty"].search([("rule_id.campaign_task_id", "=", fire.id)])
        self.assertEqual(duties.unit_id, fire.unit_ids)
        self.assertEqual(set(duties.mapped("state")), {"open"})
        with self.subTest("a record for fire proves nothing of the others"):
            police = self._member("police_station")
            mine = self.env["safety.duty"].search(
                [("rule_id.campaign_id", "=", self.campaign.id), ("unit_id", "=", police.id)]
            ).filtered("rule_id.campaign_task_id")  # fmt: skip
            self.assertGreater(len(mine), 5)
            record = self.env["safety.record"].create(
                {
                    "name": "消防排查",
                    "type_id": self.env.ref("street_safety_inspection.record_type_campaign_work").id,
                    "unit_id": police.id,
                    "campaign_task_id": fire.id,
                    "note": "<p>已排查</p>",
                    "photo_ids": [Command.create({"name": "a.png", "datas": self.signature})],
                }
            )
            record.action_done()
            self.assertEqual(mine.filtered(lambda duty: duty.state == "met").rule_id.campaign_task_id, fire)

    def test_zf_t9_1a_monthly_investigation_shows_in_the_table(self):
        self.campaign.action_start()
        village = self.units["village"][0]
        firms = self._in(village)
        duty = self._duties("ZF-T9.1a", village)
        self.assertTrue(duty)
        self._inspect(firms[:1])
        self.env.flush_all()
        self.tasks["ZF-T9.1a"].invalidate_recordset()
        with freeze_time("2026-03-03 02:00:00"):
            self.assertGreaterEqual(self.tasks["ZF-T9.1a"].met_count, 1)
            self.assertGreaterEqual(self.tasks["ZF-T9.1a"].evidence_count, 1)
