from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .meeting_common import MeetingCase

NOW = "2026-03-01 16:05:00"  # Monday 2 March, five past midnight in the street


@tagged("post_install", "-at_install")
class TestMeetingPlanning(MeetingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls._meeting_type(
            "tt_monthly",
            guests="stationed_cadre grid_member",
            chair="stationed_cadre",
            agenda="Hazards\nPatrols",
            agenda_required=True,
            report_unit_type_ids=[(6, 0, cls.env.ref("street_safety_base.unit_type_grid").ids)],
        )
        cls.regulation = cls._regulation()
        cls.rule = cls._meeting_rule(
            cls.regulation,
            "tt_monthly",
            "community",
            "stationed_cadre",
            window_first_day=3,
            window_last_day=10,
            due_kind="period_end",
        )
        cls.regulation.action_adopt()

    def setUp(self):
        super().setUp()
        self._freeze(NOW)

    def _of(self, unit, month=3):
        return (
            self.env["safety.meeting"]
            .search([("unit_id", "=", unit.id)])
            .filtered(lambda meeting: meeting.start.month == month)
        )

    def test_a_duty_plans_its_meeting(self):
        """XT-1.1a, XT-1.1b: host, time in the window, guests and chair by post, one line per grid and the agenda."""
        meetings = self._night()
        self.assertEqual(self.rule.meeting_type_id, self.kind)
        meeting = self._of(self.community_a)
        self.assertEqual(len(meeting), 1)
        self.assertIn(meeting, meetings)
        self.assertEqual(meeting.duty_id.unit_id, self.community_a)
        self.assertEqual(meeting.start, datetime(2026, 3, 3, 1, 0), "nine o'clock of the first day of the window")
        self.assertEqual(meeting.attendee_ids.user_id, self.cadre_user | self.grid_user)
        self.assertEqual((meeting.chair_id, meeting.recorder_id), (self.cadre_user, self.cadre_user))
        self.assertEqual(meeting.item_ids.report_unit_id, self.grid_a1 | self.grid_a2)
        self.assertEqual(meeting.item_ids.mapped("name"), ["Grid A1", "Grid A2", "Hazards", "Patrols"])
        self.assertEqual(meeting.company_id, self.company)
        for user, sees in ((self.grid_user, True), (self.other_grid_user, False)):
            self.assertEqual(bool(meeting.with_user(user).search([("id", "=", meeting.id)])), sees)
        self.assertEqual(meeting.sudo().event_ids.partner_ids, meeting.attendee_ids.user_id.partner_id)

    def test_planned_once_whatever_runs_twice(self):
        self.assertTrue(self._night())
        before = self.env["safety.meeting"].search_count([])
        self.assertFalse(self._night())
        self.assertFalse(self.env["safety.meeting"]._plan(self.company))
        self.assertEqual(self.env["safety.meeting"].search_count([]), before)
        meeting = self._of(self.community_a)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            meeting.copy({"duty_id": meeting.duty_id.id, "plan_number": 1}).flush_recordset()

    def test_a_meeting_planned_by_hand_counts(self):
        own = self.env["safety.meeting"].create(
            {
                "name": "Ours",
                "type_id": self.kind.id,
                "unit_id": self.community_a.id,
                "start": datetime(2026, 3, 9, 2, 0),
            }
        )
        self._night()
        self.assertEqual(self._of(self.community_a), own)

    def test_a_cancelled_meeting_is_not_planned_again(self):
        self._night()
        meeting = self._of(self.community_a)
        meeting.cancel_reason = "Typhoon"
        meeting.action_cancel()
        self._night()
        self.assertEqual(self._of(self.community_a), meeting)
        action = meeting.duty_id.with_user(self.cadre_user).action_do()
        self.assertFalse(action.get("res_id"), "the duty is still owed: one tap plans another")
        self.assertEqual(action["context"]["default_type_id"], self.kind.id)

    def test_untouched_plans_follow_the_rule_and_touched_ones_stay(self):
        self._night()
        april_a, april_b = self._of(self.community_a, 4), self._of(self.community_b, 4)
        self.assertTrue(april_a and april_b)
        april_b.minutes = "<p>Prepared</p>"
        self.env.flush_all()
        self.cr.execute("UPDATE safety_meeting SET write_date = now() + interval '1 hour' WHERE id = %s", [april_b.id])
        self.rule.window_first_day = 5
        self._night()
        self.assertFalse(april_a.exists())
        moved = self._of(self.community_a, 4)
        self.assertGreaterEqual(moved.start.day, 5)
        self.assertTrue(april_b.exists())
        self.regulation.action_repeal()
        self._night()
        self.assertFalse(moved.exists(), "nothing owes it any more")
        self.assertTrue(april_b.exists(), "somebody worked on it")

    def test_guests_follow_a_hand_over(self):
        self._night()
        meeting = self._of(self.community_a, 4)
        meeting.attendee_ids.filtered(lambda line: line.user_id == self.cadre_user).note = "kept"
        seat = self.grid_user.safety_appointment_ids
        seat.date_end = "2026-03-20"
        successor = self._person("test_successor", "grid_member", self.grid_a1, "2026-03-21")
        self.env.flush_all()
        self.cr.execute(
            "UPDATE safety_appointment SET create_date = %s WHERE user_id = %s",
            [datetime(2026, 3, 2, 1), successor.id],
        )
        with freeze_time("2026-03-02 16:05:00"):
            self._night()
        self.assertEqual(meeting.attendee_ids.user_id, self.cadre_user | successor)
        self.assertEqual(meeting.sudo().event_ids.partner_ids, (self.cadre_user | successor).partner_id)
        meeting.attendee_ids.filtered(lambda line: line.user_id == successor).unlink()
        with freeze_time("2026-03-03 16:05:00"):
            self._night()
        self.assertNotIn(successor, meeting.attendee_ids.user_id, "taken off by hand")

    def test_times_avoid_clashes(self):
        """The cadre of two communities is not wanted at two places; the busy room neither."""
        self._appoint(self.cadre_user, "stationed_cadre", self.community_b, is_acting=True)
        self.kind.place = "Room 1"
        meetings = self._night()
        mine = meetings.filtered(lambda meeting: meeting.start.month == 3)
        self.assertEqual(len(mine), 2)
        self.assertEqual(len(set(mine.mapped("start"))), 2)
        self.assertFalse(any(mine.mapped("has_clash")))
        first, second = mine
        second.write({"start": first.start, "stop": first.stop})
        self.assertIn(self.cadre_user.name, second.clash)
        self.assertIn("Room 1", second.clash)
        found = self.env["safety.meeting"].search([("has_clash", "=", True)])
        self.assertEqual(found, mine)
        second.action_free_time()
        self.assertFalse(second.clash)
        self.assertFalse(self.env["safety.meeting"].search([("has_clash", "=", True)]))
        duty = second.duty_id
        self.assertTrue(duty.window_start <= self.company._safety_date(second.start) <= duty.window_end)

    def test_no_free_time_says_so(self):
        self._night()
        meeting = self._of(self.community_a)
        self.env["safety.meeting"].create(
            {
                "name": "Congress",
                "unit_id": self.community_b.id,
                "start": datetime(2026, 3, 1, 0),
                "stop": datetime(2026, 3, 12, 0),
                "attendee_ids": [(0, 0, {"user_id": self.cadre_user.id})],
            }
        )
        with self.assertRaisesRegex(UserError, "no time"):
            meeting.action_free_time()

    def test_one_button_leads_to_the_planned_meeting(self):
        self._night()
        meeting = self._of(self.community_a)
        duty = meeting.duty_id.with_user(self.cadre_user)
        self.assertEqual(duty.action_do()["res_id"], meeting.id)
        self.assertEqual(duty.button_label, "Open the meeting")
        with freeze_time(meeting.start + timedelta(minutes=1)):
            meeting.attendee_ids[:1].action_present()
            meeting.action_hold()
            duty.invalidate_recordset()
            self.assertEqual(duty.button_label, "Write the minutes")
            with self.assertRaisesRegex(UserError, "Grid A1"):
                meeting.action_minute()
            meeting.item_ids.conclusion = "Two open"
            meeting.action_minute()
        self.assertEqual(duty.state, "met")

    # ---- bulk --------------------------------------------------------------------------------------------------------

    def _district(self, communities):
        """A street of its own with ``communities``, each with its cadre and two grid members."""
        company = self.env["res.company"].create({"name": f"Street of {communities}", "safety_tz": "Asia/Shanghai"})
        self.env.user.company_ids |= company
        unit = self.env["safety.unit"]
        kinds = {
            code: self.env.ref(f"street_safety_base.unit_type_{code}").id for code in ("street", "community", "grid")
        }
        base = {"company_id": company.id}
        street = unit.create(base | {"name": "S", "type_id": kinds["street"]})
        places = unit.create(
            [
                base | {"name": f"C{n}", "type_id": kinds["community"], "parent_id": street.id}
                for n in range(communities)
            ]
        )
        grids = unit.create(
            [
                base | {"name": f"G{n}", "type_id": kinds["grid"], "parent_id": place.id}
                for place in places
                for n in range(2)
            ]
        )
        seats = [("stationed_cadre", place) for place in places] + [("grid_member", grid) for grid in grids]
        people = self.env["res.users"].create(
            [
                {"name": f"{code} {n}", "login": f"d{communities}_{n}", "email": f"d{communities}_{n}@example.com",
                 "company_id": company.id, "company_ids": [(6, 0, company.ids)]}
                for n, (code, _place) in enumerate(seats)
            ]
        )  # fmt: skip
        self.env["safety.appointment"].create(
            [
                {"user_id": person.id, "post_id": self._post(code).id, "unit_id": place.id, "date_start": "2020-01-01"}
                for person, (code, place) in zip(people, seats, strict=True)
            ]
        )
        regulation = self._regulation(unit_id=street.id)
        self._meeting_rule(regulation, "tt_monthly", "community", "stationed_cadre", period_unit="week")
        regulation.action_adopt()
        self.env["safety.duty"]._generate(
            company, company._safety_today(), company._safety_today() + timedelta(days=35)
        )
        return company, people

    def test_statements_do_not_grow_with_the_district_and_no_mail_leaves(self):
        """The plan itself is a handful of statements; the calendar's own rows are written by Odoo, 100 at a time."""
        counts, mails = {}, self.env["mail.mail"].search_count([])
        messages = len(self._messages())
        meetings = self.env["safety.meeting"]
        for size in (3, 30):
            company, _people = self._district(size)
            today = company._safety_today()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            plans = meetings._plans(company, today, today + timedelta(days=35))
            made = meetings._insert_plans(company, plans)
            counts[size] = self.env.cr.sql_log_count - before
            self.assertGreaterEqual(len(made), size * 5)
            self.assertEqual(len(made.attendee_ids), len(made) * 3)
            before = self.env.cr.sql_log_count
            made._project()
            counts["calendar", size] = self.env.cr.sql_log_count - before
        self.assertEqual(counts[3], counts[30], counts)
        self.assertLess(counts[30], 40, counts)
        self.assertLess(counts["calendar", 30], counts["calendar", 3] * 6, counts)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(len(self._messages()), messages)


@tagged("post_install", "-at_install")
class TestRotation(MeetingCase):
    """XT-1.3a: a weekly consultation with the work points in turn."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._unit("Second Work Point", "work_point", cls.street)
        cls.second_head = cls._person("test_second_head", "work_point_head", cls.second)
        cls._meeting_type(
            "tt_consultation", guests="safety_committee_office work_point_head", chair="safety_committee_office"
        )
        regulation = cls._regulation()
        cls.rule = cls._meeting_rule(
            regulation,
            "tt_consultation",
            "street",
            "safety_committee_office",
            period_unit="week",
            rotation_type_id=cls.env.ref("street_safety_base.unit_type_work_point").id,
        )
        regulation.action_adopt()

    def setUp(self):
        super().setUp()
        self._freeze(NOW)

    def test_turns_swap_and_guests(self):
        """XT-1.3a: hosts take turns; a swap of two weeks moves the invitations along."""
        meetings = self._night().sorted("start")
        turns = [meeting.turn_unit_id for meeting in meetings[:4]]
        self.assertEqual(turns[:2], turns[2:4])
        self.assertEqual(set(turns), {self.work_point, self.second})
        heads = {self.work_point: self.head_user, self.second: self.second_head}
        for meeting in meetings:
            self.assertEqual(meeting.attendee_ids.user_id, self.office_user | heads[meeting.turn_unit_id])
            self.assertIn(meeting.turn_unit_id.name, meeting.name)
            self.assertEqual(meeting.place, meeting.turn_unit_id.name)
        first, second = meetings[2:4].duty_id.sorted("period_start")
        before = first.turn_unit_id, second.turn_unit_id
        first._swap_turns(second)
        self._night()
        after = self.env["safety.meeting"].search([("duty_id", "in", (first | second).ids)]).sorted("start")
        self.assertEqual(tuple(meeting.turn_unit_id for meeting in after), before[::-1])
        for meeting in after:
            self.assertEqual(meeting.attendee_ids.user_id, self.office_user | heads[meeting.turn_unit_id])
