from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .meeting_common import MeetingCase


@tagged("post_install", "-at_install")
class TestMyWorkRoles(MeetingCase):
    """The start page of every role: counts that list what they count, units at a glance, constant statements."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy = cls._person("test_deputy", "deputy_leader_in_charge", cls.street)
        cls._meeting_type("tt_weekly", guests="stationed_cadre grid_member", chair="stationed_cadre")
        cls.regulation = cls._regulation()
        cls._meeting_rule(cls.regulation, "tt_weekly", "community", "stationed_cadre", period_unit="week")
        cls._rule(
            cls.regulation,
            name="Patrol",
            unit_type_id=cls.env.ref("street_safety_base.unit_type_grid").id,
            post_ids=[(6, 0, cls._post("grid_member").ids)],
            period_unit="day",
        )
        cls._rule(
            cls.regulation,
            name="Office week",
            unit_type_id=cls.env.ref("street_safety_base.unit_type_street").id,
            post_ids=[(6, 0, cls._post("safety_committee_office").ids)],
            period_unit="week",
        )
        cls.regulation.action_adopt()
        cls.roles = {
            "grid member": cls.grid_user,
            "stationed cadre": cls.cadre_user,
            "work point head": cls.head_user,
            "office": cls.office_user,
            "deputy leader": cls.deputy,
        }

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-02 01:00:00")
        self._night()
        with freeze_time("2026-03-03 01:00:00"):
            self.env["safety.duty"]._open_due(self.company)
        self._freeze("2026-03-03 01:00:00")

    def _summary(self, user):
        return self.env["safety.duty"].with_user(user).with_company(self.company).my_work_summary()

    def _listed(self, user, action):
        return self.env[action["res_model"]].with_user(user).search(list(action["domain"]))

    def test_every_count_lists_what_it_counts(self):
        search = self.env.ref("street_safety_base.safety_duty_view_search").arch
        self.assertIn('name="due_today"', search)
        domains = {
            "overdue": [("window_end", "<", "2026-03-03")],
            "due_today": [("window_end", "=", "2026-03-03")],
            "this_week": [("window_end", ">=", "2026-03-03"), ("window_end", "<=", "2026-03-10")],
        }
        for role, user in self.roles.items():
            with self.subTest(role):
                summary = self._summary(user)
                for entry in summary["counts"]:
                    domain = [("is_mine", "=", True), ("state", "=", "open"), *domains[entry["filter"]]]
                    self.assertEqual(entry["count"], self.env["safety.duty"].with_user(user).search_count(domain))
                for line in summary["waiting"]:
                    self.assertEqual(line["count"], len(self._listed(user, line["action"])), line["label"])
        self.assertEqual(self._summary(self.grid_user)["counts"][0]["count"], 1, "yesterday's patrol")

    def test_leaders_see_their_units_at_a_glance(self):
        glance = {row["id"]: row for row in self._summary(self.head_user)["units"]}
        self.assertEqual(set(glance), {self.community_a.id, self.community_b.id})
        self.assertEqual(glance[self.community_a.id]["overdue"], 2, "two grids did not patrol yesterday")
        for user, rows in ((self.head_user, 2), (self.cadre_user, 2), (self.grid_user, 0)):
            units = self._summary(user)["units"]
            self.assertEqual(len(units), rows)
            for row in units:
                for which, key in (
                    ("overdue", "overdue"),
                    ("due_today", "due_today"),
                    ("this_week", "week"),
                    ("open", "open"),
                ):
                    action = self.env["safety.duty"].with_user(user).my_work_unit_action(row["id"], key)
                    self.assertIn(f"search_default_{which}", action["context"])
                    domain = [*action["domain"], ("state", "=", "open")]
                    domain += {
                        "overdue": [("window_end", "<", "2026-03-03")],
                        "due_today": [("window_end", "=", "2026-03-03")],
                        "this_week": [("window_end", ">=", "2026-03-03"), ("window_end", "<=", "2026-03-10")],
                        "open": [],
                    }[which]
                    self.assertEqual(row[key], self.env["safety.duty"].with_user(user).search_count(domain))

    def test_next_meetings_and_signing_in(self):
        self.assertFalse([m for m in self._summary(self.head_user)["meetings"]], "not invited")
        meeting = self.env["safety.meeting"].search(
            [("unit_id", "=", self.community_a.id), ("start", ">", "2026-03-03")], order="start", limit=1
        )
        (line,) = [m for m in self._summary(self.grid_user)["meetings"] if m["id"] == meeting.id]
        self.assertFalse(line["sign_in"])
        self.assertIn("09:00", line["when"])
        with freeze_time(meeting.start - timedelta(minutes=5)):
            (line,) = [m for m in self._summary(self.grid_user)["meetings"] if m["id"] == meeting.id]
            self.assertTrue(line["sign_in"])
            meeting.with_user(self.grid_user).action_sign_in()
            (line,) = [m for m in self._summary(self.grid_user)["meetings"] if m["id"] == meeting.id]
            self.assertEqual((line["sign_in"], line["signed_in"]), (False, True))

    def test_statements_do_not_grow_for_any_role_with_ten_times_the_duties(self):
        """The page costs no role more with ten open days than with one."""
        counts = {}
        days = ("2026-03-03 01:00:00", "2026-03-13 01:00:00")
        for user in self.roles.values():
            self._summary(user)  # what a registry reads once
        for day in days:
            with freeze_time(day):
                self.env["safety.duty"]._open_due(self.company)
                for role, user in self.roles.items():
                    self._summary(user)
                    self.env.invalidate_all()
                    before = self.env.cr.sql_log_count
                    summary = self._summary(user)
                    counts.setdefault(role, []).append(self.env.cr.sql_log_count - before)
                    self.assertTrue(summary["seats"])
        for role, (few, many) in counts.items():
            with self.subTest(role):
                self.assertLessEqual(many, few, counts)
                self.assertLessEqual(few, 41, counts)  # 64 before what waits was counted by one statement

    def _cost(self, user):
        self._summary(user)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        waiting = self._summary(user)["waiting"]
        return self.env.cr.sql_log_count - before, len(waiting)

    def test_statements_do_not_grow_with_what_waits(self):
        """Papers, minutes, resolutions, packages and units to see: the busiest page stays within 44 statements."""
        user = self.cadre_user
        self._appoint(user, "work_point_deputy_head", self.work_point)
        idle, nothing = self._cost(user)
        document = self.env["safety.document"].create({"name": "Circular", "unit_id": self.street.id})
        document.action_register()
        self.env["safety.document.circulation"].create({"document_id": document.id, "unit_id": self.community_a.id})
        meeting = self.env["safety.meeting"].create(
            {"name": "Meeting", "unit_id": self.community_a.id, "start": "2026-03-02 02:00:00", "recorder_id": user.id}
        )
        meeting.attendee_ids = [(0, 0, {"user_id": user.id})]
        meeting.attendee_ids.action_present()
        meeting.action_hold()
        self.env["safety.resolution"].create(
            {"name": "R", "meeting_id": meeting.id, "unit_id": self.community_a.id, "due": "2026-03-09",
             "user_id": user.id}
        )  # fmt: skip
        self.env["safety.package"].create(
            {"kind_id": self.env.ref("street_safety_base.package_kind_monthly_close").id,
             "unit_id": self.work_point.id, "period_start": "2026-02-01"}
        )  # fmt: skip
        busy, waiting = self._cost(user)
        self.assertEqual((nothing, waiting), (0, 4))
        self.assertLessEqual(busy, 47)
        self.assertLess(busy - idle, 2 * waiting, "actions are read together, whatever their number")
