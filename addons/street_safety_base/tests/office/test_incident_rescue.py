from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestIncidentRescue(StreetCase):
    """Who came to the rescue, with the rules of the regulation itself; other people and incidents do not count."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.platoon = cls._unit("Platoon", "rescue_team", cls.street, date_start="2020-01-01")
        cls.team_b = cls._unit("Unit of B", "rescue_team", cls.community_b, date_start="2020-01-01")
        cls.rescuer = cls._person("test_rescuer", "rescuer", cls.platoon, served_unit_ids=[(6, 0, cls.street.ids)])
        cls.rescuer_b = cls._person(
            "test_rescuer_b", "rescuer", cls.team_b, served_unit_ids=[(6, 0, cls.community_b.ids)]
        )
        cls.factory = cls._enterprise("Factory", cls.grid_a1, headcount=10, safety_manager_name="Lin Hai")
        cls.small = cls._enterprise("Small", cls.grid_a1, headcount=9, safety_manager_name="Lin Hai")
        cls.duties = cls.env["safety.duty"]
        packs = cls.env["safety.regulation"]._packs()
        with freeze_time("2025-12-20 04:00:00"):
            regulation = cls.env["safety.regulation"]._from_file(packs["XY"], cls.street, skip=True)[0]
            cls.rules = regulation.rule_ids.grouped("code")
            for code in ("XY-2.4b", "XY-3.7f", "XY-3.7g"):  # the text prints no time: the street gives one
                cls.rules[code].write({"offset_to": 1, "due_missing": False})
            regulation.date_from = "2025-01-01"
            regulation.action_adopt()

    def _incident(self, firm=None, day="2026-03-10"):
        firm = firm or self.factory
        with freeze_time(f"{day} 02:00:00"):
            incident = self.env["safety.incident"].with_user(self.grid_user).create(
                {"name": "Fire", "unit_id": self.grid_a1.id, "enterprise_id": firm.id}
            )  # fmt: skip
        with freeze_time(f"{day} 02:05:00"):
            incident.action_report()
            self.duties._pulse(self.company)
        return incident.with_user(self.env.user)

    def _duty(self, code, incident, unit=None):
        domain = [("rule_id", "=", self.rules[code].id), ("cause_res_id", "=", incident.id)]
        return self.duties.search(domain + ([("unit_id", "=", unit.id)] if unit else []))

    def _log(self, incident, at, **vals):
        with freeze_time(at):
            line = self.env["safety.incident.log"].create({"incident_id": incident.id, "kind": "measure", **vals})
            self.duties._pulse(self.company)
        return line

    def test_xy_2_4b_rescuers_at_the_scene(self):
        """XY-2.4b: a rescuer's arrival meets it; a cadre's, the report, another incident's or a late one does not."""
        incident = self._incident()
        duty = self._duty("XY-2.4b", incident, self.platoon)
        self.assertEqual((duty.state, str(duty.due_at)), ("open", "2026-03-10 03:00:00"))
        self.assertFalse(self._duty("XY-2.4b", incident, self.team_b), "the unit of B does not serve community A")
        other = self._incident(self.small, "2026-03-09")
        self._log(incident, "2026-03-10 02:10:00", kind="arrival", user_id=self.cadre_user.id)
        self._log(incident, "2026-03-10 02:11:00", kind="measure", user_id=self.rescuer.id)
        self._log(other, "2026-03-10 02:12:00", kind="arrival", user_id=self.rescuer.id)
        self._log(incident, "2026-03-10 02:13:00", kind="arrival", user_id=self.rescuer_b.id)
        self.assertEqual(duty.state, "open")
        line = self._log(incident, "2026-03-10 02:17:00", kind="arrival", user_id=self.rescuer.id)
        self.assertEqual((duty.state, line.post_id.code), ("met", "rescuer"))

    def test_xy_2_4b_too_late(self):
        """XY-2.4b: who comes after the time that the street set comes too late."""
        incident = self._incident()
        self._log(incident, "2026-03-10 03:01:00", kind="arrival", user_id=self.rescuer.id)
        self.assertNotEqual(self._duty("XY-2.4b", incident, self.platoon).state, "met")

    def test_xy_2_4b_alarm_arrival_and_the_minutes_between(self):
        """XY-2.4b: the incident shows alarm and arrival of each rescuer and the minutes between them."""
        incident = self._incident()
        second = self._person("test_rescuer_2", "rescuer", self.platoon, served_unit_ids=[(6, 0, self.street.ids)])
        self._log(incident, "2026-03-10 02:17:00", kind="arrival", user_id=self.rescuer.id)
        self._log(incident, "2026-03-10 02:35:40", kind="arrival", user_id=second.id)
        self.assertEqual(str(incident.first_report_at), "2026-03-10 02:05:00")
        arrivals = incident.log_ids.filtered(lambda line: line.kind == "arrival").sorted("at")
        self.assertEqual([(line.user_id, line.alarm_minutes) for line in arrivals], [(self.rescuer, 12), (second, 31)])
        shown = self.env["safety.incident"].get_view(view_type="form")["arch"]
        self.assertIn('name="alarm_minutes"', shown)

    def test_xy_3_7f_only_the_safety_manager(self):
        """XY-3.7f: the safety manager of the enterprise protects the scene; a passer-by or a cadre does not."""
        incident = self._incident()
        duty = self._duty("XY-3.7f", incident)
        self.assertEqual((duty.unit_id, duty.state), (self.community_a, "open"))
        self._log(incident, "2026-03-10 02:10:00", outsider="A neighbour")
        self._log(incident, "2026-03-10 02:11:00", kind="protection", user_id=self.cadre_user.id)
        self._log(incident, "2026-03-10 02:12:00", kind="statement", outsider="Lin Hai")
        self.assertEqual(duty.state, "open")
        self.assertEqual(self._duty("XY-3.7g", incident).state, "met", "the statement is the other duty")
        line = self._log(incident, "2026-03-10 02:20:00", kind="protection", outsider="LinHai")
        self.assertEqual((line.outsider_role, duty.state), ("safety_manager", "met"))

    def test_xy_3_7f_late_or_of_another_enterprise(self):
        """XY-3.7f: after the time, or by the manager of another incident's enterprise, it does not count."""
        incident, other = self._incident(), self._incident(day="2026-03-09")
        self._log(other, "2026-03-10 02:10:00", kind="protection", outsider="Lin Hai")
        duty = self._duty("XY-3.7f", incident)
        self.assertEqual(duty.state, "open")
        self._log(incident, "2026-03-10 03:01:00", kind="protection", outsider="Lin Hai")
        self.assertNotEqual(duty.state, "met")

    def test_xy_3_7f_asked_where_there_must_be_a_manager(self):
        """XY-3.7f, XY-1.4: ten people and more; the enterprise of nine and a fire at home owe nothing."""
        self.assertFalse(self._duty("XY-3.7f", self._incident(self.small)))
        self.assertTrue(self._duty("XY-3.7f", self._incident(day="2026-03-11")))

    def test_the_role_is_what_the_file_says(self):
        incident = self._incident()
        line = self._log(incident, "2026-03-10 02:10:00", outsider="Wang")
        self.assertFalse(line.outsider_role)
        with self.assertRaisesRegex(ValidationError, "file of Factory does not name “Wang”"):
            line.outsider_role = "safety_manager"
        self.factory.safety_manager_name = "Wang"
        line.outsider_role = "safety_manager"
        self.assertEqual(line.outsider_role, "safety_manager")
        self.factory.safety_manager_name = "Zhao"
        self.env.flush_all()
        self.assertEqual(line.outsider_role, "safety_manager", "the day's truth stays")
