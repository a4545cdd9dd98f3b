from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestIncidentClock(StreetCase):
    """The clocks of an incident as duties, from data: 1 hour, 2 hours, 30 or 7 days; grades follow the figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.principal = cls._person("test_principal", "community_principal", cls.community_a)
        cls.Incident = cls.env["safety.incident"]
        cls.duties = cls.env["safety.duty"]
        pack = cls.env["safety.regulation"]._packs()["D493"]
        cls.regulation, gaps = cls.env["safety.regulation"]._from_file(pack, cls.street)
        if gaps:
            raise AssertionError(gaps)
        cls.regulation.date_from = "2026-01-01"
        cls.regulation.action_adopt()
        cls.rules = cls.regulation.rule_ids.grouped("code")

    def _incident(self, type_number="09", **vals):
        return self.Incident.with_user(self.grid_user).create(
            {
                "name": "Fire in a workshop",
                "unit_id": self.grid_a1.id,
                "place": "Second floor",
                "type_id": self.env.ref(f"street_safety_base.incident_type_2025_{type_number}").id,
                **vals,
            }
        )

    def _duty(self, code, incident):
        return self.duties.search([("rule_id", "=", self.rules[code].id), ("cause_res_id", "=", incident.id)])

    def test_one_hour_and_two_hours(self):
        """Reported within the hour: met; passed on within two hours of the report, that instant included."""
        with freeze_time("2026-03-10 02:00:00"):
            incident = self._incident()
        with freeze_time("2026-03-10 02:40:00"):
            incident.action_report()
            self.duties._pulse(self.company)
            first, second = self._duty("D493-9", incident), self._duty("D493-11", incident)
            self.assertEqual((str(first.due_at), str(second.due_at)), ("2026-03-10 03:00:00", "2026-03-10 04:40:00"))
            self.assertEqual((first.unit_id, second.unit_id), (self.community_a, self.street))
            self.assertEqual((first.state, second.state), ("met", "open"))
        with freeze_time("2026-03-10 04:40:00"):
            incident.with_user(self.office_user).action_passed_on()
            self.duties._pulse(self.company)
            self.assertEqual(second.state, "met")

    def test_too_late_is_missed(self):
        with freeze_time("2026-03-10 02:00:00"):
            incident = self._incident()
        with freeze_time("2026-03-10 03:30:00"):
            incident.action_report()
            self.duties._pulse(self.company)
        with freeze_time("2026-03-10 05:31:00"):  # a minute past two hours
            self.duties._pulse(self.company)
            self.assertIn(self._duty("D493-9", incident).state, ("missed", "met_late"))
            self.assertEqual(self._duty("D493-11", incident).state, "missed")
        self.assertTrue(incident.report_late)

    def test_the_limit_is_data(self):
        self.rules["D493-11"].offset_to = 3
        with freeze_time("2026-03-10 02:00:00"):
            incident = self._incident()
            incident.action_report()
            self.duties._pulse(self.company)
        self.assertEqual(str(self._duty("D493-11", incident).due_at), "2026-03-10 05:00:00")

    def test_figures_followed_for_thirty_or_seven_days(self):
        with freeze_time("2026-03-10 02:00:00"):
            fire, fall = self._incident("09"), self._incident("10")
            (fire | fall).action_report()
            self.duties._generate_caused(self.company)
            self.assertEqual(str(self._duty("D493-13", fire).due_date), "2026-03-17")
            self.assertEqual(str(self._duty("D493-13", fall).due_date), "2026-04-09")
        with freeze_time("2026-03-15 02:00:00"):
            self.duties._open_due(self.company)
            fire.write({"serious_injuries": 1})
            self.assertEqual(self._duty("D493-13", fire).state, "met")
            self.assertEqual(self._duty("D493-13", fall).state, "open")

    def test_changes_of_figures_are_logged_and_grade_anew(self):
        """Who changed which figure when stays in the log; the worst column decides the grade, up and down."""
        with freeze_time("2026-03-10 02:00:00"):
            incident = self._incident(deaths=2)
            incident.action_report()
        with freeze_time("2026-03-12 02:00:00"):
            incident.write({"deaths": 3, "serious_injuries": 1})
            line = incident.log_ids.filtered(lambda log: log.kind == "figures")
            self.assertEqual(len(line), 1)
            self.assertIn("Deaths: 2 → 3", line.note)
            self.assertIn("→ ", line.note.splitlines()[-1])
            self.assertEqual((incident.grade_id.code, line.user_id), ("larger", self.grid_user))
            incident.write({"deaths": 3, "place": "Third floor"})
            self.assertEqual(len(incident.log_ids.filtered(lambda log: log.kind == "figures")), 1, "nothing changed")
            incident.deaths = 0
            self.assertEqual(incident.grade_id.code, "ordinary")

    def test_thresholds_are_data_and_say_whether_they_are_inclusive(self):
        """以上 includes the figure unless the grade says otherwise; open incidents are graded anew, closed ones not."""
        incident, closed = self._incident(deaths=3), self._incident(deaths=3)
        (incident | closed).action_report()
        closed.investigation_result = "<p>Overloaded socket</p>"
        closed.with_user(self.cadre_user).action_close()
        grade = self.env.ref("street_safety_base.incident_grade_larger")
        grade.inclusive = False
        self.assertEqual(incident.grade_id.code, "ordinary")
        incident.deaths = 4
        self.assertEqual(incident.grade_id, grade)
        grade.write({"inclusive": True, "deaths": 5})
        self.assertEqual(incident.grade_id.code, "ordinary")
        self.assertEqual(closed.grade_id, grade, "what is closed stays")

    def test_report_chain_and_scene(self):
        """Who reported to whom and who was there when: each with seat and hours after the incident."""
        with freeze_time("2026-03-10 02:00:00"):
            incident = self._incident()
            incident.action_report()
        with freeze_time("2026-03-10 02:15:00"):
            incident.with_user(self.principal).action_arrived()
        with freeze_time("2026-03-10 02:30:00"):
            incident.with_user(self.cadre_user).action_passed_on()
        with freeze_time("2026-03-10 03:00:00"):
            incident.with_user(self.office_user).action_passed_on()
        chain = [(log.kind, log.post_id.code, log.hours_after) for log in incident.log_ids.sorted("at")]
        self.assertEqual(
            chain,
            [
                ("report", "grid_member", 0.0),
                ("arrival", "community_principal", 0.25),
                ("passed_on", "stationed_cadre", 0.5),
                ("passed_on", "safety_committee_office", 1.0),
            ],
        )
        with self.assertRaises(UserError):
            incident.with_user(self.other_grid_user).action_arrived()

    def test_voided_with_a_reason_waives_its_duties(self):
        incident = self._incident()
        incident.action_report()
        self.duties._pulse(self.company)
        waiting = self._duty("D493-11", incident)
        form = Form(
            self.env["safety.reason.wizard"]
            .with_user(self.office_user)
            .with_context(**incident.with_user(self.office_user).action_void()["context"])
        )
        form.reason = "A drill, taken for real"
        form.save().action_confirm()
        self.duties._generate_caused(self.company)
        self.assertEqual((incident.state, waiting.state), ("void", "waived"))
        self.assertEqual(incident.number_id.void_reason, "A drill, taken for real")
