import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.common import StreetCase

REASONS_XY = {"XY-3.8a", "XY-3.8b-1", "XY-3.8b-2", "XY-3.8b-3", "XY-3.8c", "XY-3.8d"}
REASONS_GY = {
    "GY-8.4.1b", "GY-8.4.2", "GY-8.4.3", "GY-8.4.4", "GY-8.4.5", "GY-8.4.6", "GY-8.4.7", "GY-8.4.8", "GY-8.4.9",
    "GY-8.4.10",
}  # fmt: skip


class IncidentCase(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls._person("test_leader", "main_leader", cls.street)
        cls.deputy = cls._person("test_deputy_leader", "deputy_leader_in_charge", cls.street)
        cls.principal = cls._person("test_principal", "community_principal", cls.community_a)
        cls.enterprise = cls._enterprise("Sewing Ltd", cls.grid_a1)

    def setUp(self):
        super().setUp()
        self._freeze("2026-06-10 04:00:00")

    def _adopt(self, code):
        regulations = self.env["safety.regulation"]
        regulation, _gaps = regulations._from_file(regulations._packs()[code], self.street, skip=True)
        regulation.date_from = "2026-01-01"
        regulation.action_adopt()
        rules = self.env["safety.measure.rule"].search([("regulation_id", "=", regulation.id)])
        rules.date_from = "2026-01-01"
        return {rule.code: rule for rule in rules}

    def _incident(self, report=True, **vals):
        incident = self.env["safety.incident"].create(
            {
                "name": "Fall from a roof",
                "unit_id": self.community_a.id,
                "enterprise_id": self.enterprise.id,
                "type_id": self.env.ref("street_safety_base.incident_type_2025_10").id,
                "occurred_at": "2026-06-10 03:30:00",
                **vals,
            }
        )
        if report:
            incident.action_report()
        return incident

    def _as(self, user, records):
        return records.with_user(user).with_context(allowed_company_ids=self.company.ids)

    def _file(self, record, name="report.pdf"):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "datas": base64.b64encode(b"%PDF-1.4 as it was"),
                "res_model": record._name,
                "res_id": record.id,
            }
        )


@tagged("post_install", "-at_install")
class TestFourNoLetGo(IncidentCase):
    """XY-3.8e: an incident cannot be closed until all four points are ticked with proof."""

    def test_xy_3_8e_not_closed_before_each_point_has_its_proof(self):
        self._adopt("XY")
        incident = self._incident(investigation_result="The roof was rotten")
        points = incident.point_ids
        self.assertEqual(
            points.kind_id.mapped("code"), ["cause", "responsible", "measures", "educated", "principal", "alike"]
        )
        self.assertEqual(incident.points_left, 4)
        with self.assertRaisesRegex(UserError, "not let go"):
            incident.action_close()
        with self.assertRaisesRegex(UserError, "needs its proof"):
            points[0].action_done()
        for point in points[:3]:
            point.proof = "See the report"
            self._as(self.principal, point).action_done()
        self.assertEqual((points[0].done_by_id, str(points[0].done_on)), (self.principal, "2026-06-10"))
        with self.assertRaisesRegex(UserError, "not let go"):
            incident.action_close()
        points[3].attachment_ids = self._file(points[3])
        points[3].action_done()
        incident.action_close()
        self.assertEqual(incident.state, "closed", "training of the principal and like risks may follow")
        with self.assertRaises(UserError):
            points[4].proof = "Too late"

    def test_a_tick_is_no_field_to_write(self):
        self._adopt("XY")
        point = self._incident().point_ids[0]
        with self.assertRaises(UserError):
            self._as(self.principal, point).write({"done": True})
        with self.assertRaises(AccessError):
            self._as(self.other_cadre_user, point).action_done()

    def test_where_no_regulation_asks_an_accident_closes_as_before(self):
        incident = self._incident(investigation_result="The roof was rotten")
        self.assertFalse(incident.point_ids)
        incident.action_close()
        self.assertEqual(incident.state, "closed")


@tagged("post_install", "-at_install")
class TestAccountabilityCases(IncidentCase):
    def test_xy_3_8_reasons_each_open_a_case(self):
        """XY-3.8a XY-3.8b XY-3.8c XY-3.8d: neglect, concealed, delayed, no timely rescue, grown loss, dereliction."""
        rules = self._adopt("XY")
        self.assertEqual(set(rules), REASONS_XY)
        self._each_opens_a_case(rules)

    def test_gy_8_4_reasons_each_open_a_case(self):
        """GY-8.4.1b GY-8.4.2 GY-8.4.3 GY-8.4.4 GY-8.4.5 GY-8.4.6 GY-8.4.7 GY-8.4.8 GY-8.4.9 GY-8.4.10: a case each."""
        rules = self._adopt("GY")
        self.assertLessEqual(REASONS_GY, set(rules))
        self._each_opens_a_case({code: rules[code] for code in REASONS_GY})

    def _each_opens_a_case(self, rules):
        incident = self._incident()
        for code, rule in rules.items():
            case = self._as(self.office_user, self.env["safety.measure"]).create(
                {
                    "kind_id": rule.kind_id.id,
                    "rule_id": rule.id,
                    "unit_id": self.community_a.id,
                    "incident_id": incident.id,
                    "user_ids": [Command.set(self.principal.ids)],
                }
            )
            case.action_issue()
            self.assertEqual((case.kind_id.code, case.name, case.user_ids), ("case", rule.name, self.principal), code)
            self.assertTrue(case.clause_id)
        self.assertEqual(incident.measure_count, len(rules))

    def test_gy_8_1_a_case_lists_the_person_of_each_level(self):
        """GY-8.1: main leader, leader in charge, community head and grid member of the day stand in the case."""
        self._adopt("GY")
        incident = self._incident()
        (case,) = self.env["safety.measure"]._propose(self.company)
        self.assertEqual((case.rule_id.code, case.incident_id), ("GY-8.1", incident))
        self.assertEqual(case.user_ids, incident._persons_responsible().user_id)
        self.assertLessEqual(
            self.leader | self.deputy | self.principal | self.cadre_user | self.grid_user, case.user_ids
        )
        self.assertNotIn(self.other_cadre_user, case.user_ids)
        self.assertIn(self.grid_user.name, case.chain_table)

    def test_gy_8_3_a_larger_accident_names_the_first_responsible_and_the_leader(self):
        """GY-8.3: a case for each of the two reasons, the first responsible person and the direct leader named."""
        rules = self._adopt("GY")
        self._incident(deaths=3)
        cases = {case.rule_id.code: case for case in self.env["safety.measure"]._propose(self.company)}
        self.assertIn("GY-8.3-1", cases)
        self.assertLessEqual(self.principal | self.deputy, cases["GY-8.3-1"].user_ids)
        self.assertEqual(rules["GY-8.3-2"].basis, "hand", "not coming to direct the rescue is found by people")

    def test_gy_8_4_8_reported_late_is_a_fact(self):
        """GY-8.4.8 XY-3.8b: a report after the time limit proposes the case."""
        self._adopt("GY")
        self._adopt("XY")
        late = self._incident(occurred_at="2026-06-08 03:30:00")
        self.assertTrue(late.report_late)
        codes = self.env["safety.measure"]._propose(self.company).rule_id.mapped("code")
        self.assertIn("GY-8.4.8", codes)
        self.assertIn("XY-3.8b-2", codes)

    def test_xy_3_8a_missed_duties_of_the_chain_are_pulled_into_the_case(self):
        """XY-3.8a: from an incident the missed duties of the chain are attached to the accountability case."""
        regulation = self._regulation()
        rule = self._rule(regulation)
        duties = self.env["safety.duty"]
        for unit, due in (
            (self.community_a, "2026-03-31"),
            (self.community_b, "2026-03-31"),
            (self.community_a, "2025-03-31"),
        ):
            duties |= duties.create(
                {
                    "rule_id": rule.id,
                    "kind_id": rule.kind_id.id,
                    "unit_id": unit.id,
                    "company_id": self.company.id,
                    "post_id": rule.post_ids[0].id,
                    "period_start": due,
                    "period_end": due,
                    "window_start": due,
                    "window_end": due,
                    "due_date": due,
                    "record_required": 1,
                    "state": "missed",
                }
            )
        incident = self._as(self.office_user, self._incident())
        case = self.env["safety.measure"].browse(incident.action_open_case()["res_id"])
        self.assertEqual(case.evidence_ids, duties[:1].ids, "not the neighbours', not those of two years ago")
        self.assertEqual(case.incident_id, incident)
        with self.assertRaises(AccessError):
            self._as(self.principal, incident).action_open_case()

    def test_sealed_files_stay(self):
        incident = self._as(self.office_user, self._incident())
        with self.assertRaisesRegex(UserError, "no files"):
            incident.action_seal()
        file = self._file(incident)
        incident.action_seal()
        self.assertEqual((incident.sealed_count, incident.sealed_by_id), (1, self.office_user))
        for change in (lambda: file.unlink(), lambda: file.write({"datas": base64.b64encode(b"other")})):
            with self.assertRaisesRegex(UserError, "sealed"):
                change()
        later = self._file(incident, "later.pdf")
        later.unlink()
        with self.assertRaises(AccessError):
            self._as(self.principal, incident).action_seal()
        with self.assertRaises(UserError):
            incident.sealed_files = []
