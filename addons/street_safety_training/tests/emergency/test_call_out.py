from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.common import StreetCase


@tagged("post_install", "-at_install")
class TestCallOut(StreetCase):
    """Rescuers are called out to an accident: each with the alarm, the arrival and the minutes between."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls._person("test_officer_a", "safety_officer", cls.community_a)
        cls.elsewhere = cls._person("test_officer_b", "safety_officer", cls.community_b)
        cls.firm = cls._enterprise("Sewing Ltd", cls.grid_a1)

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-10 02:00:00")
        self.incident = self.env["safety.incident"].create(
            {"name": "Fire", "unit_id": self.grid_a1.id, "enterprise_id": self.firm.id}
        )
        self.incident.action_report()

    def _team(self, unit, *names, **vals):
        kind = self.env.ref("street_safety_training.team_type_community")
        return self.env["safety.team"].create(
            {
                "name": f"Team of {unit.name}",
                "type_id": kind.id,
                "unit_id": unit.id,
                "post_ids": [(6, 0, self._post("safety_officer").ids)],
                "member_ids": [(0, 0, {"name": name, "phone": "13800000000"}) for name in names],
                **vals,
            }
        )

    def _steps(self):
        """Return {person: {heading: cell}} of the table on the form, read as the grid member."""
        self.incident.invalidate_recordset()
        table = html.fromstring(self.incident.with_user(self.grid_user).steps_table)
        head = [cell.text_content() for cell in table.iter("th")]
        rows = [[cell.text_content().strip() for cell in row.iter("td")] for row in table.iter("tr")]
        found = [dict(zip(head, row, strict=True)) for row in rows if row]
        return {row["Person"]: row for row in found}

    def test_xy_2_4b_alarm_arrival_and_minutes_of_each_rescuer(self):
        """XY-2.4b: the incident shows alarm and arrival per rescuer and the minutes between; nobody is called twice."""
        self._team(self.community_a, "Wang Wu")
        self._team(self.community_b, "Far Away")
        as_grid = self.incident.with_user(self.grid_user)
        with freeze_time("2026-03-10 02:05:00"):
            action = as_grid.action_call_out()
        self.assertEqual(action["res_model"], "safety.rescuer")
        alarms = self.incident.log_ids.filtered(lambda line: line.kind == "alarm")
        self.assertEqual({line.outsider or line.user_id.name for line in alarms}, {"Wang Wu", self.officer.name})
        with freeze_time("2026-03-10 02:17:30"):
            self.incident.with_user(self.officer).action_arrived()
        with freeze_time("2026-03-10 02:20:00"):
            as_grid.action_call_out()
        self.assertEqual(len(self.incident.log_ids.filtered(lambda line: line.kind == "alarm")), 2)
        arrival = self.incident.log_ids.filtered(lambda line: line.kind == "arrival")
        self.assertEqual((str(arrival.called_at), arrival.alarm_minutes), ("2026-03-10 02:05:00", 12))
        steps = self._steps()
        officer, called = steps[self.officer.name], steps["Wang Wu"]
        times = [officer[name] for name in ("Called out", "At the scene", "Minutes after the alarm")]
        self.assertEqual(times, ["10:05 Team of Community A", "10:17", "12"])
        self.assertEqual((called["At the scene"], called["Minutes after the alarm"]), ("", ""), "called, not there yet")
        self.assertEqual(list(steps)[-1], "Wang Wu", "who has not come stands below")
        listed = self.env.ref("street_safety_training.safety_incident_log_action_callout")
        self.assertIn(arrival, self.env["safety.incident.log"].search([("kind", "=", "arrival")]))
        for view in listed.view_ids.view_id:  # list and cards
            self.assertIn("alarm_minutes", view.arch)

    def test_xy_2_4b_a_rescuer_of_the_platoon_meets_the_duty_by_arriving(self):
        """XY-2.4b: who sits in the rescue team of the street comes as rescuer, though the seat serves no community."""
        platoon = self._unit("Platoon", "rescue_team", self.street)
        rescuer = self._person("test_rescuer", "rescuer", platoon)
        regulations = self.env["safety.regulation"]
        regulation, _gaps = regulations._from_file(regulations._packs()["XY"], self.street, skip=True)
        rule = regulation.rule_ids.filtered(lambda one: one.code == "XY-2.4b")
        rule.write({"offset_to": 1, "due_missing": False})
        regulation.date_from = "2026-01-01"
        regulation.action_adopt()
        self._team(self.street, post_ids=[(6, 0, self._post("rescuer").ids)])
        self.incident.with_user(self.grid_user).action_call_out()
        alarm = self.incident.log_ids.filtered(lambda line: line.kind == "alarm")
        self.assertEqual((alarm.user_id, alarm.post_id.code), (rescuer, "rescuer"))
        self.env["safety.duty"]._pulse(self.company)
        self.assertEqual(rule.duty_ids.state, "open")
        line = self.env["safety.incident.log"].with_user(self.grid_user).create(
            {"incident_id": self.incident.id, "kind": "arrival", "user_id": rescuer.id, "at": "2026-03-10 02:00:00"}
        )  # fmt: skip
        self.env["safety.duty"]._prove(line)
        self.assertEqual((line.post_id.code, rule.duty_ids.state), ("rescuer", "met"))

    def test_who_was_not_called_counts_from_the_first_report(self):
        with freeze_time("2026-03-10 02:30:00"):
            self.incident.with_user(self.cadre_user).action_arrived()
        arrival = self.incident.log_ids.filtered(lambda line: line.kind == "arrival")
        self.assertEqual(arrival.alarm_minutes, 30)

    def test_the_team_of_the_enterprise_comes_too_that_of_another_does_not(self):
        kind = self.env.ref("street_safety_training.team_type_enterprise")
        other = self._enterprise("Weaving Ltd", self.grid_a1)
        for firm, name in ((self.firm, "Own"), (other, "Other")):
            self._team(self.grid_a1, name, type_id=kind.id, enterprise_id=firm.id, post_ids=[(5,)])
        self.incident.with_user(self.grid_user).action_call_out()
        self.assertEqual(self.incident.log_ids.filtered(lambda line: line.kind == "alarm").mapped("outsider"), ["Own"])

    def test_calling_many_costs_the_same_number_of_statements(self):
        platoon = self._unit("Platoon", "rescue_team", self.street)
        self._team(self.street, post_ids=[(6, 0, self._post("rescuer").ids)])

        def statements(number):
            for one in range(number):
                self._person(f"test_rescuer_{number}_{one}", "rescuer", platoon)
            incident = self.incident.copy({"occurred_at": "2026-03-10 01:50:00"})
            incident.action_report()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            incident.with_user(self.grid_user).action_call_out()
            self.env.flush_all()
            return self.cr.sql_log_count - before, len(incident.log_ids.filtered(lambda line: line.kind == "alarm"))

        few, called = statements(2)
        many, all_called = statements(20)
        self.assertEqual((called, all_called), (2, 22))
        self.assertLessEqual(many, few + 3)

    def test_nobody_to_call_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "emergency teams"):
            self.incident.with_user(self.grid_user).action_call_out()
        with self.assertRaises(AccessError):
            self.incident.with_user(self.other_grid_user).action_call_out()
