from odoo.fields import Command
from odoo.tests import tagged

from ..packs.clause_common import ClauseCase

FIELDS = (
    "ZF-T14.1", "ZF-T14.2", "ZF-T14.4", "ZF-T14.5", "ZF-T14.6", "ZF-T14.7", "ZF-T14.8", "ZF-T14.9", "ZF-T14.10a",
    "ZF-T14.11", "ZF-T14.12", "ZF-T14.13",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestCampaignFields(ClauseCase):
    """The special campaigns of the table of tasks: whose they are, what was inspected, what is still open."""

    _pack = "zf"

    def test_zf_t14_each_field_shows_its_inspections_and_open_hazards(self):
        """ZF-T14.2, ZF-T14.4, ZF-T14.5, ZF-T14.6, ZF-T14.7, ZF-T14.8, ZF-T14.9, ZF-T14.10a, ZF-T14.11, ZF-T14.12,
        ZF-T14.13: the task of each field belongs to units, and counts and opens its own inspections and hazards."""
        office = self._holder("safety_committee_office", self.street, "zf_office")
        campaign = self.env["safety.campaign"].with_user(office).create(
            {"name": "三个狠抓", "unit_id": self.street.id, "date_from": "2026-03-02", "date_to": "2026-05-31"}
        )  # fmt: skip
        campaign._take_table(campaign._tables()["zf"])
        tasks = campaign.task_ids.filtered(lambda task: task.clause_code in FIELDS)
        self.assertEqual(sorted(tasks.mapped("clause_code")), sorted(FIELDS))
        for bare in tasks.filtered(lambda task: not task.unit_ids):
            bare.unit_ids = self.units["member_unit"][0]  # whom the little town of the tests lacks
        self.assertTrue(all(task.field_id and task.unit_ids for task in tasks))
        campaign.action_start()
        line = [Command.create({"name": "Exit", "result": "not", "note": "Exit blocked"})]
        for number, task in enumerate(tasks):
            self._inspect(self.firms[number % len(self.firms)], campaign_task_id=task.id, line_ids=line)
            self._inspect(self.firms[0], campaign_task_id=task.id)
        first = self.env["safety.hazard"].search([("campaign_task_id", "=", tasks[0].id)])
        first.sudo()._workflow_write({"state": "closed"})
        self.env.flush_all()
        self.env.invalidate_all()
        for task in tasks:
            with self.subTest(task.clause_code):
                duties = self.env["safety.duty"].search([("rule_id.campaign_task_id", "=", task.id)])
                self.assertEqual(duties.unit_id, task.unit_ids)
                still_open = 0 if task == tasks[0] else 1
                self.assertEqual((task.inspection_count, task.hazard_open_count), (2, still_open))
                visits = self.env["safety.inspection"].search(task.action_open_inspections()["domain"])
                self.assertEqual(visits.campaign_task_id, task)
                hazards = self.env["safety.hazard"].search(task.action_open_hazards()["domain"])
                self.assertEqual(
                    (len(hazards), hazards.campaign_task_id),
                    (still_open, task if still_open else hazards.campaign_task_id),
                )
        self.assertEqual((campaign.inspection_count, campaign.hazard_open_count), (2 * len(FIELDS), len(FIELDS) - 1))

    def test_figures_of_tasks_cost_two_statements(self):
        campaign = self.env["safety.campaign"].create(
            {"name": "T", "unit_id": self.street.id, "date_from": "2026-03-02"}
        )
        campaign._take_table(campaign._tables()["zf"])
        self.env.flush_all()
        campaign.task_ids.mapped("name")
        before = self.env.cr.sql_log_count
        campaign.task_ids._compute_results()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 2)
