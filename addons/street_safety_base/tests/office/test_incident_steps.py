import base64

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestIncidentSteps(StreetCase):
    """The incident form shows each post's steps with their times, what is owed, and whether it was late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department = cls._unit("Emergency Office", "department", cls.street, code="emergency_management_office")
        cls.people = {
            code: cls._person(f"test_{code}", code, unit)
            for code, unit in (
                ("deputy_leader_in_charge", cls.street),
                ("other_deputy_leader", cls.street),
                ("linked_leader", cls.street),
                ("enforcement_officer", cls.street),
                ("community_party_secretary", cls.community_a),
                ("secretary_director", cls.community_a),
                ("safety_officer", cls.community_a),
                ("department_head", cls.department),
            )
        }
        cls.firm = cls._enterprise("Sewing Ltd", cls.grid_a1, headcount=10, safety_manager_name="Li Si")

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-10 02:00:00")
        self.incident = self.env["safety.incident"].create(
            {"name": "Fire", "unit_id": self.community_a.id, "enterprise_id": self.firm.id}
        )
        self.incident.with_user(self.cadre_user).action_report()

    def _log(self, kind, minute, post=None, **vals):
        """Write a line on the form, ``minute`` minutes after two o'clock UTC (ten in the street)."""
        user = self.people[post] if post else self.cadre_user
        incident = self.incident.with_user(self.office_user)
        with freeze_time(f"2026-03-10 02:{minute:02d}:00"), Form(incident) as form, form.log_ids.new() as line:
            line.kind, line.user_id = kind, user
            for name, value in vals.items():
                setattr(line, name, value)
        return self.incident.log_ids.filtered(lambda one: one.kind == kind).sorted("id")[-1:]

    def _row(self, person):
        """Return {heading: cell} of a person in the table on the form, as the office reads it."""
        self.incident.invalidate_recordset()
        table = html.fromstring(self.incident.with_user(self.office_user).steps_table)
        head = [cell.text_content() for cell in table.iter("th")]
        rows = [[cell.text_content().strip() for cell in row.iter("td")] for row in table.iter("tr")]
        found = [dict(zip(head, row, strict=True)) for row in rows if row]
        return next((row for row in found if row["Person"] == person), None)

    def _cells(self, post):
        row = self._row(self.people[post].name)
        self.assertEqual(row["Post"], self._post(post).name)
        return row

    def _adopt(self, code, **due):
        """Put a shipped regulation in force; ``due`` gives hours to rules that leave the time to the street."""
        regulations = self.env["safety.regulation"]
        regulation, _gaps = regulations._from_file(regulations._packs()[code], self.street, skip=True)
        for rule in regulation.rule_ids.filtered("due_missing"):
            rule.write({"offset_to": due.get("hours", 3), "due_missing": False})
        regulation.date_from = "2026-01-01"
        regulation.action_adopt()
        self.env["safety.duty"]._generate_caused(self.company)
        self.env["safety.duty"]._open_due(self.company)
        return regulation.rule_ids.grouped("code")

    def test_each_post_shows_its_arrival(self):
        """XY-3.2f, XY-3.5e, BF-1.2.5a, BF-1.3.8a: when deputy leader, safety and enforcement officer came."""
        for minute, post in enumerate(("deputy_leader_in_charge", "safety_officer", "enforcement_officer"), 10):
            self._log("arrival", minute, post)
            cells = self._cells(post)
            self.assertEqual((cells["At the scene"], cells["Minutes after the alarm"]), (f"10:{minute}", str(minute)))

    def test_measures_report_arrival_and_aftermath_of_the_post(self):
        """XY-3.3d, XY-3.3e, XY-3.4d: measures, report of the linked leader; arrival, aftermath of the secretary."""
        self._log("measure", 20, "linked_leader", note="Street closed")
        self._log("passed_on", 25, "linked_leader", note="By phone", recipient="District bureau")
        leader = self._cells("linked_leader")
        self.assertEqual(leader["Rescue measures"], "10:20 Street closed")
        self.assertEqual(leader["Reported"], "10:25 By phone → District bureau")
        self._log("arrival", 15, "community_party_secretary")
        self._log("aftermath", 50, "community_party_secretary", note="Families visited")
        secretary = self._cells("community_party_secretary")
        self.assertEqual((secretary["At the scene"], secretary["Aftermath"]), ("10:15", "10:50 Families visited"))

    def test_all_steps_of_leaders_and_the_community_with_times(self):
        """GY-2.13, GY-3.15, GY-5.5b: arrival, rescue, report with its content and aftermath of these posts."""
        for post in ("deputy_leader_in_charge", "other_deputy_leader", "secretary_director"):
            self._log("arrival", 10, post)
            self._log("measure", 20, post, note="Workshop emptied")
            self._log("report", 30, post, note="Two injured, fire out")
            self._log("aftermath", 40, post, note="Hospital visited")
            cells = self._cells(post)
            self.assertEqual(
                (cells["At the scene"], cells["Rescue measures"], cells["Reported"], cells["Aftermath"]),
                ("10:10", "10:20 Workshop emptied", "10:30 Two injured, fire out", "10:40 Hospital visited"),
            )

    def test_scene_protection_and_statements_of_the_enterprise(self):
        """XY-3.7f, XY-3.7g: the form shows the scene protected by the enterprise; its statement hangs on the log."""
        rules = self._adopt("XY")
        self._log("protection", 12, outsider="Li Si", note="Scene cordoned off")
        paper = (
            self.env["ir.attachment"]
            .with_user(self.office_user)
            .create({"name": "statement.pdf", "datas": base64.b64encode(b"%PDF-1.4 x")})
        )
        line = self._log("statement", 45, outsider="Li Si", note="Heard on the spot")
        line.with_user(self.office_user).attachment_ids = paper
        self.assertEqual((line.attachment_ids.res_model, line.attachment_ids.res_id), (line._name, line.id))
        row = self._row("Li Si")
        self.assertEqual(
            (row["Post"], row["Rescue measures"], row["Investigation"]),
            ("", "10:12 Scene cordoned off", "10:45 Heard on the spot"),
        )
        for code in ("XY-3.7f", "XY-3.7g"):
            duty = rules[code].duty_ids
            self.env["safety.duty"]._prove(self.incident.log_ids)
            self.assertEqual(duty.state, "met", code)

    def test_who_writes_down_what_others_did_did_not_do_it(self):
        """XY-3.5e: the arrival of somebody else, noted by the safety officer, is not the officer's own."""
        line = self._log("arrival", 10, "safety_officer", outsider="Li Si")
        self.assertFalse(line.appointment_id or line.post_id)

    def test_who_holds_two_seats_chooses_the_one(self):
        """XY-3.2f: the deputy leader who is also linked to the community arrives as the one or the other."""
        person = self.people["deputy_leader_in_charge"]
        self._appoint(person, "linked_leader", self.street, served_unit_ids=[(6, 0, self.community_a.ids)])
        other = self._appoint(person, "safety_officer", self.community_b)
        line = self._log("arrival", 10, "deputy_leader_in_charge")
        seats = person.safety_appointment_ids - other
        for seat in seats:
            line.appointment_id = seat
            self.assertEqual(line.post_id, seat.post_id)
        with self.assertRaisesRegex(ValidationError, "no seat of"):
            line.appointment_id = other
        with self.assertRaisesRegex(ValidationError, "no seat of"):
            line.appointment_id = self.people["safety_officer"].safety_appointment_ids

    def test_a_post_that_has_done_nothing_is_shown_too(self):
        """GY-2.13: the deputy who owes the arrival stands in the table before the arrival, and after it as met."""
        self._adopt("GY")
        name = self.people["deputy_leader_in_charge"].name
        waiting = self._row(name)
        self.assertNotIn("At the scene", waiting, "nobody has arrived yet")
        self.assertRegex(waiting["What the post owes"], "Planned|Open")
        self._log("arrival", 30, "deputy_leader_in_charge")
        self.env["safety.duty"]._prove(self.incident.log_ids)
        arrived = self._row(name)
        self.assertEqual(arrived["At the scene"], "10:30")
        self.assertIn("Met", arrived["What the post owes"])

    def test_report_steps_with_times_and_late_ones_flagged(self):
        """XY-3.2g, GY-1.12: occurrence and report times on the form; a late report, a late step are flagged."""
        self.assertFalse(self.incident.report_late)
        rules = self._adopt("GY", hours=1)
        self.assertTrue(rules["GY-1.12"].duty_ids)
        as_office = self.incident.with_user(self.office_user)
        self.assertEqual((as_office.duty_late_count, as_office.duty_count > 0), (0, True))
        late = self.env["safety.incident"].create(
            {"name": "Late", "unit_id": self.community_a.id, "place": "Road", "occurred_at": "2026-03-10 00:30:00"}
        )
        late.with_user(self.cadre_user).action_report()
        self.assertTrue(late.report_late)
        self.assertEqual((str(late.occurred_at), str(late.first_report_at)),
                         ("2026-03-10 00:30:00", "2026-03-10 02:00:00"))  # fmt: skip
        self.env["safety.duty"]._pulse(self.company)
        duty = rules["GY-1.12"].duty_ids.filtered(lambda one: one.cause_res_id == late.id)
        self.assertIn(duty.state, ("met_late", "missed"))
        as_office = late.with_user(self.office_user)
        self.assertGreater(as_office.duty_late_count, 0)
        self.assertIn(duty, self.env["safety.duty"].search(as_office.action_open_duties()["domain"]))
        cell = html.fromstring(as_office.steps_table).xpath(f"//div[contains(., '{duty.rule_id.name}')]")[-1]
        self.assertIn("text-danger", cell.get("class"))

    def test_investigation_is_a_part_and_needed_for_closing(self):
        """XY-3.4e, GY-4.2.11: not closed without investigation result; who investigated stands in the table."""
        self._log("investigation", 40, "community_party_secretary", note="Witnesses heard")
        self._log("investigation", 50, "department_head", note="Files handed over")
        self.assertEqual(self._cells("community_party_secretary")["Investigation"], "10:40 Witnesses heard")
        self.assertEqual(self._cells("department_head")["Investigation"], "10:50 Files handed over")
        self.incident.type_id = self.env.ref("street_safety_base.incident_type_2025_09")
        closing = self.incident.with_user(self.office_user)
        with self.assertRaisesRegex(UserError, "Investigation result"):
            closing.action_close()
        with Form(closing) as form:
            form.investigation_result = "<p>Overloaded socket</p>"
        closing.action_close()
        self.assertEqual(self.incident.state, "closed")

    def test_tasks_of_investigation_and_aftermath_given_to_the_post(self):
        """XY-3.5f: from the incident a task is given to the safety officer, who finds it and reports on it."""
        officer = self.people["safety_officer"]
        action = self.incident.with_user(self.office_user).action_give_task()
        with Form(self.env["safety.task.wizard"].with_user(self.office_user).with_context(**action["context"])) as form:
            self.assertEqual((form.incident_id, form.name), (self.incident, "Fire"))
            form.name = "Hear the witnesses"
            form.assigned_post_id = self._post("safety_officer")
            form.date_due = "2026-03-12"
        form.record.action_give()
        task = self.incident.task_ids
        self.assertEqual((task.unit_id, task.assigned_post_id.code), (self.community_a, "safety_officer"))
        self.assertEqual(self.incident.task_count, 1)
        self.assertIn(task, self.env["safety.record"].with_user(officer).search([("is_my_task", "=", True)]))
        self.assertNotIn(task, self.env["safety.record"].with_user(self.cadre_user).search([("is_my_task", "=", True)]))
        task.with_user(officer).note = "<p>Heard</p>"
        task.with_user(officer).action_done()
        self.assertEqual(self.env["safety.record"].search(self.incident.action_open_tasks()["domain"]), task)

    def test_table_of_many_incidents_in_a_constant_number_of_statements(self):
        self._adopt("GY")

        def statements(incidents):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            incidents.with_user(self.office_user).mapped("steps_table")
            return self.cr.sql_log_count - before

        few = statements(self.incident)
        more = self.incident
        for _number in range(5):
            one = self.incident.copy({"occurred_at": "2026-03-10 01:50:00"})
            one.action_report()
            more |= one
        self.env["safety.duty"]._generate_caused(self.company)
        self.assertLessEqual(statements(more), few + 2)
