from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, tagged
from odoo.tools import mute_logger

from ..common import InspectionCase


class SupervisionCase(InspectionCase):
    """The head of the work point and the office supervise communities A and B."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls._person("test_leader", "main_leader", cls.street)
        cls.b_firm = cls._enterprise("Paper Ltd", cls.grid_b1)

    @classmethod
    def _kind(cls, code):
        return cls.env.ref(f"street_safety_inspection.supervision_kind_{code}")

    @classmethod
    def _visit(cls, user=None, code="open_visit", **vals):
        return (
            cls.env["safety.supervision"]
            .with_user(user or cls.office_user)
            .create({"kind_id": cls._kind(code).id, "unit_id": cls.street.id, **vals})
        )

    @classmethod
    def _line(cls, visit, name="Exits", verdict="problem", **vals):
        found = False if verdict == "fine" else "Locked"
        return visit.line_ids.create(
            {"supervision_id": visit.id, "name": name, "verdict": verdict, "found": found, **vals}
        )

    def _paper(self, visit):
        report = self.env["ir.actions.report"].with_user(visit.env.user)
        return report._render_qweb_html("street_safety_inspection.report_supervision", visit.ids)[0].decode()

    def _drawn(self, user=None, **vals):
        draw = self.env["safety.draw"].with_user(user or self.office_user).create(
            {"name": "By lot", "visibility": "internal", "inspectors_each": 0, **vals}
        )  # fmt: skip
        draw.action_seal()
        draw._draw("dice 4 1", self.leader if user != self.leader else self.office_user)
        return draw


@tagged("post_install", "-at_install")
class TestSupervision(SupervisionCase):
    """Who supervises, what the supervised see and when, and how a finding comes to an end."""

    def test_zf_t11_6_an_undercover_visit_assigns_matters_with_deadlines(self):
        """ZF-T11.6: an open or undercover visit makes matters for units, each with a deadline, followed to the end."""
        for code in ("open_visit", "undercover_visit"):
            with self.subTest(code):
                visit = self._visit(code=code, target_unit_id=self.community_a.id)
                line = self._line(visit)
                kind = self._kind(code)
                self.assertEqual(
                    (line.unit_id, str(line.deadline)), (self.community_a, f"2026-03-{10 + kind.reply_days}")
                )
                visit.action_issue()
                self.assertEqual((visit.state, line.state, visit.open_count), ("issued", "open", 1))
                self.assertTrue(visit.number)
                theirs = line.with_user(self.cadre_user)
                theirs._reply("Exit opened, guard named", [{"name": "a.png", "raw": self._photo().raw}])
                self.assertEqual((line.state, line.reply_photo_ids.res_id), ("replied", line.id))
                line.with_user(self.office_user).action_accept()
                self.assertEqual((line.state, visit.state, str(visit.closed_on)), ("closed", "closed", "2026-03-10"))

    def test_xy_3_1d_a_research_visit_is_recorded_and_followed_up(self):
        """XY-3.1d: a visit of type research with findings, which are answered, sent back, and settled."""
        visit = self._visit(self.leader, code="research", target_unit_id=self.community_b.id, note="Small workshops")
        line = self._line(visit, found="Nobody knows the number of workshops")
        visit.action_issue()
        self.assertEqual(visit.leader_id, self.leader)
        line.with_user(self.other_cadre_user)._reply("Counted: 12")
        line.with_user(self.leader)._do_because("return", "Say where")
        self.assertEqual((line.state, line.return_reason), ("open", "Say where"))
        line.with_user(self.other_cadre_user)._reply("12, list attached")
        self.assertFalse(line.return_reason)
        line.with_user(self.leader).action_accept()
        self.assertEqual(visit.state, "closed")

    def test_bf_1_3_9a_a_form_per_community_with_scores(self):
        """BF-1.3.9a: the officers' form of a community holds the item on grid supervision with its score."""
        with Form(self.env["safety.supervision"].with_user(self.office_user)) as form:
            form.kind_id = self._kind("grid_supervision")
            form.unit_id = self.street
            form.target_unit_id = self.community_a
        visit = form.record
        grid = visit.line_ids.filtered(lambda line: line.section == "网格监管落实")
        self.assertEqual((len(grid), sum(grid.mapped("points"))), (2, 40))
        self.assertEqual(visit.full_marks, 100)
        visit.line_ids.write({"verdict": "fine"})
        grid[0].write({"verdict": "problem", "found": "Grid A2 has nobody", "score": 5})
        self.assertEqual((visit.score, visit.unit_id, visit.target_unit_ids), (85, self.street, self.community_a))
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            grid[0].score = 21
            self.env.flush_all()

    def test_bf_1_3_9b_the_six_lists_stand_beside_what_is_found(self):
        """BF-1.3.9b: each of the six lists is a line with the number of its records there, which opens them."""
        self._hazard(enterprise_id=self.enterprise.id)
        visit = self._visit(code="grid_supervision", target_unit_id=self.community_a.id)
        lists = visit.line_ids.filtered(lambda line: line.section == "六个清单")
        self.assertEqual(len(lists), 6)
        self.assertEqual(set(lists.item_id.ledger_id.mapped("group")), {"list"})
        hazards = lists.filtered(lambda line: line.item_id.ledger_id.code == "hazards")
        self.assertTrue(hazards.reported.endswith("1"), hazards.reported)
        action = hazards.action_open_reported()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]).enterprise_id, self.enterprise)
        elsewhere = self._visit(code="grid_supervision", target_unit_id=self.community_b.id)
        other = elsewhere.line_ids.filtered(lambda line: line.item_id.ledger_id.code == "hazards")
        self.assertTrue(other.reported.endswith("0"), other.reported)

    def test_bf_1_3_9c_register_and_files_are_supervised_and_what_lacks_is_listed(self):
        """BF-1.3.9c: register and files print; enterprises without a complete file are counted and listed."""
        for report, record in (("report_booklet", self.community_a), ("report_dossier", self.enterprise)):
            html = self.env["ir.actions.report"]._render_qweb_html(f"street_safety_base.{report}", record.ids)[0]
            self.assertIn(self.enterprise.name, html.decode())
        self.env.cr.execute("UPDATE safety_enterprise SET missing_count = 2 WHERE id = %s", self.enterprise.ids)
        self.env.invalidate_all()
        visit = self._visit(code="grid_supervision", target_unit_id=self.community_a.id)
        files = visit.line_ids.filtered(lambda line: line.item_id.ledger_id.code == "incomplete")
        self.assertTrue(files.reported.endswith("1"), files.reported)
        action = files.action_open_reported()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), self.enterprise)

    def test_gy_3_5_the_leader_sees_where_tasks_stand_in_each_unit(self):
        """GY-3.5: supervision shows the leader the open tasks of each office and community, and opens them."""
        kind = self.env.ref("street_safety_base.record_type_task")
        self.env["safety.record"].create(
            {"name": "Close the cellar", "type_id": kind.id, "unit_id": self.community_a.id, "date_due": "2026-03-05"}
        )
        counts = {}
        for unit in self.community_a | self.community_b:
            visit = self._visit(self.leader, code="standing_supervision", target_unit_id=unit.id)
            line = visit.line_ids.filtered(lambda one: one.item_id.ledger_id.code == "open_tasks")
            counts[unit] = line.reported[-1]
            domain = line.action_open_reported()["domain"]
            self.assertEqual(self.env["safety.record"].search_count(domain), int(counts[unit]))
        self.assertEqual(counts, {self.community_a: "1", self.community_b: "0"})

    def test_gy_3_9_supervision_shows_where_patrols_are_assigned_to_nobody(self):
        """GY-3.9: a grid without a named person for the patrol is the gap that the community's supervision shows."""
        visit = self._visit(self.leader, code="standing_supervision", target_unit_id=self.community_a.id)
        line = visit.line_ids.filtered(lambda one: one.item_id.ledger_id.code == "patrol_gaps")
        gaps = self.env["safety.unit"].search(line.action_open_reported()["domain"])
        self.assertEqual((line.reported[-1], gaps), ("1", self.grid_a2))

    # ---- what nobody may see before ----------------------------------------------------------------------------------

    def test_nothing_is_seen_before_the_feedback(self):
        """XT-3.3b: draw, draft and lines are hidden from who is supervised: list, name, message, calendar."""
        events = self.env["calendar.event"].search_count([])
        draw = self._drawn(subject="unit", number_drawn=1, unit_id=self.street.id,
                           unit_type_id=self.work_point.type_id.id)  # fmt: skip
        messages = self.env["mail.message"].sudo().search_count([("partner_ids", "in", self.head_user.partner_id.ids)])
        action = draw.line_ids.action_inspect()
        visit = self.env["safety.supervision"].with_user(self.leader).with_context(**action["context"]).create(
            {"supervisor_ids": [Command.set(self.leader.ids)]}
        )  # fmt: skip
        line = self._line(visit)
        self.assertEqual((visit.draw_id, visit.target_unit_id), (draw, self.work_point))
        for model, record in (
            ("safety.draw", draw), ("safety.draw.line", draw.line_ids), ("safety.supervision", visit),
            ("safety.supervision.line", line),
        ):  # fmt: skip
            theirs = self.env[model].with_user(self.head_user)
            self.assertFalse(theirs.search([("id", "in", record.ids)]), model)
            with self.assertRaises(AccessError):
                theirs.browse(record.id).read(["display_name"])
        self.assertEqual(self.env["calendar.event"].search_count([]), events)
        told = self.env["mail.message"].sudo().search_count([("partner_ids", "in", self.head_user.partner_id.ids)])
        self.assertEqual(told, messages)
        self.assertEqual(draw.line_ids.state, "begun")
        visit.action_issue()
        self.assertEqual(visit.with_user(self.head_user).line_ids, line)
        self.assertEqual((draw.line_ids.state, draw.done_count), ("done", 1))

    def test_a_unit_sees_its_own_lines_only(self):
        visit = self._visit()
        one = self._line(visit, unit_id=self.community_a.id)
        two = self._line(visit, unit_id=self.community_b.id)
        visit.action_issue()
        seen = (
            self.env["safety.supervision.line"].with_user(self.cadre_user).search([("supervision_id", "=", visit.id)])
        )
        self.assertEqual(seen, one)
        with self.assertRaises(AccessError):
            two.with_user(self.cadre_user)._reply("Not mine")
        with self.assertRaises(AccessError):
            two.with_user(self.cadre_user).read(["found"])
        html = self._paper(visit.with_user(self.cadre_user))
        self.assertIn(one.unit_id.name, html)
        self.assertNotIn(two.unit_id.name, html)

    def test_who_answered_does_not_accept_and_nothing_is_edited_after(self):
        visit = self._visit(target_unit_id=self.community_a.id)
        line = self._line(visit)
        visit.action_issue()
        with self.assertRaises(UserError):
            line.with_user(self.cadre_user)._reply("  ")
        line.with_user(self.office_user)._reply("Answered by the office itself")
        with self.assertRaisesRegex(UserError, "somebody else"):
            line.with_user(self.office_user).action_accept()
        with self.assertRaises(AccessError):
            line.with_user(self.cadre_user).action_accept()
        for vals in ({"found": "Nothing"}, {"verdict": "fine"}, {"state": "closed"}, {"reply": "x"}):
            with self.assertRaises(UserError):
                line.with_user(self.office_user).write(vals)
        with self.assertRaises(UserError):
            visit.with_user(self.office_user).write({"note": "Later"})

    def test_it_is_complete_before_it_is_fed_back(self):
        visit = self._visit(target_unit_id=self.community_a.id)
        with self.assertRaisesRegex(UserError, "Looked at"):
            visit.action_issue()
        line = self._line(visit, verdict=False, found=False)
        with self.assertRaisesRegex(UserError, "Compared"):
            visit.action_issue()
        line.verdict = "omission"
        with self.assertRaisesRegex(UserError, "What was found"):
            visit.action_issue()
        line.write({"found": "x", "unit_id": self.street.id})
        with self.assertRaisesRegex(UserError, "Unit visited"):
            visit.action_issue()
        line.write({"unit_id": self.community_a.id, "deadline": False})
        with self.assertRaisesRegex(UserError, "by when"):
            visit.action_issue()
        with self.assertRaises(ValidationError):
            self._visit(target_unit_id=self.street.id)

    def test_what_was_not_drawn_does_not_count(self):
        """XT-3.3b: a kind that goes by lot refuses whom nobody drew."""
        visit = self._visit(self.leader, code="leader_supervision", target_unit_id=self.work_point.id)
        self._line(visit)
        with self.assertRaisesRegex(UserError, "by lot"):
            visit.action_issue()
        visit.draw_id = self._drawn(subject="unit", unit_id=self.street.id, unit_type_id=self.community_a.type_id.id)
        with self.assertRaisesRegex(UserError, "was not drawn"):
            visit.action_issue()

    def test_a_tenth_is_drawn_and_proves_the_month(self):
        """XT-3.1a: of eleven enterprises two are drawn (a tenth, rounded up), and each is a line to compare."""
        for number in range(9):
            self._enterprise(f"Firm {number}", self.grid_a2)
        draw = self._drawn(self.head_user, unit_id=self.work_point.id, count_by="share", share=10.0)
        visit = self._visit(self.head_user, code="spot_check", unit_id=self.work_point.id, draw_id=draw.id)
        visit.action_load_draw()
        self.assertEqual((len(visit.line_ids), visit.enterprise_ids), (2, draw.line_ids.enterprise_id))
        self.assertTrue(all("No inspection reported" in line.reported for line in visit.line_ids))
        visit.line_ids.write({"verdict": "fine"})
        visit.action_issue()
        self.assertEqual((visit.state, draw.line_ids.mapped("state"), draw.done_count), ("closed", ["done", "done"], 2))

    # ---- found against reported --------------------------------------------------------------------------------------

    def test_found_is_compared_with_what_was_reported(self):
        """XT-3.1b: not reported is omission, reported as settled and still there is concealment, reported is known."""
        known = self._hazard(name="Exit locked")
        settled = self._hazard(name="Wires loose")
        self.env.cr.execute(
            "UPDATE safety_hazard SET state = 'closed', closed_on = '2026-03-08' WHERE id = %s", settled.ids
        )
        self.env.invalidate_all()
        visit = self._visit(target_unit_id=self.community_a.id)
        line = self._line(visit, name="Sewing", verdict=False, found=False, enterprise_id=self.enterprise.id)
        self.assertIn("1 hazards open", line.reported)
        hazards = self.env["safety.hazard"]
        again, fresh = (self._hazard(user=self.office_user, name=name) for name in ("Exit locked", "Tank leaks"))
        self.assertEqual(line._compare(hazards), ("fine", ""))
        self.assertEqual(line._compare(again)[0], "problem")
        self.assertIn("reported, open", line._compare(again)[1])
        self.assertEqual(line._compare(again | fresh)[0], "omission")
        still = self._hazard(user=self.office_user, name="Wires loose")
        verdict, words = line._compare(again | fresh | still)
        self.assertEqual(verdict, "concealment")
        self.assertIn("reported as settled on 2026-03-08", words)
        self.assertTrue(known)

    def test_the_inspection_of_the_supervision_fills_its_line(self):
        visit = self._visit(target_unit_id=self.community_a.id)
        line = self._line(visit, name="Sewing", verdict=False, found=False, enterprise_id=self.enterprise.id)
        action = line.with_user(self.office_user).action_inspect()
        inspection = self._draft(self.office_user, findings=1, **{
            key.removeprefix("default_"): value for key, value in action["context"].items()
            if key in ("default_supervision_line_id", "default_kind_id")
        })  # fmt: skip
        inspection.action_done()
        self.assertEqual((line.verdict, line.inspection_ids), ("omission", inspection))
        self.assertIn("Exit open", line.found)
        self.assertEqual(inspection.hazard_ids.source, "supervision")

    def test_reports_are_read_with_statements_that_do_not_grow(self):
        def statements(number):
            visit = self._visit(target_unit_id=self.community_a.id)
            firms = [self._enterprise(f"Many {number} {n}", self.grid_a1) for n in range(number)]
            lines = visit.line_ids.create(
                [{"supervision_id": visit.id, "name": firm.name, "enterprise_id": firm.id} for firm in firms]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            lines.mapped("name"), lines.enterprise_id.mapped("name")
            before = self.env.cr.sql_log_count
            lines._report_of_enterprises()
            return self.env.cr.sql_log_count - before

        statements(2)
        self.assertLessEqual(statements(40), statements(4) + 1)

    def test_who_sees_many_lines_is_written_at_once(self):
        counts = []
        for number in (1, 2, 12):  # the first fills the registry's caches
            visit = self._visit(target_unit_id=self.community_a.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines = visit.line_ids.create(
                [{"supervision_id": visit.id, "name": f"Thing {index}", "verdict": "fine"} for index in range(number)]
            )
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(lines.sudo().reader_unit_ids, lines[0].sudo().reader_unit_ids)
        self.assertEqual(*counts[1:])

    def test_the_paper_prints_both_ways(self):
        visit = self._visit(target_unit_id=self.community_a.id)
        line = self._line(visit, found="Exit locked with a chain")
        visit.action_issue()
        self.assertIn("Exit locked with a chain", self._paper(visit))
        line.with_user(self.cadre_user)._reply("Chain taken off")
        self.assertIn("Chain taken off", self._paper(visit))


@tagged("post_install", "-at_install")
class TestSupervisionData(TransactionCase):
    """What is shipped: every kind fits its form."""

    def test_forms_are_published_and_compare_with_ledgers(self):
        forms = self.env["safety.checklist"].search([("use", "=", "supervision")])
        self.assertGreaterEqual(len(forms), 3)
        self.assertEqual(set(forms.mapped("state")), {"published"})
        self.assertFalse(forms.item_ids.filtered(lambda item: not item.ledger_id))
