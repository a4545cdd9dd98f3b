import io
from datetime import date

import openpyxl

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import InspectionCase


class CampaignCase(InspectionCase):
    """A campaign of the street on gas, for both communities, from 10 to 31 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.work = cls.env.ref("street_safety_inspection.duty_kind_campaign_work")
        cls.inspections = cls.env.ref("street_safety_inspection.duty_kind_campaign_inspection")
        cls.return_type = cls.env.ref("street_safety_inspection.record_type_campaign_return")
        cls.work_type = cls.env.ref("street_safety_inspection.record_type_campaign_work")
        cls.gas = cls.env.ref("street_safety_inspection.campaign_field_gas")

    @classmethod
    def _campaign(cls, start=True, tasks=None, **vals):
        units = cls.community_a | cls.community_b
        rows = tasks if tasks is not None else [{"name": "Visit the old people's homes"}]
        campaign = (
            cls.env["safety.campaign"]
            .with_user(cls.office_user)
            .create(
                {
                    "name": "Gas safety",
                    "unit_id": cls.street.id,
                    "date_from": "2026-03-10",
                    "date_to": "2026-03-31",
                    "field_ids": [Command.set(cls.gas.ids)],
                    "post_ids": [Command.set(cls._post("stationed_cadre").ids)],
                    "task_ids": [Command.create({"unit_ids": [Command.set(units.ids)], **row}) for row in rows],
                    **vals,
                }
            )
        )
        if start:
            campaign.action_start()
        return campaign

    def _duties(self, campaign, **where):
        found = self.env["safety.duty"].search([("rule_id.campaign_id", "=", campaign.id)])
        return found.filtered(lambda duty: all(duty[name] == value for name, value in where.items()))

    def _work_done(self, task, user, unit, **vals):
        record = (
            self.env["safety.record"]
            .with_user(user)
            .create(
                {
                    "name": "Done",
                    "type_id": self.work_type.id,
                    "unit_id": unit.id,
                    "campaign_task_id": task.id,
                    "note": "<p>All seen</p>",
                    "photo_ids": [Command.set(self._photo(user).ids)],
                    **vals,
                }
            )
        )
        record.action_done()
        return record

    def _return(self, campaign, user, unit, day="2026-03-10", done=True, **vals):
        record = (
            self.env["safety.record"]
            .with_user(user)
            .create(
                {
                    "name": "Return",
                    "type_id": self.return_type.id,
                    "unit_id": unit.id,
                    "campaign_id": campaign.id,
                    "date": day,
                    **vals,
                }
            )
        )
        if done:
            record.action_done()
        return record


@tagged("post_install", "-at_install")
class TestCampaign(CampaignCase):
    """From the table of tasks to duties, evidence, returns and the outcome."""

    def test_each_task_of_each_unit_is_a_duty_proved_by_a_record(self):
        """ZF-1.1: a campaign with fields breaks down into task × unit; only what was done for that task proves it."""
        campaign = self._campaign(
            tasks=[{"name": "Visit the homes"}, {"name": "Put up posters", "deadline": "2026-03-20"}]
        )
        self.assertEqual(campaign.state, "running")
        self.assertEqual((campaign.plan_id.state, str(campaign.plan_id.date_to)), ("in_force", "2026-03-31"))
        homes, posters = campaign.task_ids
        duties = self._duties(campaign)
        self.assertEqual(len(duties), 4)
        self.assertEqual(set(duties.mapped("state")), {"open"})
        self.assertEqual(set(duties.holder_ids), {self.cadre_user, self.other_cadre_user})
        by_task = {
            task: duties.filtered(lambda d, t=task: d.rule_id.campaign_task_id == t) for task in campaign.task_ids
        }
        self.assertEqual(set(by_task[posters].mapped("due_date")), {date(2026, 3, 20)})
        self.assertEqual(set(by_task[homes].mapped("due_date")), {date(2026, 3, 31)})
        record = self._work_done(homes, self.cadre_user, self.community_a)
        met = duties.filtered(lambda duty: duty.state == "met")
        self.assertEqual((met.unit_id, met.rule_id.campaign_task_id), (self.community_a, homes))
        self.assertEqual(met.evidence_ids.res_id, record.id)
        campaign.invalidate_recordset()
        campaign.task_ids.invalidate_recordset()
        self.assertEqual((campaign.task_due, campaign.task_met, campaign.record_count), (4, 1, 1))
        self.assertEqual((homes.progress_text, posters.progress_text, homes.evidence_count), ("1/2", "0/2", 1))
        opened = self.env["safety.duty"].search(homes.action_open_duties()["domain"])
        self.assertEqual((len(opened), opened.filtered(lambda d: d.state == "met").unit_id), (2, self.community_a))
        opened = self.env["safety.duty"].search(campaign.action_open_tasks()["domain"])
        self.assertEqual(len(opened), campaign.task_due)

    def test_my_work_opens_the_form_filled_for_the_task(self):
        campaign = self._campaign()
        duty = self._duties(campaign, unit_id=self.community_a).with_user(self.cadre_user)
        context = duty.action_do()["context"]
        self.assertEqual(context["default_campaign_task_id"], campaign.task_ids.id)
        form = Form(self.env["safety.record"].with_user(self.cadre_user).with_context(**context))
        form.note = "<p>Seen</p>"
        form.photo_ids.add(self._photo(self.cadre_user))
        record = form.save()
        self.assertEqual((record.campaign_id, record.type_id), (campaign, self.work_type))
        record.action_done()
        self.assertEqual(duty.state, "met")

    def test_inspections_of_all_like_enterprises(self):
        """ZF-T9.4: a task over enterprises counts those inspected for it and names those that are missing."""
        other = self._enterprise("Sewing Two", self.grid_a1)
        campaign = self._campaign(
            tasks=[{"name": "Inspect", "kind_id": self.inspections.id, "target_domain": "[('name', 'like', 'Sewing')]"}]
        )
        duty = self._duties(campaign, unit_id=self.community_a)
        self.assertEqual((duty.target_required, duty.progress_text), (2, "0/2"))
        self._inspection()  # not made for the campaign: proves nothing
        self.assertEqual(duty.target_done, 0)
        visits = self.env["safety.inspection"].with_user(self.cadre_user)
        visit = visits.visit_start(other.id, "0123456789abcdef0", duty_id=duty.id)
        inspection = visits.browse(visit["id"])
        self.assertEqual(inspection.campaign_id, campaign)
        inspection.line_ids.result = "conform"
        inspection.action_done()
        duty.invalidate_recordset()
        self.assertEqual((duty.target_done, duty._missing_ids()), (1, self.enterprise.ids))
        found = self._inspection(findings=2, campaign_task_id=campaign.task_ids.id)
        self.assertEqual(duty.state, "met")
        self.assertEqual(set(found.hazard_ids.mapped("source")), {"campaign"})
        campaign.invalidate_recordset()
        self.assertEqual((campaign.inspection_count, campaign.hazard_count, campaign.hazard_open_count), (2, 2, 2))
        hazards = self.env["safety.hazard"].search(campaign.action_open_hazards()["domain"])
        self.assertEqual(hazards, found.hazard_ids)

    def test_daily_returns_are_duties_with_counted_figures(self):
        """Returns are owed day by day; the figures come from the unit's records and open them."""
        task = {"name": "Inspect", "kind_id": self.inspections.id}
        campaign = self._campaign(tasks=[task], return_every="day", return_grace=1)
        returns = self._duties(campaign).filtered(lambda duty: not duty.rule_id.campaign_task_id)
        today = returns.filtered(lambda duty: duty.period_start == date(2026, 3, 10))
        self.assertEqual((set(today.unit_id), set(today.mapped("state"))), (self.units_ab(), {"open"}))
        self.assertEqual(set(today.mapped("due_date")), {date(2026, 3, 11)})
        self._inspection(findings=2, campaign_task_id=campaign.task_ids.id)
        self._inspection(self.other_cadre_user, self._enterprise("Far", self.grid_b1), findings=1)  # not for it
        context = (
            today.filtered(lambda d: d.unit_id == self.community_a).with_user(self.cadre_user).action_do()["context"]
        )
        form = Form(self.env["safety.record"].with_user(self.cadre_user).with_context(**context))
        self.assertEqual((form.campaign_id, form.date), (campaign, date(2026, 3, 10)))
        form.return_people = 3
        record = form.save()
        figures = ("return_visits", "return_enterprises", "return_found", "return_corrected", "return_people")
        self.assertEqual([record[name] for name in figures], [1, 1, 2, 0, 3])
        with self.assertRaises(UserError):
            record.return_found = 9
        record.action_done()
        mine = today.filtered(lambda duty: duty.unit_id == self.community_a)
        self.assertEqual((mine.state, mine.evidence_ids.res_id), ("met", record.id))
        self.assertEqual((today - mine).state, "open")
        hazards = self.env["safety.hazard"].search(record.action_return_found()["domain"])
        self.assertEqual(len(hazards), 2)
        empty = self._return(campaign, self.other_cadre_user, self.community_b)
        self.assertEqual((empty.return_visits, empty.return_found), (0, 0))
        with self.assertRaisesRegex(ValidationError, "already"):
            self._return(campaign, self.cadre_user, self.community_a)
        campaign.invalidate_recordset()
        self.assertEqual((campaign.return_due, campaign.return_met), (2, 2))

    def units_ab(self):
        return {self.community_a, self.community_b}

    def test_weekly_returns_count_their_week(self):
        campaign = self._campaign(tasks=[{"name": "Inspect", "kind_id": self.inspections.id}], return_every="week")
        self._inspection(findings=1, campaign_task_id=campaign.task_ids.id)
        with self.subTest("Friday of the same week"):
            self._freeze("2026-03-13 02:00:00")
            record = self._return(campaign, self.cadre_user, self.community_a, "2026-03-13")
            self.assertEqual((str(record.return_from), record.return_found), ("2026-03-10", 1))
        self._freeze("2026-03-18 02:00:00")
        record = self._return(campaign, self.cadre_user, self.community_a, "2026-03-18")
        self.assertEqual((str(record.return_from), record.return_found), ("2026-03-16", 0))

    def test_a_missed_return_stays_missed(self):
        campaign = self._campaign(return_every="day")
        self._freeze("2026-03-12 02:00:00")
        self.env["safety.run"]._run(self.company)
        returns = self._duties(campaign).filtered(lambda duty: not duty.rule_id.campaign_task_id)
        states = {(duty.unit_id, duty.period_start.day): duty.state for duty in returns if duty.state != "planned"}
        self.assertEqual(states[self.community_a, 10], "missed")
        self.assertEqual(states[self.community_a, 12], "open")

    def test_closing_needs_an_outcome_and_freezes(self):
        campaign = self._campaign(return_every="day")
        with self.assertRaisesRegex(UserError, "Outcome"):
            campaign.action_close()
        campaign.result = "<p>Twelve homes visited.</p>"
        with self.assertRaisesRegex(UserError, "still open"):
            campaign.action_close()
        self._work_done(campaign.task_ids, self.cadre_user, self.community_a)
        self._work_done(campaign.task_ids, self.other_cadre_user, self.community_b)
        campaign.action_close()
        self.assertEqual((campaign.state, campaign.plan_id.state), ("closed", "repealed"))
        with self.assertRaises(UserError):
            campaign.name = "Other"
        with self.assertRaisesRegex(UserError, "not under way"):
            self._return(campaign, self.cadre_user, self.community_a)
        self.env["safety.run"]._run(self.company)
        later = self._duties(campaign).filtered(lambda duty: duty.period_start > date(2026, 3, 10))
        self.assertFalse(later)

    def test_called_off_waives_what_is_open(self):
        campaign = self._campaign(return_every="day")
        campaign._do_because("call_off", "The superiors took it over")
        self.assertEqual(campaign.state, "called_off")
        self.assertEqual(set(self._duties(campaign).mapped("state")), {"waived"})

    def test_tasks_added_later_are_handed_out(self):
        campaign = self._campaign()
        campaign.task_ids = [
            Command.create({"name": "One more", "unit_ids": [Command.set(self.community_b.ids)]}),
        ]
        campaign.action_hand_out()
        more = self._duties(campaign).filtered(lambda duty: duty.rule_id.name == "One more")
        self.assertEqual((more.unit_id, more.state), (self.community_b, "open"))
        self.assertEqual(len(self._duties(campaign)), 3)
        with self.assertRaisesRegex(UserError, "handed out"):
            campaign.task_ids[0].deadline = "2026-03-12"
        with self.assertRaisesRegex(UserError, "handed out"):
            campaign.task_ids[0].unlink()

    def test_what_cannot_start_says_why(self):
        for vals, words in (
            ({"tasks": []}, "asks for nothing"),
            ({"tasks": [{"name": "X", "unit_ids": []}]}, "no responsible unit"),
            ({"date_to": False}, "By when"),
            ({"tasks": [{"name": "X", "deadline": "2026-03-01"}]}, "over before"),
        ):
            with self.subTest(words):
                campaign = self._campaign(start=False, **vals)
                with self.assertRaisesRegex(UserError, words):
                    campaign.action_start()
                self.assertEqual(campaign.state, "draft")

    def test_posts_are_proposed_where_none_was_chosen(self):
        campaign = self._campaign(post_ids=[])
        self.assertEqual(campaign.post_ids, self._post("stationed_cadre"))

    def test_who_sees_and_who_starts(self):
        campaign = self._campaign(start=False, tasks=[{"name": "X", "unit_ids": [Command.set(self.community_a.ids)]}])
        for user, sees in (
            (self.cadre_user, True),
            (self.grid_user, True),
            (self.other_cadre_user, False),
            (self.other_grid_user, False),
        ):
            with self.subTest(user.login):
                found = self.env["safety.campaign"].with_user(user).search([("id", "=", campaign.id)])
                self.assertEqual(bool(found), sees)
                self.assertEqual(
                    bool(campaign.task_ids.with_user(user).search([("campaign_id", "=", campaign.id)])), sees
                )
                with self.assertRaises(AccessError):
                    campaign.with_user(user).action_start()
        with self.assertRaises(UserError):
            campaign.write({"state": "running"})
        with self.assertRaises(AccessError):
            self._inspection(
                self.other_cadre_user, self._enterprise("B", self.grid_b1), campaign_task_id=campaign.task_ids.id
            )

    def test_statements_do_not_grow_with_tasks(self):
        few = self._campaign(tasks=[{"name": f"T{n}"} for n in range(2)])
        many = self._campaign(name="Other", tasks=[{"name": f"T{n}"} for n in range(12)])

        def statements(campaign):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            campaign.task_ids.mapped("progress_text")
            campaign.mapped("task_due")
            return self.env.cr.sql_log_count - before

        statements(few)
        self.assertEqual(statements(few), statements(many))

    def test_duplicate_keeps_the_table_and_nothing_of_the_course(self):
        campaign = self._campaign(return_every="day")
        again = campaign.copy()
        self.assertEqual((again.state, again.plan_id.id, len(again.task_ids)), ("draft", False, 1))
        self.assertFalse(again.task_ids.is_handed_out)
        again.date_to = "2026-04-30"
        again.action_start()
        self.assertEqual(again.state, "running")

    def test_workbook(self):
        campaign = self._campaign(return_every="day")
        self._return(campaign, self.cadre_user, self.community_a)
        book = self._book(campaign)
        tasks = [[cell.value for cell in row] for row in book["Tasks"].iter_rows(min_row=5)]
        self.assertEqual(tasks[0][2], "Visit the old people's homes")
        self.assertEqual(tasks[0][6], "0/2")
        returns = [[cell.value for cell in row] for row in book["Returns"].iter_rows(min_row=5)]
        self.assertEqual(returns[0][1:4], ["Community A", 0, 0])

    def _book(self, campaign):
        content, _type = self.env["ir.actions.report"].with_user(self.office_user)._render(
            "street_safety_inspection.campaign_xlsx", campaign.ids
        )  # fmt: skip
        return openpyxl.load_workbook(io.BytesIO(content))
