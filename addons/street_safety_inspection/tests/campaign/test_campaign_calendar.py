from datetime import date

from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_campaign import CampaignCase

PERIODS = {
    "new_year": "2027-01-01",
    "spring_festival": "2027-02-06",
    "may_day": "2026-05-01",
    "national_day": "2026-10-01",
    "flood_season_start": "2026-04-15",
}


@tagged("post_install", "-at_install")
class TestCampaignCalendar(CampaignCase):
    """Campaigns that stand in the calendar before they begin, and collect their inspections."""

    def _pattern(self, **vals):
        tasks = [{"name": "Inspect", "kind_id": self.inspections.id}]
        return self._campaign(start=False, tasks=tasks, name="Major inspection", is_pattern=True, **vals)

    def test_xy_2_3d_to_h_a_campaign_of_each_period_collects_its_inspections(self):
        """XY-2.3d, XY-2.3e, XY-2.3f, XY-2.3g, XY-2.3h, GY-4.2.5: five periods a year, each with its campaign."""
        kinds = self.env["safety.special.day.kind"].search([("code", "in", list(PERIODS))])
        self.env["safety.special.day"].search([("kind_id", "in", kinds.ids)]).unlink()
        self.env["safety.special.day"].create(
            [
                {"name": kind.code, "kind_id": kind.id, "date_from": PERIODS[kind.code], "date_to": PERIODS[kind.code],
                 "company_id": self.company.id}
                for kind in kinds
            ]
        )  # fmt: skip
        pattern = self._pattern(
            occasion="key_period", special_kind_ids=[Command.set(kinds.ids)], lead_days=360, days_ahead=6
        )
        self.env["safety.campaign"]._draft_from_patterns(self.company)
        drafts = self.env["safety.campaign"].search([("pattern_id", "=", pattern.id)])
        spans = {one.special_day_id.kind_id.code: (str(one.date_from), str(one.date_to)) for one in drafts}
        self.assertEqual({code: last for code, (_first, last) in spans.items()}, PERIODS)
        self.assertEqual(spans["may_day"][0], "2026-04-25")
        views = self.env["safety.campaign"].get_views([(False, "calendar")])["views"]["calendar"]["arch"]
        self.assertIn('date_start="date_from"', views)
        for draft in drafts.sorted("date_from"):
            with self.subTest(draft.special_day_id.name):
                self._freeze(f"{draft.date_to} 02:00:00")
                draft.with_user(self.office_user).action_start()
                self._inspection(findings=1, campaign_task_id=draft.task_ids.id, date=draft.date_to)
                self._draft(self.other_cadre_user, self._enterprise(draft.name, self.grid_b1),
                            campaign_task_id=draft.task_ids.id, date=draft.date_to)  # fmt: skip
                draft.invalidate_recordset()
                self.assertEqual((draft.inspection_count, draft.planned_count, draft.hazard_open_count), (1, 1, 1))
                opened = self.env["safety.inspection"].search(draft.action_open_inspections()["domain"])
                self.assertEqual(len(opened), 2)
        self.assertFalse(self.env["safety.campaign"]._draft_from_patterns(self.company) & drafts)

    def test_xt_1_3c_the_inspection_day_of_every_month_stands_in_the_calendar(self):
        """XT-1.3c: on the 26th of every month a campaign is there, not moved, with the inspections planned for it."""
        pattern = self._pattern(month_day=26, lead_days=150)
        campaigns = self.env["safety.campaign"]
        drafts = campaigns._draft_from_patterns(self.company)
        self.assertEqual(sorted(drafts.mapped("date_from")), [date(2026, month, 26) for month in (3, 4, 5, 6, 7)])
        self.assertEqual(drafts.mapped("date_from"), drafts.mapped("date_to"))
        self.assertEqual(drafts.pattern_id, pattern)
        self.assertFalse(campaigns._draft_from_patterns(self.company), "once")
        day = drafts.filtered(lambda one: one.date_from == date(2026, 3, 26))
        day.with_user(self.office_user).action_start()
        with Form(self.env["safety.inspection"].with_user(self.cadre_user)) as form:
            form.enterprise_id = self.enterprise
            form.date = "2026-03-26"
            form.campaign_task_id = day.task_ids
        day.invalidate_recordset()
        self.assertEqual((day.planned_count, day.inspection_count), (1, 0))
        found = self.env["safety.inspection"].search(day.action_open_inspections()["domain"])
        self.assertEqual((found, str(found.date)), (form.record, "2026-03-26"))
        self._freeze("2026-03-12 02:00:00")
        self.assertFalse(campaigns._draft_from_patterns(self.company))
