from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestIncident(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type_fire = cls.env.ref("street_safety_base.incident_type_2025_09")
        cls.Incident = cls.env["safety.incident"]

    def _incident(self, **vals):
        values = {"name": "Fire in a workshop", "unit_id": self.grid_a1.id, "place": "Second floor"}
        return self.Incident.create(values | vals)

    def _grade(self, **figures):
        return self._incident(**figures).grade_id.code

    def test_worst_column_decides(self):
        """Decree 493: the figure itself belongs to the higher grade, and one column is enough."""
        self.assertEqual(self._grade(), "ordinary")
        self.assertEqual(self._grade(deaths=2, serious_injuries=9, direct_loss=999.99), "ordinary")
        self.assertEqual(self._grade(deaths=3), "larger")
        self.assertEqual(self._grade(serious_injuries=10), "larger")
        self.assertEqual(self._grade(direct_loss=1000), "larger")
        self.assertEqual(self._grade(deaths=9, direct_loss=5000), "major")
        self.assertEqual(self._grade(deaths=10), "major")
        self.assertEqual(self._grade(deaths=1, serious_injuries=100), "especially_major")
        self.assertEqual(self._grade(deaths=30), "especially_major")
        self.assertEqual(self._grade(direct_loss=10000), "especially_major")

    def test_grade_follows_the_figures(self):
        """A casualty who dies later grades the incident anew; the figures of a grade are data."""
        incident = self._incident(serious_injuries=3, deaths=2)
        self.assertEqual(incident.grade_id.code, "ordinary")
        incident.write({"deaths": 3, "serious_injuries": 2})
        self.assertEqual(incident.grade_id.code, "larger")
        self.env.ref("street_safety_base.incident_grade_larger").deaths = 4
        self.assertEqual(self._grade(deaths=3), "ordinary")

    def test_casualties_are_followed_for_days_of_the_type(self):
        with freeze_time("2026-03-31 17:00:00"):  # 1 April in the street
            fire = self._incident(type_id=self.type_fire.id)
            fall = self._incident(type_id=self.env.ref("street_safety_base.incident_type_2025_10").id)
        self.assertEqual(fire.followup_until, fields.Date.to_date("2026-04-08"))
        self.assertEqual(fall.followup_until, fields.Date.to_date("2026-05-01"))

    def test_reported_on_a_phone_in_a_minute(self):
        """A grid member fills in one line and one place, and the first report is logged with seat and time."""
        with freeze_time("2026-03-10 02:00:00"):
            form = Form(self.Incident.with_user(self.grid_user))
            form.name = "Fire in a workshop"
            form.place = "Second floor"
            incident = form.save()
        self.assertEqual(incident.unit_id, self.grid_a1)
        with freeze_time("2026-03-10 02:20:00"):
            incident.with_user(self.grid_user).action_report()
        self.assertEqual(incident.state, "reported")
        self.assertTrue(incident.number)
        self.assertEqual(incident.log_ids.mapped("kind"), ["report"])
        self.assertEqual(incident.log_ids.post_id.code, "grid_member")
        self.assertAlmostEqual(incident.log_ids.hours_after, 1 / 3)
        self.assertFalse(incident.report_late)

    def test_late_first_report_is_marked(self):
        """The limit is a setting of the street; the limit itself is still in time."""
        with freeze_time("2026-03-10 02:00:00"):
            incident = self._incident()
        with freeze_time("2026-03-10 03:00:00"):
            incident.action_report()
        self.assertFalse(incident.report_late)
        self.company.safety_incident_report_hours = 0.5
        self.assertTrue(incident.report_late)

    def test_each_post_shows_its_arrival(self):
        with freeze_time("2026-03-10 02:00:00"):
            incident = self._incident()
            incident.action_report()
        with freeze_time("2026-03-10 02:30:00"):
            incident.with_user(self.cadre_user).action_arrived()
        arrival = incident.log_ids.filtered(lambda line: line.kind == "arrival")
        self.assertEqual(arrival.post_id.code, "stationed_cadre")
        self.assertEqual(arrival.hours_after, 0.5)

    def test_not_closed_without_investigation(self):
        incident = self._incident(type_id=self.type_fire.id)
        incident.action_report()
        with self.assertRaisesRegex(UserError, "Investigation result"):
            incident.with_user(self.cadre_user).action_close()
        incident.investigation_result = "<p>Overloaded socket</p>"
        with self.assertRaises(AccessError):
            incident.with_user(self.grid_user).action_close()
        incident.with_user(self.cadre_user).action_close()
        for call in (
            lambda: incident.write({"deaths": 0}),
            lambda: incident.log_ids.write({"note": "Changed"}),
            lambda: self.env["safety.incident.log"].create({"incident_id": incident.id}),
            lambda: incident.unlink(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                call()

    def test_bad_figures(self):
        with self.assertRaisesRegex(ValidationError, "future"):
            self._incident(occurred_at=fields.Datetime.now() + timedelta(hours=1))
        nowhere = self._incident(place=False)
        with self.assertRaisesRegex(UserError, "place"):
            nowhere.action_report()

    def test_a_log_line_proves_the_duty_it_was_caused_for(self):
        """The duty kind leads to the log: evidence model, date, unit and causing incident are data."""
        kind = self.env.ref("street_safety_base.duty_kind_incident_log")
        self.assertEqual((kind.model, kind.cause_field_id.name), ("safety.incident.log", "incident_id"))
        incident = self._incident()
        incident.action_report()
        found = self.env[kind.model].search(kind._parse_domain(kind.domain, kind.model, kind.name))
        self.assertEqual(found, incident.log_ids)
        incident.with_user(self.office_user)._do_because("void", "Reported twice")
        self.assertEqual(incident.number_id.void_reason, "Reported twice")
        self.assertFalse(self.env[kind.model].search(kind._parse_domain(kind.domain, kind.model, kind.name)))
