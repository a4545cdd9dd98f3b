import csv
from collections import Counter
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import file_open

from .common import PACKS
from .test_pack_duties import YEAR, TestPackDuties

LAST = date(2027, 1, 6)


def expected():
    """Return the rows of the table that was worked out by hand from the catalogue and the calendar of 2026."""
    with file_open("street_safety_base/tests/data/packs/meetings_expected.csv") as file:
        return list(csv.DictReader(file))


def days_of(row):
    """Return the days of a year on which each host meets."""
    if row["dates"] != "mondays":
        return row["dates"].split("|")
    mondays = (date(2026, 1, 5) + timedelta(weeks=week) for week in range(52))
    return [row["instead"] if str(day) == row["not_on"] else str(day) for day in mondays]


@tagged("post_install", "-at_install")
class TestPackMeetings(TestPackDuties):
    """The meetings of all five regulations for a year are those of a table made by hand."""

    def _seat_everybody(self):
        """One person in every seat of the posts that meetings name; linked leaders serve one community each."""
        types = self.env["safety.duty.rule"].search([("company_id", "=", self.company.id)]).meeting_type_id
        posts = types.guest_post_ids | types.chair_post_ids | types.recorder_post_ids
        places = self.env["safety.unit"].search([("company_id", "=", self.company.id)])
        leader, office = self._post("linked_leader"), self._post("safety_committee_office")
        seats = [
            (post, unit, None)
            for post in posts - leader
            for unit in places
            if unit.type_id in post.unit_type_ids and (post != office or unit == self.street)
        ]
        seats += [
            (leader, self.street, unit) for unit in places if leader in posts and unit.type_id.code == "community"
        ]
        people = self.env["res.users"].create(
            [
                {"name": f"{post.code} {number}", "login": f"meeting_{number}", "company_id": self.company.id,
                 "company_ids": [(6, 0, self.company.ids)]}
                for number, (post, _unit, _serves) in enumerate(seats)
            ]
        )  # fmt: skip
        self.env["safety.appointment"].create(
            [
                {
                    "user_id": person.id,
                    "post_id": post.id,
                    "unit_id": unit.id,
                    "date_start": "2020-01-01",
                    "served_unit_ids": [(6, 0, serves.ids if serves else [])],
                }
                for person, (post, unit, serves) in zip(people, seats, strict=True)
            ]
        )

    def _planned(self, code):
        self._year(code)
        self._seat_everybody()
        with freeze_time("2025-12-20 04:00:00"):
            meetings = self.env["safety.meeting"]._plan(self.company, LAST)
        return meetings.filtered(lambda meeting: meeting.duty_id.period_start.year == YEAR[0].year)

    def _check(self, code):
        meetings = self._planned(code)
        by_rule = meetings.grouped(lambda meeting: meeting.duty_id.rule_id.code)
        rows = {row["code"]: row for row in expected() if row["pack"] == code}
        self.assertEqual(by_rule.keys(), rows.keys(), "exactly these rules plan meetings")
        for rule, row in rows.items():
            with self.subTest(rule):
                self._check_row(by_rule[rule], row)
        return by_rule

    def _check_row(self, meetings, row):
        hosts = meetings.grouped("unit_id")
        self.assertEqual(len(hosts), int(row["hosts"]))
        self.assertEqual({host.type_id.code for host in hosts}, {row["host_type"]})
        for held in hosts.values():
            self.assertEqual(len(held), int(row["per_host"]))
            days = sorted(str(self.company._safety_date(start)) for start in held.mapped("start"))
            self.assertEqual(days, sorted(days_of(row)))
        self.assertEqual({len(meeting.attendee_ids) for meeting in meetings}, {int(row["guests"])})
        self.assertEqual({len(meeting.item_ids) for meeting in meetings}, {int(row["items"])})
        self.assertEqual(set(meetings.type_id.mapped("minutes_form")), {row["minutes"]})
        chairs = meetings.chair_id.safety_appointment_ids
        self.assertEqual(set(chairs.post_id.mapped("code")), {row["chair"]})
        self.assertTrue(all(meetings.mapped("recorder_id")))
        self.assertFalse(any(meetings.mapped("has_clash")), "nobody has to be at two places")
        turns = Counter(meeting.turn_unit_id for meeting in meetings.sorted("start"))
        if row["turns"]:
            self.assertEqual({unit.type_id.code for unit in turns}, {row["turns"]})
            self.assertLessEqual(max(turns.values()) - min(turns.values()), 1)
        else:
            self.assertFalse(any(turns))

    # ---- the rows of the catalogue -----------------------------------------------------------------------------------

    def _rule(self, code, rule):
        return self._planned(code).filtered(lambda meeting: meeting.duty_id.rule_id.code == rule)

    def _windows(self, meetings):
        return sorted({(str(duty.window_start), str(duty.window_end)) for duty in meetings.duty_id})

    def test_xt_1_1a_monthly_report_of_each_community(self):
        """XT-1.1a: March shows one meeting per community, 1-10 March, owed by its stationed cadre."""
        march = self._rule("xt", "XT-1.1a").filtered(lambda meeting: meeting.start.month == 3)
        self.assertEqual(march.unit_id, self.env["safety.unit"].concat(*self.units["community"]))
        self.assertEqual(self._windows(march), [("2026-03-01", "2026-03-10")])
        self.assertEqual(march.duty_id.post_id.code, "stationed_cadre")
        for meeting in march:
            self.assertEqual(meeting.duty_id.holder_ids, meeting.chair_id)

    def test_xt_1_2a_weekly_meeting_of_each_work_point(self):
        """XT-1.2a: March shows one meeting per work point and week, window Monday to Wednesday."""
        march = self._rule("xt", "XT-1.2a").filtered(lambda meeting: meeting.duty_id.period_start.month == 3)
        self.assertEqual(len(march), 2 * 5)
        for duty in march.duty_id:
            self.assertEqual((duty.window_start.isoweekday(), duty.window_end.isoweekday()), (1, 3))

    def test_xt_1_3a_consultation_in_rotation(self):
        """XT-1.3a: five consecutive weeks name the work points in turn, each again only after all others."""
        five = self._rule("xt", "XT-1.3a").sorted("start")[:5]
        first, second = five[:2].turn_unit_id.ids
        self.assertEqual({first, second}, {unit.id for unit in self.units["work_point"]})
        self.assertEqual([meeting.turn_unit_id.id for meeting in five], [first, second, first, second, first])
        for meeting in five:
            heads = meeting.attendee_ids.user_id.safety_appointment_ids.filtered(
                lambda seat: seat.unit_id.type_id.code == "work_point"
            )
            self.assertEqual(heads.unit_id, meeting.turn_unit_id, "only the one in turn is invited")
            self.assertIn(meeting.turn_unit_id.name, meeting.name)

    def test_xt_1_3b_consultation_before_the_inspection_day(self):
        """XT-1.3b: one a month, window 18-22, every work point head and deputy invited."""
        meetings = self._rule("xt", "XT-1.3b")
        self.assertEqual(len(meetings), 12)
        self.assertEqual({window[0][-2:] + window[1][-2:] for window in self._windows(meetings)}, {"1822"})
        for meeting in meetings:
            seats = meeting.attendee_ids.user_id.safety_appointment_ids
            heads = seats.filtered(lambda s: s.post_id.code in ("work_point_head", "work_point_deputy_head"))
            self.assertEqual(len(heads), 4)
            self.assertEqual(meeting.item_ids[0].name, "26日安检日工作安排")

    def test_xt_1_4_special_committees_every_two_months(self):
        """XT-1.4: January-February, March-April ... one meeting per special committee, its own members only."""
        meetings = self._rule("xt", "XT-1.4")
        pairs = Counter((meeting.unit_id, meeting.duty_id.period_start.month) for meeting in meetings)
        self.assertEqual(set(pairs.values()), {1})
        self.assertEqual({month for _unit, month in pairs}, {1, 3, 5, 7, 9, 11})
        for meeting in meetings:
            self.assertEqual(meeting.attendee_ids.user_id.safety_appointment_ids.unit_id, meeting.unit_id)

    def test_xt_1_5_committee_quarterly_half_year_and_annual(self):
        """XT-1.5a, XT-1.5b, XT-1.5c: windows January, April, July, October; one ends 30 June, one 31 December."""
        meetings = self._planned("xt").grouped(lambda meeting: meeting.duty_id.rule_id.code)
        starts = [window[0] for window in self._windows(meetings["XT-1.5a"])]
        self.assertEqual(starts, ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"])
        self.assertEqual(self._windows(meetings["XT-1.5b"]), [("2026-06-21", "2026-06-30")])
        self.assertEqual(self._windows(meetings["XT-1.5c"]), [("2026-12-21", "2026-12-31")])

    def test_xy_2_1_annual_and_quarterly_work_meetings(self):
        """XY-2.1a: window 1-31 March every year. XY-2.1b: January, April, July and October."""
        meetings = self._planned("xy").grouped(lambda meeting: meeting.duty_id.rule_id.code)
        self.assertEqual(self._windows(meetings["XY-2.1a"]), [("2026-03-01", "2026-03-31")])
        self.assertEqual([window[0][5:7] for window in self._windows(meetings["XY-2.1b"])], ["01", "04", "07", "10"])

    def test_xy_3_1b_joint_meeting_apart_from_the_work_meeting(self):
        """XY-3.1b: one a quarter, apart from the quarterly work meeting."""
        meetings = self._planned("xy").grouped(lambda meeting: meeting.duty_id.rule_id.code)
        joint, work = meetings["XY-3.1b"], meetings["XY-2.1b"]
        self.assertEqual(len(joint.duty_id), 4)
        self.assertFalse(joint & work or joint.duty_id & work.duty_id)
        self.assertFalse(set(joint.mapped("start")) & set(work.mapped("start")), "the same people, at another time")

    def test_xy_3_3a_every_monday_in_each_community(self):
        """XY-3.3a: one duty per community dated every Monday, holidays too."""
        meetings = self._rule("xy", "XY-3.3a")
        self.assertEqual(len(meetings), 3 * 52)
        self.assertEqual({duty.window_start.isoweekday() for duty in meetings.duty_id}, {1})
        self.assertIn("2026-02-16", {str(self.company._safety_date(meeting.start)) for meeting in meetings})
        for meeting in meetings[:3]:
            leader = meeting.chair_id.safety_appointment_ids
            self.assertEqual(leader.served_unit_ids, meeting.unit_id, "the leader of this community, no other")

    def test_bf_1_2_1_weekly_meeting_of_grid_members(self):
        """BF-1.2.1: one duty per community and week; the minutes list each grid."""
        meetings = self._rule("bf", "BF-1.2.1")
        self.assertEqual(len(meetings), 3 * 52)
        for meeting in meetings:
            self.assertEqual(meeting.item_ids.report_unit_id, meeting.unit_id.child_ids)

    def test_gy_1_5_and_2_4_quarterly_hearing_and_monthly_meeting(self):
        """GY-1.5: one a quarter. GY-2.4: one a month; the minutes include a training item that has to be written."""
        meetings = self._planned("gy").grouped(lambda meeting: meeting.duty_id.rule_id.code)
        self.assertEqual(len(meetings["GY-1.5"]), 4)
        self.assertEqual(len(meetings["GY-2.4"]), 12)
        for meeting in meetings["GY-2.4"]:
            self.assertTrue(meeting.item_ids.filtered(lambda item: "培训" in item.name).required)


# Only the year's table and the rows: the duties have their own tests.
for _code in PACKS:

    def _test(self, code=_code):
        self.assertEqual(bool(self._check(code)), code != "zf", "ZF prescribes no meeting")

    _test.__doc__ = f"A year of meetings of {_code.upper()} equals the hand-made table."
    setattr(TestPackMeetings, f"test_year_of_{_code}", _test)
