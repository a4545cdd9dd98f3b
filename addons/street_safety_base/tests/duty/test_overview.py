from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import DutyCase


@tagged("post_install", "-at_install")
class TestOverview(DutyCase):
    """The leader's overview: every figure is that of its records, and each reader gets their own."""

    def _view(self, user, unit=None, month=None):
        return self.env["safety.overview"].with_user(user).leader_overview(unit and unit.id, month)

    def _row(self, view, unit):
        return next(row for row in view["rows"] if row["id"] == unit.id)

    def _three_kinds(self):
        """A met by A and open at B; a share that nobody covered; a weekly one that is missed in its first week."""
        self._enterprise("Firm", self.grid_a1)
        self._adopt()
        self._rule(self.regulation, name="Visit", kind_id=self.visit_kind.id, coverage="all")
        self._rule(self.regulation, name="Talk", kind_id=self._kind("test_talk").id, period_unit="week")
        self._night()
        self._work_record(self.community_a, "2026-03-04")
        self._freeze("2026-03-12 04:00:00")
        self._night()

    def test_figures_colours_and_the_records_behind_them(self):
        self._three_kinds()
        view = self._view(self.office_user)
        self.assertEqual(view["title"], "Test Street")
        self.assertEqual([kind["name"] for kind in view["kinds"]], ["Meeting held", "test_visit", "test_talk"])
        meeting, _visit, talk = self._row(view, self.work_point)["cells"]
        self.assertEqual((meeting["met"], meeting["open"], meeting["count"], meeting["status"]), (1, 1, 2, "open"))
        self.assertEqual((talk["missed"], talk["status"], talk["level"]), (4, "overdue", 3))
        duties = self.duties.with_user(self.office_user)
        for row in view["rows"]:
            for cell in [*row["cells"], row["total"]]:
                self.assertEqual(duties.search_count(cell["domain"]), cell["count"] + cell["waived"])
        self.assertEqual(view["trend"][-1]["missed"], 4)
        self.assertEqual(view["trend"][-1]["count"], self._row(view, self.work_point)["total"]["count"])

    def test_drill_down_to_the_last_unit(self):
        self._three_kinds()
        point = self._view(self.office_user, self.work_point)
        self.assertEqual([step["id"] for step in point["path"]], [self.street.id, self.work_point.id])
        self.assertEqual(self._row(point, self.community_a)["cells"][0]["status"], "met")
        self.assertTrue(self._row(point, self.community_a)["opens"])
        community = self._view(self.office_user, self.community_a)
        own = self._row(community, self.community_a)
        self.assertTrue(own["own"])
        self.assertEqual(own["cells"][0]["met"], 1)
        self.assertEqual(self._row(community, self.grid_a1)["total"]["count"], 0)
        self.assertFalse(self._row(community, self.grid_a1)["opens"])

    def test_a_duty_stands_in_the_month_in_which_it_is_due(self):
        self._adopt(period_unit="quarter")
        self._night(date(2026, 1, 1), date(2026, 6, 30))
        march = self._view(self.office_user, month="2026-03-31")
        self.assertEqual(self._row(march, self.work_point)["total"]["open"], 2)
        february = self._view(self.office_user, month=march["previous"])
        self.assertFalse(february["kinds"])
        self.assertEqual(february["next"], "2026-03-01")
        with self.assertRaises(UserError):
            self._view(self.office_user, month="March")

    def test_overdue_now_the_longest_first(self):
        rule = self._adopt(due_kind="period_end", window_last_day=3)
        self._night()
        view = self._view(self.office_user)
        self.assertEqual(view["overdue"]["count"], 2)
        first = view["overdue"]["duties"][0]
        self.assertEqual((first["name"], first["days"], first["progress"]), (rule.name, 2, "0/1"))
        holders = {line["unit"]: line["holders"] for line in view["overdue"]["duties"]}
        self.assertEqual(holders["Community A"], self.cadre_user.name)
        self.assertEqual(self._row(view, self.work_point)["cells"][0]["status"], "overdue")

    def test_waived_is_grey_and_counts_for_nothing(self):
        rule = self._adopt()
        self._night()
        self._at(rule, self.community_b).with_user(self.office_user)._decide("waive", "Flood")
        cell = self._row(self._view(self.office_user, self.work_point), self.community_b)["cells"][0]
        self.assertEqual((cell["count"], cell["waived"], cell["status"]), (0, 1, "waived"))

    def test_each_reader_sees_what_their_seats_serve(self):
        self._three_kinds()
        mine = self._view(self.cadre_user)
        self.assertEqual(mine["unit_id"], self.community_a.id)
        self.assertEqual([step["id"] for step in mine["path"]], [self.community_a.id])
        self.assertEqual(mine["overdue"]["count"], 0)
        self.assertEqual({row["id"] for row in mine["rows"]}, set((self.community_a | self.grid_a1 | self.grid_a2).ids))
        for unit in (self.community_b, self.street, self.grid_b1):
            with self.assertRaises(AccessError):
                self._view(self.cadre_user, unit)
            with self.assertRaises(AccessError):
                report = self.env["report.street_safety_base.report_overview"].with_user(self.cadre_user)
                report._get_report_values(unit.ids, {"month": "2026-03-01"})
        outsider = new_test_user(self.env, "test_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self._view(outsider)

    def test_two_seats_in_two_communities(self):
        self._three_kinds()
        self._appoint(self.cadre_user, "safety_officer", self.community_b)
        view = self._view(self.cadre_user)
        self.assertFalse(view["unit_id"])
        self.assertEqual({row["id"] for row in view["rows"]}, set((self.community_a | self.community_b).ids))

    def test_what_is_kept_from_a_unit_is_not_counted_for_it(self):
        """A turn drawn in secret is counted for the point, and not for who also serves the unit that was drawn."""
        turn_type = self.env.ref("street_safety_base.unit_type_community").id
        self._adopt(
            unit_type_id=self.work_point.type_id.id,
            post_ids=[(6, 0, self._post("work_point_head").ids)],
            rotation_type_id=turn_type,
            is_secret=True,
        )
        self._night()
        duty = self.regulation.rule_ids.duty_ids[:1]
        self._appoint(self.cadre_user, "linked_leader", self.street)
        self.assertEqual(duty.hidden_unit_id, self.community_a)
        self.assertFalse(self._view(self.cadre_user, self.work_point)["trend"][-1]["count"])
        self.assertTrue(self._view(self.head_user, self.work_point)["trend"][-1]["count"])

    def test_statements_do_not_grow_with_units_or_duties(self):
        self._adopt()
        self._night()
        self._view(self.office_user)
        self.env.invalidate_all()
        before = self._statements()
        for number in range(12):
            community = self._unit(f"Community {number}", "community", self.work_point)
            self._unit(f"Grid {number}", "grid", community)
        self._rule(self.regulation, name="More", kind_id=self._kind("test_more").id, period_unit="day")
        self._night()
        self.env.invalidate_all()
        self.assertLessEqual(self._statements(), before)

    def _statements(self):
        count = self.cr.sql_log_count
        self._view(self.office_user)
        return self.cr.sql_log_count - count

    def test_the_sheet_has_the_figures_of_the_screen(self):
        self._three_kinds()
        html, _type = (
            self.env["ir.actions.report"]
            .with_user(self.office_user)
            ._render_qweb_html("street_safety_base.report_overview", self.street.ids, data={"month": "2026-03-01"})
        )
        text = html.decode()
        view = self._view(self.office_user)
        total = self._row(view, self.work_point)["total"]
        self.assertIn(f"{total['met']}/{total['count']}", text)
        self.assertIn("Test Street", text)
