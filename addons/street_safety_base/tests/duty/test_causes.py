from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import DutyCase


@tagged("post_install", "-at_install")
class TestCauses(DutyCase):
    def _cause(self, model="safety.record", date_field="date", **vals):
        of_model = self.env["ir.model.fields"]._get
        return {
            "cause": "record",
            "kind_id": self.visit_kind.id,
            "evidence_linked": False,
            "cause_model_id": self.env["ir.model"]._get_id(model),
            "cause_date_field_id": of_model(model, date_field).id,
            "cause_unit_field_id": of_model(model, "unit_id").id,
            "cause_domain": "[('type_id.code', '=', 'meeting'), ('state', '=', 'done')]",
            **vals,
        }

    def test_working_days_pass_over_the_spring_festival(self):
        """Three working days after 13 February 2026 (a Friday; 14th worked, 16–23 off, 28th worked)."""
        self.env["safety.special.day"]._fill([2026])
        rule = self._adopt(**self._cause(offset_to=3, offset_unit="workdays"))
        self._work_record(self.community_a, "2026-02-13")
        with freeze_time("2026-02-13 08:00:00"):
            self._night()
        self.assertEqual(str(self._at(rule, self.community_a).due_date), "2026-02-25")

    def test_a_record_asks_again_every_month_as_long_as_it_holds(self):
        """Within thirty days of the record and again each month: a report a round, until the record no longer holds."""
        rule = self._adopt(**self._cause(offset_to=30, repeat_months=1))
        self.assertIn("1 months", rule.summary)
        firm = self._enterprise("F", self.grid_a1)
        with freeze_time("2026-02-03 02:00:00"):
            cause = self._work_record(self.community_a, "2026-02-03")
            self._night()
        first = self._at(rule, self.community_a)
        self.assertEqual(
            (str(first.period_start), str(first.due_date), first.state), ("2026-02-03", "2026-03-05", "open")
        )
        with freeze_time("2026-03-05 02:00:00"):  # February has 28 days: the rounds would overlap from 3 to 5 March
            self._visit(self.community_a, "2026-03-05", firm)
            self._night()
        rounds = self._at(rule, self.community_a).sorted("cause_round")
        self.assertEqual(rounds.mapped("cause_round"), [0, 1])
        self.assertEqual((str(rounds[1].period_start), str(rounds[1].due_date)), ("2026-03-06", "2026-04-02"))
        self.assertEqual(rounds.mapped("state"), ["met", "planned"])
        with freeze_time("2026-04-03 02:00:00"):
            self._night()
        with freeze_time("2026-05-02 02:00:00"):
            self._night()
            self._night()
        rounds = self._at(rule, self.community_a).sorted("cause_round")
        self.assertEqual(rounds.mapped("state"), ["met", "missed", "open"], "nobody came in the second month")
        self.assertEqual(str(rounds[2].due_date), "2026-05-03")
        with freeze_time("2026-05-02 05:00:00"):
            cause.action_void()
            self._night()
        with freeze_time("2026-08-02 02:00:00"):
            self._night()
        self.assertEqual(
            self._at(rule, self.community_a).sorted("cause_round").mapped("state"), ["met", "missed", "waived"]
        )
        with self.assertRaisesRegex(ValidationError, "counted in days"):
            rule.offset_unit = "workdays"

    def test_hours_end_at_an_instant_of_the_street(self):
        """Within one hour of the record's creation: 23:30 in China is due at 00:30 of the next day."""
        rule = self._adopt(**self._cause(date_field="frozen_at", offset_to=1, offset_unit="hours"))
        with freeze_time("2026-03-05 15:30:00"):
            self._work_record(self.community_a, "2026-03-05")
            self.duties._pulse(self.company)
        duty = self._at(rule, self.community_a)
        self.assertEqual((duty.due_at, str(duty.due_date)), (datetime(2026, 3, 5, 16, 30), "2026-03-06"))
        self.assertEqual(duty.state, "open")
        with freeze_time("2026-03-05 16:29:00"):
            self.duties._pulse(self.company)
            self.assertEqual(duty.state, "open")
        with freeze_time("2026-03-05 16:31:00"):
            self.duties._pulse(self.company)
            self.assertEqual(duty.state, "missed")

    def test_hours_are_not_counted_from_a_day(self):
        """From midnight of a date they would be over before the record is there: refused, saying what to do."""
        with self.assertRaisesRegex(ValidationError, "count from a moment"):
            self._adopt(**self._cause(date_field="date", offset_to=3, offset_unit="hours"))
        rule = self._adopt(**self._cause(date_field="date", offset_to=3))
        with self.assertRaisesRegex(ValidationError, "or in days"):
            rule.offset_unit = "hours"

    def test_hours_met_in_time(self):
        rule = self._adopt(**self._cause(date_field="frozen_at", offset_to=2, offset_unit="hours"))
        firm = self._enterprise("F", self.grid_a1)
        with freeze_time("2026-03-05 05:00:00"):
            self._work_record(self.community_a, "2026-03-05")
            self.duties._pulse(self.company)
        with freeze_time("2026-03-05 06:30:00"):
            self._visit(self.community_a, "2026-03-05", firm)
        self.assertEqual(self._at(rule, self.community_a).state, "met")

    def test_an_hour_is_an_hour_when_clocks_change(self):
        """Clocks in Berlin jump from 2:00 to 3:00 on 29 March 2026; instants do not care."""
        self.company.safety_tz = "Europe/Berlin"
        rule = self._adopt(**self._cause(date_field="frozen_at", offset_to=2, offset_unit="hours"))
        with freeze_time("2026-03-29 00:30:00"):  # 1:30 before the jump
            self._work_record(self.community_a, "2026-03-29")
            self.duties._pulse(self.company)
        self.assertEqual(self._at(rule, self.community_a).due_at, datetime(2026, 3, 29, 2, 30))
        day = self._adopt(period_unit="day", due_kind="hours", due_value=18)
        with freeze_time("2026-03-28 12:00:00"):
            self.duties._generate(self.company, date(2026, 3, 28), date(2026, 3, 30))
        due = {str(duty.period_start): duty.due_at for duty in self._at(day, self.community_a)}
        self.assertEqual(due["2026-03-28"], datetime(2026, 3, 28, 17))
        self.assertEqual(due["2026-03-29"], datetime(2026, 3, 29, 17))
        self.assertEqual(due["2026-03-30"], datetime(2026, 3, 30, 16))

    def test_no_second_duty_when_the_pulse_and_the_night_meet(self):
        rule = self._adopt(**self._cause(date_field="frozen_at", offset_to=1, offset_unit="hours"))
        self._work_record(self.community_a, "2026-03-05")
        self.duties._pulse(self.company)
        self._night()
        self.duties._pulse(self.company)
        self.assertEqual(len(rule.duty_ids), 1)

    def _standing(self, **vals):
        of_model = self.env["ir.model.fields"]._get
        return self._adopt(
            **{
                "cause": "standing",
                "kind_id": self.visit_kind.id,
                "period_unit": "month",
                "standing_model_id": self.env["ir.model"]._get_id("safety.record"),
                "standing_domain": f"[('type_id', '=', {self.visit.id}), ('state', '=', 'done')]",
                "standing_from_field_id": of_model("safety.record", "date").id,
                "standing_to_field_id": self._until().id,
                "standing_target_field_id": of_model("safety.record", "enterprise_ids").id,
                "coverage": "all",
                **vals,
            }
        )

    def _until(self):
        """Return a manual field for the last valid day: a lasting record of a customer's own."""
        return self.env["ir.model.fields"].search([("name", "=", "x_until")]) or self.env["ir.model.fields"].create(
            {
                "name": "x_until",
                "field_description": "Until",
                "model_id": self.env["ir.model"]._get_id("safety.record"),
                "ttype": "date",
            }
        )

    def test_a_lasting_condition_is_judged_on_its_last_day(self):
        rule = self._standing()
        first, second = (self._enterprise(name, self.grid_a1) for name in ("One", "Two"))
        self._work_record(self.grid_a1, "2026-01-10", "visit", enterprise_ids=[(6, 0, first.ids)], x_until="2026-12-31")
        paper = self._work_record(
            self.grid_a1, "2026-01-10", "visit", enterprise_ids=[(6, 0, second.ids)], x_until="2026-03-20"
        )
        self._night()
        duty = self._at(rule, self.community_a)
        self.assertEqual((duty.state, duty.target_done, duty.target_required), ("open", 2, 2))
        self.assertEqual(len(duty.evidence_ids), 2)
        with freeze_time("2026-03-21 02:00:00"):
            self._night()
            self.assertEqual((duty.target_done, duty._missing_ids()), (1, second.ids))
            self._work_record(
                self.grid_a1, "2026-03-21", "visit", enterprise_ids=[(6, 0, second.ids)], x_until="2027-03-20"
            )
            self.assertEqual(duty.target_done, 2)
        with freeze_time("2026-04-01 02:00:00"):
            self._night(date(2026, 4, 1), date(2026, 4, 30))
        self.assertEqual(duty.state, "met")
        self.assertTrue(paper)

    def test_a_lasting_condition_that_fails_on_its_last_day_is_missed(self):
        rule = self._standing()
        firm = self._enterprise("One", self.grid_a1)
        self._work_record(self.grid_a1, "2026-01-10", "visit", enterprise_ids=[(6, 0, firm.ids)], x_until="2026-03-20")
        self._night()
        with freeze_time("2026-04-01 02:00:00"):
            self._night(date(2026, 4, 1), date(2026, 4, 30))
        states = {str(duty.period_start): duty.state for duty in self._at(rule, self.community_a)}
        self.assertEqual(states, {"2026-03-01": "missed", "2026-04-01": "open"})

    def test_launched_by_hand_opens_at_once_and_is_called_off(self):
        rule = self._adopt(cause="launched", offset_to=2, kind_id=self.visit_kind.id)
        self._night()
        self.assertFalse(rule.duty_ids)
        office = self.env["safety.duty.launch"].with_user(self.office_user)
        launch = office.create(
            {
                "name": "Typhoon",
                "reason": "Red warning",
                "unit_id": self.work_point.id,
                "rule_ids": [(6, 0, rule.ids)],
                "started_at": "2026-03-05 03:00:00",
                "hours": 6,
            }
        )
        with self.assertRaises(AccessError):
            launch.with_user(self.grid_user).action_launch()
        launch.action_launch()
        self.assertEqual(rule.duty_ids.unit_id, self.community_a | self.community_b)
        self.assertEqual(set(rule.duty_ids.mapped("state")), {"open"})
        self.assertEqual(set(rule.duty_ids.mapped("due_at")), {datetime(2026, 3, 5, 9)})
        self.assertEqual(launch.duty_count, 2)
        self.duties._generate_launched(launch.sudo())
        self.assertEqual(launch.duty_count, 2)
        self._visit(self.community_a, "2026-03-05", self._enterprise("F", self.grid_a1))
        launch.action_call_off()
        self.assertEqual(self._at(rule, self.community_a).state, "met")
        self.assertEqual(self._at(rule, self.community_b).state, "waived")
        with self.assertRaises(UserError):
            launch.name = "Other"
