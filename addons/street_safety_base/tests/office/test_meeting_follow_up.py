from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .meeting_common import MeetingCase

START = datetime(2026, 3, 5, 1, 0)


@tagged("post_install", "-at_install")
class TestMeetingFollowUp(MeetingCase):
    """Minutes that have to be complete, and resolutions that come back until they are closed."""

    def _meeting(self, kind, unit, start=START, user=None):
        with freeze_time(start - timedelta(days=3)):
            meeting = (
                self.env["safety.meeting"]
                .with_user(user or self.cadre_user)
                .create({"name": kind.name, "type_id": kind.id, "unit_id": unit.id, "start": start})
            )
            meeting.action_invite()
            meeting.action_open_items()
        return meeting

    def _hold(self, meeting):
        with freeze_time(meeting.start + timedelta(minutes=1)):
            meeting.attendee_ids[:1].action_present()
            meeting.action_hold()

    def test_xt_1_1b_one_line_per_grid(self):
        """XT-1.1b: the minutes form opens with one line per grid and cannot be closed while a grid report is empty."""
        self.env["safety.regulation"]._make_tables(self.env["safety.regulation"]._packs()["XT"])
        kind = self.env["safety.meeting.type"].search([("code", "=", "community_report")])
        meeting = self._meeting(kind, self.community_a)
        self.assertEqual(meeting.item_ids.report_unit_id, self.community_a | self.grid_a1 | self.grid_a2)
        self._hold(meeting)
        for item in meeting.item_ids:
            with self.assertRaisesRegex(UserError, item.name):
                meeting.action_minute()
            item.conclusion = "Reported"
        meeting.action_minute()
        self.assertEqual(meeting.state, "minuted")

    def test_xt_1_2b_every_community_of_the_work_point(self):
        """XT-1.2b: the weekly minutes list every community of the work point; an empty entry blocks closing."""
        kind = self.env.ref("street_safety_base.meeting_type_work_point_weekly")
        meeting = self._meeting(kind, self.work_point, user=self.head_user)
        self.assertEqual(meeting.item_ids.report_unit_id, self.community_a | self.community_b)
        self._hold(meeting)
        meeting.item_ids[0].conclusion = "Two problems, one suggestion"
        with self.assertRaisesRegex(UserError, "Community B"):
            meeting.action_minute()
        meeting.item_ids[1].conclusion = "   "
        with self.assertRaisesRegex(UserError, "Community B"):
            meeting.action_minute()
        meeting.item_ids[1].conclusion = "Quiet"
        meeting.action_minute()

    def test_xt_1_5d_reports_of_committees_and_work_points(self):
        """XT-1.5d: one report line per special committee and work point; decisions become follow-up actions."""
        committee = self._unit("Safety Committee", "safety_committee", self.street)
        fire = self._unit("Fire Committee", "special_committee", committee)
        kind = self.env.ref("street_safety_base.meeting_type_committee_quarterly")
        meeting = self._meeting(kind, self.street, user=self.office_user)
        self.assertEqual(meeting.item_ids.report_unit_id, fire | self.work_point)
        self._hold(meeting)
        meeting.minutes = "<p>Prose</p>"
        with self.assertRaisesRegex(UserError, "Fire Committee"):
            meeting.action_minute()
        meeting.item_ids.conclusion = "Heard"
        meeting.resolution_ids = [
            (
                0,
                0,
                {
                    "name": "Clear the stairs",
                    "unit_id": self.work_point.id,
                    "user_id": self.head_user.id,
                    "due": "2026-03-20",
                },
            )
        ]
        meeting.action_minute()
        following = self._meeting(kind, self.street, START + timedelta(days=90), user=self.office_user)
        self.assertEqual(following.pending_ids, meeting.resolution_ids)
        (line,) = [
            line
            for line in self.env["safety.duty"].with_user(self.head_user).my_work_summary()["waiting"]
            if line["label"] == "Resolutions to carry out"
        ]
        self.assertEqual(line["count"], 1)

    def test_resolution_is_followed_up_at_each_meeting_until_closed(self):
        kind = self._meeting_type("tt_series", guests="stationed_cadre grid_member", chair="stationed_cadre")
        first = self._meeting(kind, self.community_a)
        self._hold(first)
        first.write({"minutes": "<p>1</p>"})
        first.resolution_ids = [
            (
                0,
                0,
                {
                    "name": "Check sockets",
                    "unit_id": self.grid_a1.id,
                    "user_id": self.grid_user.id,
                    "due": "2026-03-20",
                },
            )
        ]
        first.action_minute()
        resolution = first.resolution_ids
        self.assertFalse(resolution.follow_ups, "its own meeting does not follow it up")
        later = []
        for n in (1, 2, 3):
            meeting = self._meeting(kind, self.community_a, START + timedelta(days=30 * n))
            later.append(meeting)
            if n == 3:
                self.assertFalse(meeting.pending_ids, "closed at the one before")
                break
            self.assertEqual(meeting.pending_ids, resolution)
            self._hold(meeting)
            meeting.minutes = "<p>2</p>"
            if n == 2:
                resolution.with_user(self.grid_user).report = "All checked"
                resolution.with_user(self.grid_user).action_done()
            meeting.action_minute()
            if n == 2:
                resolution.with_user(self.cadre_user).action_close()
        self.assertEqual(resolution.followed_meeting_ids, later[0] | later[1])
        self.assertEqual(later[0].pending_ids, resolution, "the minutes keep what was open then")
        report = self.env["ir.actions.report"].with_user(self.cadre_user)
        html, _kind = report._render_qweb_html("street_safety_base.report_minutes", later[1].ids)
        self.assertIn("Check sockets", html.decode())

    def test_minutes_of_a_guest_with_two_posts_and_a_peer_committee(self):
        """A member of another special committee that serves the street is no guest of this one."""
        committee = self._unit("Safety Committee", "safety_committee", self.street)
        fire, traffic = (self._unit(name, "special_committee", committee) for name in ("Fire", "Traffic"))
        serves = {"served_unit_ids": [(6, 0, self.street.ids)]}
        mine = self._person("test_fire", "special_committee_member", fire, **serves)
        other = self._person("test_traffic", "special_committee_member", traffic, **serves)
        kind = self._meeting_type("tt_special", guests="special_committee_member", chair="special_committee_member")
        meeting = self._meeting(kind, fire, user=mine)
        self.assertEqual(meeting.attendee_ids.user_id, mine)
        everybody = self._meeting(kind, self.street, user=self.office_user)
        self.assertEqual(everybody.attendee_ids.user_id, mine | other)
