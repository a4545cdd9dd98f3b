from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .clause_common import ClauseCase


@tagged("post_install", "-at_install")
class TestClauseXt(ClauseCase):
    _pack = "xt"

    def test_xt_2_1c_every_enterprise_of_the_community_every_month(self):
        community = self.units["community"][0]
        # Who has to be seen is counted at the end of the month: enterprises of that day.
        self._check_coverage(self._duties("XT-2.1c", community), self._in(community), counted=False)

    def test_xt_2_1d_no_inspection_is_finished_without_its_form(self):
        empty = self.env["safety.inspection"].create(
            {"enterprise_id": self.firms[0].id, "kind_id": self._kind("routine").id,
             "inspector_ids": [Command.set(self.someone.ids)]}
        )  # fmt: skip
        with self.assertRaisesRegex(UserError, "checklist"):
            empty.action_done()
        empty.line_ids = [Command.create({"name": "Exits"})]
        with self.assertRaisesRegex(UserError, "1 of 1"):
            empty.action_done()
        empty.line_ids.result = "conform"
        empty.action_done()
        self.assertTrue(empty.number)


@tagged("post_install", "-at_install")
class TestClauseXy(ClauseCase):
    _pack = "xy"

    def test_xy_2_3a_high_risk_units_every_week(self):
        community = self.units["community"][0]
        duties = self._duties("XY-2.3a", community)
        first, second = duties.filtered(lambda duty: duty.period_start >= date(2026, 3, 2))[:2]
        self._check_coverage(first, self._in(community, "high_risk"))
        self.assertEqual(first.period_end - first.period_start, timedelta(days=6))
        self.assertEqual(second.target_done, 0)

    def test_xy_2_3b_key_units_twice_a_month_on_different_days(self):
        community = self.units["community"][0]
        duty = self._duties("XY-2.3b", community)
        firms = self._in(community, "key")
        self._inspect(firms)
        self._inspect(firms)  # the same day again
        self.assertEqual((duty.state, duty.target_done), ("open", 0))
        self._inspect(firms[0], "2026-03-16")
        self.assertEqual((duty.state, duty.target_done), ("open", 1))
        self._inspect(firms[1:], "2026-03-17")
        self.assertEqual(duty.state, "met")

    def test_xy_2_3c_general_units_every_month_and_xy_3_4b_the_concentrated_one_counts_for_both(self):
        community = self.units["community"][0]
        general, concentrated = self._duties("XY-2.3c", community), self._duties("XY-3.4b", community)
        firms = self._in(community)
        self.assertEqual(concentrated.target_required, len(firms))
        self._inspect(self._in(community, "general")[1:], kind="concentrated")
        self._inspect(self._in(community, "general")[0])  # a routine one is no concentrated one
        self.assertEqual(general.state, "met")
        self.assertEqual(concentrated.target_done, len(self._in(community, "general")) - 1)
        self._inspect(firms.filtered(lambda firm: firm.class_id.code != "general"), kind="concentrated")
        self._inspect(self._in(community, "general")[0], kind="concentrated")
        self.assertEqual(concentrated.state, "met")

    def test_xy_3_4a_special_inspections_at_any_time_listed_by_week(self):
        community = self.units["community"][0]
        made = self._inspect(self._in(community)[:1], "2026-03-03", "special")
        made |= self._inspect(self._in(community)[:2], "2026-03-11", "special")
        weeks = self.env["safety.inspection"]._read_group(
            [("id", "in", made.ids), ("unit_id", "child_of", community.id)], ["date:week"], ["__count"]
        )
        self.assertEqual([count for _week, count in weeks], [1, 2])

    def test_xy_3_5a_patrols_on_any_day_count_for_the_class(self):
        community = self.units["community"][0]
        officer = self._holder("safety_officer", community, "xy_officer")
        duty = self._duties("XY-2.3c", community)
        firms = self._in(community, "general")
        for number, firm in enumerate(firms):
            self._inspect(firm, f"2026-03-{2 + number:02d}", by=officer)
        self.assertEqual(duty.state, "met")

    def test_xy_3_6a_and_xy_3_6b_patrols_of_the_grid_with_date_and_people(self):
        grid = self.units["grid"][0]
        member = self._holder("grid_member", grid, "xy_grid")
        officer = self._holder("safety_officer", grid.parent_id, "xy_officer_2")
        made = self._inspect(self._in(grid)[:1], by=member | officer)
        seen = self.env["safety.inspection"].with_user(member).search([("unit_id", "=", grid.id)])
        self.assertEqual(seen, made)
        self.assertEqual((str(seen.date), seen.inspector_ids), ("2026-03-02", member | officer))
        took_part = [("inspector_ids", "in", member.ids), ("inspector_ids", "in", officer.ids)]
        self.assertEqual(self.env["safety.inspection"].search(took_part), made)

    def test_xy_3_6d_a_visit_without_record_proves_nothing(self):
        community = self.units["community"][0]
        duty = self._duties("XY-2.3c", community)
        firm = self._in(community, "general")[0]
        started = self.env["safety.inspection"].create({"enterprise_id": firm.id, "kind_id": self._kind("routine").id})
        with self.assertRaises(UserError):
            started.action_done()
        self.duties._evaluate(self.company, self.rules["XY-2.3c"])
        self.assertEqual((started.state, duty.target_done), ("draft", 0))

    def test_xy_3_1e_a_main_leader_leads_once_a_month(self):
        duty = self._duties("XY-3.1e", self.street)[:1]
        leader = self._holder("street_director", self.street, "xy_director")
        other = self._holder("deputy_leader_in_charge", self.street, "xy_deputy")
        self._inspect(self.firms[0], kind="led", by=other)
        self._inspect(self.firms[0], kind="routine", by=leader)
        self.assertEqual(duty.state, "open")
        self._inspect(self.firms[0], kind="led", by=leader)
        self.assertEqual(duty.state, "met")

    def test_xy_3_2e_the_deputy_leads_every_week(self):
        duties = self._duties("XY-3.2e", self.street)
        deputy = self._holder("deputy_leader_in_charge", self.street, "xy_deputy_2")
        self._inspect(self.firms[0], kind="led", by=deputy)
        states = {str(duty.period_start): duty.state for duty in duties}
        self.assertEqual((states["2026-03-02"], states["2026-03-09"]), ("met", "planned"))

    def test_xy_3_3c_the_linked_leader_visits_key_places_of_the_community(self):
        first, second = self.units["community"][:2]
        linked = self._holder("linked_leader", self.street, "xy_linked")
        linked._safety_seats().sudo().served_unit_ids = [Command.set(first.ids)]
        duty, elsewhere = self._duties("XY-3.3c", first), self._duties("XY-3.3c", second)
        self._inspect(self._in(first, "general")[0], kind="led", by=linked)  # no key place
        self.assertEqual(duty.state, "open")
        self._inspect(self._in(first, "key")[0], kind="led", by=linked)
        self.assertEqual((duty.state, elsewhere.state), ("met", "open"))

    def test_xy_3_7c_every_day_a_self_check(self):
        """XY-3.7c, and XY-1.6: the file lists self-checks with findings."""
        community = self.units["community"][0]
        duties = self._duties("XY-3.7c", community)
        today = duties.filtered(lambda duty: duty.period_start == date(2026, 3, 2))
        firms = self._in(community).filtered(lambda firm: firm.headcount >= 10)
        self.assertEqual(today.target_required, len(firms))
        self._inspect(firms[1:], kind="self_check")
        self._inspect(firms[0], kind="routine")  # the street's own inspection is no self-check
        self.assertEqual((today.state, today._missing_ids()), ("open", firms[0].ids))
        self._inspect(firms[0], kind="self_check")
        self.assertEqual(today.state, "met")
        tomorrow = duties.filtered(lambda duty: duty.period_start == date(2026, 3, 3))
        self.assertEqual(tomorrow.target_done, 0)
        listed = self.env["safety.inspection"].search(firms[0].action_open_self_checks()["domain"])
        self.assertEqual(listed.kind_id, self._kind("self_check"))


@tagged("post_install", "-at_install")
class TestClauseBf(ClauseCase):
    _pack = "bf"

    def test_bf_1_1_3a_key_enterprises_of_the_grid_every_week(self):
        grid = self.units["grid"][0]
        duty = self._duties("BF-1.1.3a", grid).filtered(lambda one: one.period_start == date(2026, 3, 2))
        self._inspect(self._in(grid, "general"))
        self.assertEqual((duty.state, duty._missing_ids()), ("open", self._in(grid, "key").ids))
        self._inspect(self._in(grid, "key"))
        self.assertEqual(duty.state, "met")

    def test_bf_1_1_3b_all_enterprises_of_the_grid_every_month(self):
        grid = self.units["grid"][0]
        self._check_coverage(self._duties("BF-1.1.3b", grid), self._in(grid))

    def test_bf_1_1_3c_a_campaign_asks_for_extra_inspections(self):
        grid, rule = self.units["grid"][0], self.rules["BF-1.1.3c"]
        rule.write({"offset_to": 6, "due_missing": False})
        launch = self.env["safety.duty.launch"].create(
            {
                "name": "Spring campaign",
                "reason": "Holidays",
                "unit_id": self.street.id,
                "rule_ids": [Command.set(rule.ids)],
                "started_at": "2026-03-02 01:00:00",
            }
        )
        launch.action_launch()
        duty = rule.duty_ids.filtered(lambda one: one.unit_id == grid)
        self._inspect(self._in(grid)[:1])  # the ordinary round does not count
        self.assertEqual(duty.state, "open")
        self._inspect(self._in(grid)[:1], kind="key_period")
        self.assertEqual(duty.state, "met")

    def test_bf_1_1_4f_key_enterprises_report_their_self_check_every_day(self):
        grid = self.units["grid"][0]
        firms = self._in(grid, "key")
        duty = self._duties("BF-1.1.4f", grid).filtered(lambda one: one.period_start == date(2026, 3, 2))
        days = self.env["safety.self.check.day"].with_company(self.company)
        of_today = [("unit_id", "=", grid.id), ("date", "=", "2026-03-02")]
        row = days.search(of_today)
        self.assertEqual((row.due, row.done, row.missing), (len(firms), 0, len(firms)))
        missing = self.env["safety.enterprise"].search(row.action_open_missing()["domain"])
        self.assertEqual(missing, firms)
        self._inspect(firms, kind="self_check")
        self.env.invalidate_all()
        row = days.search(of_today)
        self.assertEqual((duty.state, row.done, row.missing), ("met", len(firms), 0))


@tagged("post_install", "-at_install")
class TestClauseZf(ClauseCase):
    _pack = "zf"

    def test_zf_t1_2a_above_scale_enterprises_check_every_quarter(self):
        village = self.units["village"][0]
        firms = self._in(village).filtered("above_scale")
        duty = self._duties("ZF-T1.2a-1", village, date(2026, 1, 1))
        self.assertEqual(duty.target_required, len(firms))
        self._inspect(firms, kind="self_check", by_principal=True)
        self.assertEqual(duty.state, "met")
        led = self.env["safety.inspection"].search([("by_principal", "=", True), ("enterprise_id", "in", firms.ids)])
        self.assertEqual(len(led), len(firms))

    def test_zf_t9_1a_villages_and_zf_t9_1b_departments_investigate_every_month(self):
        village, station = self.units["village"][0], self.firms[0].supervising_unit_own_id
        of_village, of_department = self._duties("ZF-T9.1a", village), self._duties("ZF-T9.1b", station)
        self.assertEqual((len(of_village), len(of_department)), (1, 1))
        firm = self._in(village).filtered(lambda one: one.supervising_unit_own_id == station)[:1]
        self._inspect(firm)  # one inspection serves both
        self.assertEqual((of_village.state, of_department.state), ("met", "met"))

    def _launch(self, code, kind):
        rule = self.rules[code]
        rule.write({"offset_to": 5, "due_missing": False})
        self.env["safety.duty.launch"].create(
            {
                "name": code,
                "reason": "Occasion",
                "unit_id": self.street.id,
                "rule_ids": [Command.set(rule.ids)],
                "started_at": "2026-03-02 01:00:00",
            }
        ).action_launch()
        village = self.units["village"][0]
        duties = rule.duty_ids
        self._inspect(self._in(village)[:1])  # not tagged with the occasion
        self.assertEqual(set(duties.mapped("state")), {"open"})
        self._inspect(self.firms, kind=kind)
        return duties

    def test_zf_t9_2_an_occasion_asks_all_villages_and_departments(self):
        villages = self._launch("ZF-T9.2-1", "key_period")
        self.assertEqual(villages.unit_id, self.env["safety.unit"].union(*self.units["village"]))
        self.assertEqual(set(villages.mapped("state")), {"met"})
        departments = self._launch("ZF-T9.2-2", "key_period")
        self.assertEqual(set(departments.mapped("state")), {"met"})

    def test_zf_t9_3_a_disaster_warning_asks_all_villages(self):
        self.assertEqual(set(self._launch("ZF-T9.3-1", "special").mapped("state")), {"met"})

    def test_zf_t9_4_after_an_accident_departments_look_for_the_same(self):
        duties = self._launch("ZF-T9.4", "special")
        self.assertLessEqual(duties.unit_id, self.env["safety.unit"].union(*self.units["member_unit"]))
        self.assertEqual(set(duties.mapped("state")), {"met"})

    def test_zf_t11_3b_every_key_enterprise_once_a_year(self):
        station = self.env["safety.unit"].search([("code", "=", "safety_supervision_station")], limit=1)
        duty = self._duties("ZF-T11.3b", station, date(2026, 1, 1))
        firms = self.firms.filtered(lambda firm: firm.class_id.code == "key")
        self._check_coverage(duty, firms)


@tagged("post_install", "-at_install")
class TestClauseGy(ClauseCase):
    _pack = "gy"

    def test_gy_1_6_a_main_leader_leads_once_a_month(self):
        duty = self._duties("GY-1.6", self.street)[:1]
        leader = self._holder("party_secretary", self.street, "gy_secretary")
        self._inspect(self.firms[0], by=leader)
        self.assertEqual(duty.state, "open")
        self._inspect(self.firms[0], kind="led", by=leader)
        self.assertEqual(duty.state, "met")

    def test_gy_6_1b_every_business_of_the_grid_every_week(self):
        grid = self.units["grid"][0]
        duty = self._duties("GY-6.1b", grid).filtered(lambda one: one.period_start == date(2026, 3, 2))
        firms = self._in(grid)
        self._work_record(grid, "2026-03-02", "visit", enterprise_ids=[Command.set(firms[1:].ids)])
        self.assertEqual((duty.state, duty._missing_ids()), ("open", firms[0].ids))
        self._work_record(grid, "2026-03-02", "visit", enterprise_ids=[Command.set(firms[0].ids)])
        self.assertEqual(duty.state, "met")

    def test_gy_4_2_6_inspections_by_grade(self):
        self._inspect(self._in(self.units["grid"][0]))
        found = self.env["safety.inspection"].search(
            [("class_id.code", "=", "key"), ("unit_id", "child_of", self.street.id)]
        )
        self.assertEqual(found.enterprise_id, self._in(self.units["grid"][0], "key"))

    def test_gy_5_1_inspections_and_open_hazards_of_a_community(self):
        community, other = self.units["community"][:2]
        line = [Command.create({"name": "Exit", "result": "not", "note": "Exit blocked"})]
        made = self._inspect(self._in(community)[:1], line_ids=line)
        below = self.env["safety.inspection"].search([("unit_id", "child_of", community.id)])
        self.assertEqual(below, made)
        hazards = self.env["safety.hazard"]
        self.assertEqual(hazards.search_count([("unit_id", "child_of", community.id), ("state", "=", "reported")]), 1)
        self.assertFalse(hazards.search_count([("unit_id", "child_of", other.id)]))
