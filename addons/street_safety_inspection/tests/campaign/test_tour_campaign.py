from odoo.tests import HttpCase, tagged

from ..packs.clause_common import ClauseCase

CAMPAIGNS = "/odoo/action-street_safety_inspection.safety_campaign_action"
MY_WORK = "/odoo/action-street_safety_base.safety_duty_action_my_work"


@tagged("post_install", "-at_install")
class TestTourCampaign(HttpCase, ClauseCase):
    """ZF's campaign in the browser: the office takes over the table and starts, a village hands in its return."""

    _pack = "zf"
    browser_size = "1280x800"

    def test_from_the_table_to_the_returns(self):
        """ZF-1.1, ZF-T14.1: the table is taken over and started; a village's return counts its own inspection."""
        office = self._holder("safety_committee_office", self.street, "zf_office")
        village = self.units["village"][0]
        principal = self._holder("community_principal", village, "zf_principal")
        for user in (office, principal):
            user.password = "test_tour_password"
        self.start_tour(f"{CAMPAIGNS}/new", "street_safety_campaign_start", login=office.login, timeout=240)
        campaign = self.env["safety.campaign"].search([("unit_id", "=", self.street.id)])
        self.assertEqual((campaign.state, len(campaign.task_ids)), ("running", 63))
        duties = self.env["safety.duty"].search([("rule_id.campaign_id", "=", campaign.id)])
        mine = duties.filtered(lambda duty: duty.unit_id == village and not duty.rule_id.campaign_task_id)
        self.assertEqual(mine.filtered(lambda duty: duty.state == "open").holder_ids, principal)
        task = campaign.task_ids.filtered(lambda one: one.clause_code == "ZF-T9.1a")
        self._inspect(self._in(village)[:1], by=principal, campaign_task_id=task.id)
        self._inspect(self._in(village)[1:2], by=principal)
        self.start_tour(MY_WORK, "street_safety_campaign_return", login=principal.login, timeout=240)
        self.env.invalidate_all()
        proved = mine.filtered(lambda duty: duty.state == "met")
        self.assertEqual(len(proved), 1)
        record = self.env["safety.record"].browse(proved.evidence_ids.res_id)
        self.assertEqual((record.return_visits, record.return_people, record.unit_id), (1, 3, village))
        self.assertEqual(record.type_id, self.env.ref("street_safety_inspection.record_type_campaign_return"))
