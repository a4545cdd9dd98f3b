import io
from datetime import date

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..duty.common import DutyCase

YEAR = date(2026, 1, 1), date(2026, 12, 31)


@tagged("post_install", "-at_install")
class TestOfficeRows(DutyCase):
    """The rows of the catalogue about reports and archives: each with what its acceptance says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls._enterprise("晨光制鞋厂", cls.grid_a1)
        cls.records = cls.env["safety.record"]

    def _record(self, code, user, unit, **vals):
        return self.records.with_user(user).create(
            {
                "name": f"Test {code}",
                "type_id": self.env.ref(f"street_safety_base.record_type_{code}").id,
                "unit_id": unit.id,
                "date": "2026-03-05",
                **vals,
            }
        )

    def _book(self, code, user):
        """Return {sheet: rows of texts below the head} of a ledger as ``user`` prints it."""
        ledger = self.env.ref(f"street_safety_base.ledger_{code}").with_user(user)
        engine = self.env["ir.actions.report"].with_user(user).with_company(self.company)
        content, _kind = engine._render_xlsx("street_safety_base.ledger_xlsx", ledger.ids, {})
        book = load_workbook(io.BytesIO(content))
        for sheet in book.worksheets:
            self.assertIn("2026-03-05", sheet.cell(3, 1).value, "the day it was printed")
        return {
            sheet.title: [
                " ".join(str(cell) for cell in row if cell) for row in sheet.iter_rows(min_row=5, values_only=True)
            ]
            for sheet in book.worksheets
        }

    # ---- archive -----------------------------------------------------------------------------------------------------

    def test_xt_1_1c_minutes_in_the_filing_queue(self):
        """XT-1.1c: a closed meeting appears in the office's filing queue, and with the day of receipt once filed."""
        meeting = self.env["safety.meeting"].create(
            {
                "name": "Report meeting",
                "unit_id": self.community_a.id,
                "start": "2026-03-05 01:00:00",
                "minutes": "<p>What was said</p>",
                "attendee_ids": [Command.create({"user_id": self.cadre_user.id})],
            }
        )
        action = self.env.ref("street_safety_base.safety_meeting_action_filing")
        queue = self.env["safety.meeting"].with_user(self.office_user)
        self.assertNotIn(meeting, queue.search(safe_eval(action.domain)))
        meeting.attendee_ids._workflow_write({"state": "present"})
        meeting.action_hold()
        meeting.action_minute()
        waiting = queue.search([*safe_eval(action.domain), ("state", "=", "minuted")])
        self.assertIn(meeting, waiting)
        self.assertFalse(meeting.filed_on)
        self.env["safety.signature.rule"].search([("model", "=", "safety.meeting")]).active = False
        with freeze_time("2026-03-06 04:00:00"):
            meeting.with_user(self.office_user).action_archive_minutes()
        self.assertEqual(str(meeting.filed_on), "2026-03-06")
        self.assertIn(meeting, queue.search(safe_eval(action.domain)))

    def test_xt_5_2b_duties_without_record_of_a_past_period(self):
        """XT-5.2b: for any past period a list shows the duties without a record."""
        rule = self._adopt()
        self._night()
        self._work_record(self.community_a, "2026-03-04")
        with freeze_time("2026-04-02 04:00:00"):
            self._night()
            missing = self.duties.with_user(self.office_user).search(
                [
                    ("rule_id", "=", rule.id),
                    ("state", "=", "missed"),
                    ("due_date", ">=", "2026-03-01"),
                    ("due_date", "<=", "2026-03-31"),
                ]
            )
        self.assertEqual(missing.unit_id, self.community_b)
        self.assertFalse(missing.evidence_ids)
        arch = self.env.ref("street_safety_base.safety_duty_view_search").arch
        self.assertTrue('name="missed"' in arch and 'date="due_date"' in arch, "period and status are filters")

    def test_xt_5_3_1_a_ledger_for_each_work_point(self):
        """XT-5.3.1: the ledger of each work point opens filled from live records and exports with date."""
        other = self._unit("Second Work Point", "work_point", self.street)
        self._work_record(self.community_a, "2026-03-02", name="First point's work")
        book = self._book("work_points", self.office_user)
        self.assertEqual(len(book), 2)
        first = next(rows for title, rows in book.items() if title.endswith("First Work Point"))
        second = next(rows for title, rows in book.items() if title.endswith(other.name))
        self.assertIn("First point's work", first[0])
        self.assertFalse(second)
        self._work_record(other, "2026-03-03", name="Second point's work")
        again = self._book("work_points", self.office_user)
        self.assertIn(
            "Second point's work", next(rows for title, rows in again.items() if title.endswith(other.name))[0]
        )
        self.assertEqual(len(self._book("work_points", self.head_user)), 1, "a work point prints its own")

    def test_xt_5_3_2_a_ledger_for_each_special_field(self):
        """XT-5.3.2: the ledger of each special field opens filled from live records and exports with date."""
        fire, traffic = (self._unit(name, "special_committee", self.street) for name in ("Fire", "Traffic"))
        self._work_record(fire, "2026-03-02", name="Fire field's work")
        book = self._book("special_fields", self.office_user)
        rows = {title.split(" ", 1)[1]: rows for title, rows in book.items()}
        self.assertIn("Fire field's work", rows[fire.name][0])
        self.assertFalse(rows[traffic.name])

    def test_xt_5_3_4_major_hazard_sources(self):
        """XT-5.3.4: the ledger of major hazard sources opens filled from live records and exports with date."""
        self.env["safety.dossier.item"].create(
            {
                "name": "Ammonia tank",
                "enterprise_id": self.firm.id,
                "type_id": self.env.ref("street_safety_base.dossier_type_hazard_source").id,
                "date": "2026-01-15",
            }
        )
        (rows,) = self._book("hazard_sources", self.office_user).values()
        self.assertEqual(len(rows), 1)
        self.assertIn("晨光制鞋厂", rows[0])
        action = self.env.ref("street_safety_base.ledger_hazard_sources").with_user(self.office_user).action_open()
        self.assertEqual(action["res_model"], "safety.dossier.item")

    def test_xt_5_3_6_information_ledger(self):
        """XT-5.3.6: the work-safety information ledger opens filled from live records and exports with date."""
        incident = self.env["safety.incident"].create(
            {"name": "Fire in a workshop", "unit_id": self.grid_a1.id, "place": "Second floor"}
        )
        (rows,) = self._book("information", self.office_user).values()
        self.assertFalse(rows, "a draft is no information")
        incident.action_report()
        (rows,) = self._book("information", self.office_user).values()
        self.assertTrue(incident.number in rows[0] and "Fire in a workshop" in rows[0])

    def test_xy_3_5b_ledgers_and_statistics_per_community(self):
        """XY-3.5b: ledgers and statistics per community open filled from live records."""
        self._enterprise("外社区厂", self.grid_b1)
        book = self._book("communities", self.office_user)
        rows = {title.split(" ", 1)[1]: rows for title, rows in book.items()}
        self.assertIn("晨光制鞋厂", rows["Community A"][0])
        self.assertIn("外社区厂", rows["Community B"][0])
        roll = self.env["safety.roll"].with_user(self.cadre_user).create({"unit_id": self.community_a.id})
        self.assertEqual(roll.closing, 1)

    def test_gy_4_2_9_ledgers_by_grade_and_class(self):
        """GY-4.2.9: ledgers by grade and class: each community's enterprises with their class, and the key ones."""
        self.firm.class_id = self.env.ref("street_safety_base.safety_supervision_class_key")
        name = self.firm.class_id.name
        book = self._book("communities", self.office_user)
        self.assertIn(name, next(rows for title, rows in book.items() if title.endswith("Community A"))[0])
        (rows,) = self._book("key_units", self.office_user).values()
        self.assertEqual(len(rows), 1)

    # ---- reports -----------------------------------------------------------------------------------------------------

    def test_xy_3_2d_problem_open_until_answered(self):
        """XY-3.2d: a problem can be escalated and stays open until it is answered."""
        deputy = self._person("test_deputy", "deputy_leader_in_charge", self.street)
        matter = self._record("matter", deputy, self.street, counterpart="District emergency bureau")
        matter.matter_status = "passed"
        with self.assertRaisesRegex(UserError, "what became of it"):
            matter.action_done()
        waiting = self.records.with_user(deputy).search([("matter_status", "in", ("passed", "taken"))])
        self.assertIn(matter, waiting)
        matter.matter_status = "solved"
        matter.action_done()
        self.assertEqual(matter.state, "done")

    def test_bf_1_1_2a_dated_notes_on_the_grids_page(self):
        """BF-1.1.2a: the page of a grid holds dated situation notes."""
        note = self._record("situation", self.grid_user, self.grid_a1)
        with self.assertRaisesRegex(UserError, "report"):
            note.action_done()
        note.note = "<p>More fireworks before the holiday</p>"
        note.action_done()
        page = self.grid_a1.with_user(self.grid_user)
        page.invalidate_recordset()
        self.assertEqual((page.note_count, str(page.last_note_on)), (1, "2026-03-05"))
        action = page.action_open_notes()
        self.assertEqual(self.records.with_user(self.grid_user).search(action["domain"]), note)
        self.assertIn("action_open_notes", page.get_view(view_type="form")["arch"])

    def test_bf_1_3_2a_dated_notes_at_street_level(self):
        """BF-1.3.2a: dated situation notes at street level, and the ledger of all of them."""
        officer = self._person("test_officer", "enforcement_officer", self.street)
        note = self._record("situation", officer, self.street, note="<p>Quiet</p>")
        note.action_done()
        self.assertEqual(self.street.with_user(officer).note_count, 1)
        (rows,) = self._book("situation", self.office_user).values()
        self.assertTrue(any("Test situation" in row and "2026-03-05" in row for row in rows))

    def test_zf_2_3b_notes_and_open_points_with_next_follow_up(self):
        """ZF-2.3b: a unit's page holds analysis notes and open points with the next day to follow them up."""
        analysis = self._record("analysis", self.cadre_user, self.community_a, note="<p>Old wires everywhere</p>")
        with self.assertRaisesRegex(UserError, "at least one task"):
            analysis.action_done()
        task = self.env.ref("street_safety_base.record_type_task").id
        first, second = self.records.with_user(self.cadre_user).create(
            [
                {
                    "name": name,
                    "type_id": task,
                    "unit_id": self.grid_a1.id,
                    "parent_id": analysis.id,
                    "date_due": day,
                }
                for name, day in (("Replace wires", "2026-04-10"), ("Talk to the owner", "2026-03-20"))
            ]
        )
        analysis.action_done()
        page = self.community_a.with_user(self.cadre_user)
        page.invalidate_recordset()
        self.assertEqual((page.note_count, page.open_point_count, str(page.next_follow_up)), (1, 2, "2026-03-20"))
        self.assertEqual(self.records.search(page.action_open_points()["domain"]), first | second)
        second.note = "<p>Agreed</p>"
        second.action_done()
        page.invalidate_recordset()
        self.assertEqual((page.open_point_count, str(page.next_follow_up)), (1, "2026-04-10"))

    def test_notes_cost_two_queries_for_any_number_of_units(self):
        units = self.grid_a1 | self.grid_a2 | self.grid_b1 | self.grid_b2 | self.community_a
        units.mapped("parent_path")
        self.env.flush_all()
        units.mapped("note_count")
        units.invalidate_recordset(["note_count", "last_note_on", "open_point_count", "next_follow_up"])
        with self.assertQueryCount(3):
            units.mapped("note_count")

    def test_zf_t1_2b_yearly_report_done_or_missing_per_enterprise(self):
        """ZF-T1.2b: per enterprise and year the report to the workers' congress is shown done or missing."""
        self.firm.above_scale = True
        other = self._enterprise("星辉塑料厂", self.grid_a2, above_scale=True)
        self._enterprise("小作坊", self.grid_a2)
        rule = self._adopt(
            kind_id=self.visit_kind.id,
            post_ids=[(6, 0, self._post("stationed_cadre").ids)],
            period_unit="year",
            target_domain="[('above_scale', '=', True)]",
            coverage="all",
        )
        self._night(*YEAR)
        self._visit(self.grid_a1, "2026-03-04", self.firm)
        duty = self._at(rule, self.community_a)
        self.assertEqual((duty.target_done, duty.target_required), (1, 2))
        self.assertEqual(duty.missing_enterprise_ids, other)
        self.assertEqual((str(duty.period_start), str(duty.due_date)), ("2026-01-01", "2026-12-31"))
