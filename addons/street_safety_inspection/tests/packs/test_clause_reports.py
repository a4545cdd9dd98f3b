from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .oversight_common import OversightCase


@tagged("post_install", "-at_install")
class TestClauseReportsBf(OversightCase):
    _pack = "bf"

    def test_bf_1_2_2a_one_tap_tells_enforcement_and_police(self):
        """BF-1.2.2a: a refusal is reported with one tap; both are told, the time is kept, and a case follows."""
        community = self.units["community"][0]
        officer = self._holder("safety_officer", community, "bf_officer")
        told = self._holder("enforcement_officer", self.street, "bf_enforcement")
        told |= self._holder("assigned_police_officer", community, "bf_police")
        elsewhere = self._holder("assigned_police_officer", self.units["community"][1], "bf_police_2")
        hazard = self.env["safety.hazard"].with_user(officer).create(
            {"name": "Exit locked", "enterprise_id": self._in(community)[0].id, "deadline": "2026-03-20"}
        )  # fmt: skip
        self.assertTrue(hazard.can_report_refusal)
        notice = hazard.action_report_refusal()["params"]
        self.assertIn(told[0].name, notice["message"])
        record = hazard.record_ids
        self.assertEqual((record.type_id.code, record.state, record.told_ids), ("refusal_escalation", "done", told))
        self.assertTrue(hazard.refused_at and record.told_at)
        for user in told:
            self.assertTrue(self._told(user))
        self.assertFalse(self._told(elsewhere))
        self.env["safety.appointment"].search([("user_id", "in", told.ids)]).date_end = record.date
        with freeze_time(record.date + timedelta(days=2)):
            record.invalidate_recordset(["told_missing"])
            self.assertFalse(record.told_missing, "who held the posts on that day counts")
        with self.assertRaisesRegex(UserError, "already"):
            hazard.action_report_refusal()
        duty = self._caused("BF-1.3.4a")
        self.assertEqual(duty.state, "open")
        case = self.env["safety.enforcement"].create(
            {"name": "Case", "unit_id": self.street.id, "participant_ids": [Command.set(told[0].ids)]}
        )
        case.action_load_targets()
        self.assertEqual((case.line_ids.hazard_id, case.line_ids.refusal_id), (hazard, record))
        case.line_ids.write({"measure_id": self.env.ref("street_safety_inspection.enforcement_measure_order").id,
                             "result": "Ordered"})  # fmt: skip
        case.action_done()
        self.assertEqual(duty.state, "met")

    def test_bf_1_2_2a_nobody_to_tell_is_said(self):
        community = self.units["community"][0]
        officer = self._holder("safety_officer", community, "bf_officer")
        hazard = self.env["safety.hazard"].with_user(officer).create(
            {"name": "Exit locked", "enterprise_id": self._in(community)[0].id, "deadline": "2026-03-20"}
        )  # fmt: skip
        self.assertIn("Nobody", hazard.action_report_refusal()["params"]["message"])
        self.assertEqual(hazard.record_ids.told_missing.count("、"), 1)

    def test_bf_1_3_3c_what_is_not_entered_outside_is_listed_exported_and_noted(self):
        """BF-1.3.3c: enforcement inspections are listed until day and number of the entry stand with them."""
        kind = self._kind("enforcement")
        kind.write({"certified": False, "min_inspectors": 1, "needs_signature": False})
        made = self._inspect(self.firms[:3], kind="enforcement") | self._inspect(self.firms[0])
        duties = self._caused("BF-1.3.3c")
        self.assertEqual(len(duties), 3)
        listed = self.env["ir.actions.act_window"]._for_xml_id(
            "street_safety_inspection.safety_inspection_action_outside"
        )
        domain = self.env["safety.duty.kind"]._parse_domain(listed["domain"], "safety.inspection", "")
        waiting = [("outside_on", "=", False), ("company_id", "=", self.company.id)]
        inspections = self.env["safety.inspection"]
        self.assertEqual(inspections.search(list(domain) + waiting), made[:3])
        ledger = self.env.ref("street_safety_inspection.ledger_outside")
        self.assertEqual(
            self.env["safety.duty.kind"]._parse_domain(ledger.domain, "safety.inspection", ""),
            domain
            & self.env["safety.duty.kind"]._parse_domain("[('outside_on', '=', False)]", "safety.inspection", ""),
        )
        action = made[:2].action_enter_outside()
        wizard = Form(self.env["safety.outside.entry.wizard"].with_context(**action["context"]))
        self.assertEqual(len(wizard.inspection_ids), 2)
        wizard.reference = "DJ-7"
        wizard.save().action_confirm()
        self.assertEqual({(str(one.outside_on), one.outside_reference) for one in made[:2]}, {("2026-03-02", "DJ-7")})
        self.assertEqual(inspections.search(list(domain) + waiting), made[2])
        self.assertEqual(sorted(duties.mapped("state")), ["met", "met", "open"])
        with self.assertRaisesRegex(UserError, "already"):
            made[0]._enter_outside(date(2026, 3, 2), "X")
        with self.assertRaisesRegex(UserError, "between"):
            made[2]._enter_outside(date(2026, 3, 1), "X")


@tagged("post_install", "-at_install")
class TestClauseReportsZf(OversightCase):
    _pack = "zf"

    def test_zf_2_3a_each_leader_of_each_unit_owes_one_a_month(self):
        """ZF-2.3a: main and deputy leader of a unit owe one visit each; one's visit does not meet the other's."""
        units = self.env["safety.unit"].union(*self.units["member_unit"])
        deputy = self._holder("member_unit_deputy_leader", units[0], "zf_deputy")
        deputy._safety_seats().sudo().served_unit_ids = [Command.set(self.street.ids)]
        duties = self._each_owes_one("ZF-2.3a", units, each=2)
        mine = duties.filtered(lambda duty: duty.unit_id == units[0])
        self.assertEqual(len(mine.post_id), 2)
        self._inspect(self.firms[0], kind="led", by=deputy)
        self.assertEqual(
            {duty.post_id.code: duty.state for duty in mine},
            {"member_unit_main_leader": "open", "member_unit_deputy_leader": "met"},
        )

    def test_zf_t11_3a_one_plan_a_year_of_each_unit(self):
        """ZF-T11.3a: each unit owes the plan once a year; an approved plan of the topic meets it."""
        units = self.env["safety.unit"].union(*self.units["member_unit"])
        rule = self.rules["ZF-T11.3a"]
        self._freeze("2026-01-12 02:00:00")
        self.duties._generate(self.company, date(2026, 1, 1), date(2027, 12, 31), rules=rule)
        self.duties._open_due(self.company, rule)
        for year in (2026, 2027):
            of_year = rule.duty_ids.filtered(lambda duty, year=year: duty.period_start == date(year, 1, 1))
            self.assertEqual((len(of_year), of_year.unit_id), (len(units), units))
        topic = self.env["safety.record.topic"].search([("code", "=", "inspection_plan")])
        plan = self.env["safety.record"].create(
            {"name": "Plan", "type_id": self.env.ref("street_safety_base.record_type_plan").id,
             "unit_id": units[0].id, "topic_ids": [Command.set(topic.ids)], "date": "2026-01-12",
             "note": "<p>Twelve inspections</p>"}
        )  # fmt: skip
        plan._workflow_write({"state": "done"})
        self.duties._evaluate(self.company, rule)
        met = rule.duty_ids.filtered(lambda duty: duty.state == "met")
        self.assertEqual((met.unit_id, met.period_start), (units[0], date(2026, 1, 1)))

    def test_zf_t14_10b_both_festivals_stand_in_the_calendar(self):
        """ZF-T14.10b: for New Year's Day and the Spring Festival forestry and police owe a checkpoint, once each."""
        self.env["safety.special.day"]._fill([2026])
        rule = self.rules["ZF-T14.10b"]
        self.duties._generate(self.company, date(2026, 1, 1), date(2026, 12, 31), rules=rule)
        units = [unit for unit in self.units["member_unit"] if unit.code in ("forestry_station", "police_station")]
        kinds = self.env["safety.special.day.kind"].search([("code", "in", ("new_year", "spring_festival"))])
        for unit in units:
            mine = rule.duty_ids.filtered(lambda duty, unit=unit: duty.unit_id == unit)
            days = self.env["safety.special.day"].search(
                [("kind_id", "in", kinds.ids), ("date_from", "<=", "2026-12-31"), ("date_to", ">=", "2026-01-01")]
            )
            inside = [
                day.kind_id
                for duty in mine
                for day in days
                if day.date_from <= duty.window_end and duty.window_start <= day.date_to
            ]
            self.assertEqual(set(inside), set(kinds))
        calendar = self.env.ref("street_safety_base.safety_duty_action_calendar")
        self.assertIn("calendar", calendar.view_mode)
        self.assertTrue(self.env["safety.duty"].get_views([(False, "calendar")])["views"]["calendar"])


@tagged("post_install", "-at_install")
class TestClauseReportsGy(OversightCase):
    _pack = "gy"

    def test_gy_6_3_the_weekly_form_is_filled_from_the_visits(self):
        """GY-6.3: one form per grid and week with the figures of its visits; it shows submitted or late."""
        grid, other = self.units["grid"][:2]
        member = self._holder("grid_member", grid, "gy_member")
        firms = self._in(grid)
        line = [Command.create({"name": "Exit", "result": "not", "note": "Exit blocked"})]
        self._inspect(firms[0], by=member, line_ids=line)
        self._work_record(grid, "2026-03-02", "visit", enterprise_ids=[Command.set(firms[:2].ids)])
        self._inspect(self._in(other)[:1])
        duties = self._duties("GY-6.3", grid)
        duty = duties.filtered(lambda one: one.period_start == date(2026, 3, 2))
        context = duty.with_user(member).action_do()["context"]
        form = Form(self.env["safety.record"].with_user(member).with_context(**context))
        self.assertIn(grid.name, form.name)
        record = form.save()
        self.assertEqual(
            [record[name] for name in ("return_visits", "visit_records", "return_enterprises", "return_found")],
            [1, 1, 2, 1],
        )
        self.assertEqual((str(record.return_from), record.handed_in), ("2026-03-02", "open"))
        self.assertEqual(len(record.week_hazard_ids), 1)
        seen = self.env["safety.inspection"].search(record.action_return_inspections()["domain"])
        self.assertEqual(seen.enterprise_id, firms[0])
        self.assertEqual(len(self.env["safety.record"].search(record.action_visit_records()["domain"])), 1)
        with self.assertRaisesRegex(UserError, "already"), self.cr.savepoint():
            record.copy()
        record.action_done()
        self.assertEqual((duty.state, record.handed_in), ("met", "in_time"))
        with self.assertRaises(UserError):
            record.return_found = 9
        with self.subTest("late"), freeze_time("2026-03-18 02:00:00"):
            missed = duties.filtered(lambda one: one.period_start == date(2026, 3, 9))
            self.duties._open_due(self.company, missed.rule_id)
            late = self.env["safety.record"].with_user(member).create(
                {"name": "Late", "type_id": record.type_id.id, "unit_id": grid.id, "date": "2026-03-15"}
            )  # fmt: skip
            late.action_done()
            self.env.invalidate_all()
            self.assertEqual(late.handed_in, "late")
        listed = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_duty_action_week")
        domain = self.env["safety.duty.kind"]._parse_domain(listed["domain"], "safety.duty", "")
        self.assertIn(duty, self.duties.search(domain))

    def test_gy_6_3_counting_does_not_grow_with_forms(self):
        kind = self.env["safety.record.type"].search([("code", "=", "hazard_form")])
        counts = []
        for number in (1, 2, 5):  # the first fills the registry's caches
            units = self.env["safety.unit"].union(*self.units["grid"][:number])
            day = date(2026, 1, 1) + timedelta(weeks=number)
            records = self.env["safety.record"].create(
                [{"name": "W", "type_id": kind.id, "unit_id": unit.id, "date": day} for unit in units]
            )  # fmt: skip
            self.env.flush_all()
            self.env.invalidate_all()
            records.mapped("return_visits"), records.unit_id.mapped("parent_path"), records.type_id.mapped("name")
            before = self.env.cr.sql_log_count
            records._count_weeks()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 1)

    def test_gy_4_2_4_planned_and_done_inspections_of_the_office(self):
        """GY-4.2.4: beside what the office planned stands what its people inspected, which it opens."""
        office = next(unit for unit in self.units["department"] if unit.code == "emergency_management_office")
        other = next(unit for unit in self.units["department"] if unit != office)
        head = self._holder("department_head", office, "gy_head")
        stranger = self._holder("department_head", other, "gy_other")
        made = self._inspect(self.firms[:2], by=head)
        self._inspect(self.firms[2], by=stranger)
        topic = self.env["safety.record.topic"].search([("code", "=", "inspection_plan")])
        plans = self.env["safety.record"].create(
            [{"name": "Plan", "type_id": self.env.ref("street_safety_base.record_type_plan").id, "unit_id": unit.id,
              "topic_ids": [Command.set(topic.ids)], "planned_inspections": 12} for unit in office | self.street]
        )  # fmt: skip
        self.assertEqual(plans.mapped("planned_inspections"), [12, 12])
        self.assertEqual(plans.mapped("done_inspections"), [2, 3])
        found = self.env["safety.inspection"].search(plans[0].action_open_inspections()["domain"])
        self.assertEqual(found, made)
