from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestCampaignDocuments(CampaignCase):
    """Scheme, plan, execution, summary of a campaign, and the leader who deploys it."""

    def _finished(self, **vals):
        campaign = self._campaign(tasks=[{"name": "Visit", "unit_ids": [Command.set(self.community_a.ids)]}], **vals)
        self._work_done(campaign.task_ids, self.cadre_user, self.community_a)
        return campaign

    def test_gy_2_8_no_campaign_is_concluded_without_its_summary(self):
        """GY-2.8: closing asks for the summary; the outcome is filed as such, a record that proves the fourth paper."""
        campaign = self._finished()
        self.assertEqual(campaign.paper_missing.count("、"), 3)
        with self.assertRaisesRegex(UserError, "summary"):
            campaign.action_close()
        self.assertEqual(campaign.state, "running")
        campaign.result = "<p>Twelve homes visited.</p>"
        campaign.action_close()
        paper = campaign.paper_ids
        self.assertEqual((campaign.state, paper.state, paper.unit_id), ("closed", "done", self.street))
        self.assertEqual(paper.topic_ids.code, "campaign_summary")
        self.assertIn("Twelve homes", paper.note)
        self.assertEqual(paper.type_id.code, "campaign_document")

    def test_gy_2_8_papers_are_filed_one_after_the_other(self):
        """GY-2.8: the button opens the paper that is missing; a draft of the summary does not do, completed it does."""
        campaign = self._finished()
        codes = []
        for _number in range(4):
            context = campaign.action_file_paper()["context"]
            form = Form(self.env["safety.record"].with_user(self.office_user).with_context(**context))
            form.note = "<p>All homes were visited</p>"
            record = form.save()
            codes.append(record.topic_ids.code)
            if codes[-1] != "campaign_summary":
                record.action_done()
        self.assertEqual(codes, ["campaign_scheme", "campaign_plan", "campaign_execution", "campaign_summary"])
        with self.assertRaisesRegex(UserError, "summary"):
            campaign.action_close()
        record.action_done()
        campaign.action_close()
        self.assertEqual((campaign.state, len(campaign.paper_ids), campaign.paper_missing), ("closed", 4, False))
        self.assertIn("All homes", campaign.result)

    def test_gy_3_10_the_campaign_shows_the_leader_who_deployed_it(self):
        """GY-3.10: the leader chosen, or who starts it, with the day; in the form, the search and the workbook."""
        leader = self._person("test_deployer", "linked_leader", self.street)
        campaign = self._campaign(deployer_id=leader.id)
        self.assertEqual((campaign.deployer_id, campaign.deployed_on), (leader, date(2026, 3, 10)))
        self.assertEqual(self.env["safety.campaign"].search([("deployer_id", "=", leader.id)]), campaign)
        own = self._campaign(name="Own")
        self.assertEqual(own.deployer_id, self.office_user)
        report = self.env["report.street_safety_inspection.campaign_xlsx"].with_user(self.office_user)
        self.assertIn(leader.name, report._subject(campaign))
        with self.assertRaises(UserError):
            campaign.deployed_on = "2026-01-01"

    def test_bf_2_3b_reports_follow_the_deadlines_of_the_campaign(self):
        """BF-2.3b: each deadline of the campaign is a duty of each community, due on that day."""
        campaign = self._campaign(
            tasks=[{"name": "First report", "deadline": "2026-03-16"}, {"name": "Last", "deadline": "2026-03-27"}]
        )
        due = {(duty.unit_id, duty.rule_id.name, duty.due_date) for duty in self._duties(campaign)}
        self.assertEqual(
            due,
            {
                (unit, name, day)
                for unit in self.community_a | self.community_b
                for name, day in (("First report", date(2026, 3, 16)), ("Last", date(2026, 3, 27)))
            },
        )
        self._work_done(campaign.task_ids[0], self.cadre_user, self.community_a)
        met = self._duties(campaign).filtered(lambda duty: duty.state == "met")
        self.assertEqual((met.unit_id, met.rule_id.campaign_task_id), (self.community_a, campaign.task_ids[0]))
        self._freeze("2026-03-17 02:00:00")
        self.env["safety.run"]._run(self.company)
        missed = self._duties(campaign).filtered(lambda duty: duty.state == "missed")
        self.assertEqual((missed.unit_id, missed.rule_id.name), (self.community_b, "First report"))
