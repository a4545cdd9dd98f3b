import math

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .oversight_common import OversightCase


@tagged("post_install", "-at_install")
class TestClauseOversightXt(OversightCase):
    _pack = "xt"

    def test_xt_2_2e_the_list_of_a_failed_reinspection_reaches_all_three(self):
        """XT-2.2e: one tap sends what is not put right to work point, office and committees; the duty is met."""
        community = self.units["community"][0]
        cadre = self._holder("stationed_cadre", community, "xt_cadre")
        recipients = [
            self._holder("work_point_head", community.parent_id, "xt_head"),
            self._holder("safety_committee_office", self.street, "xt_office"),
            *(
                self._holder("special_committee_member", unit, f"xt_member_{number}")
                for number, unit in enumerate(self.units["special_committee"])
            ),
        ]
        other = self._holder("work_point_head", self.units["work_point"][1], "xt_other_head")
        firm = self._in(community)[0]
        hazards = self.env["safety.hazard"].create(
            [{"name": name, "enterprise_id": firm.id, "deadline": "2026-03-20"} for name in ("Exit", "Wires")]
        )
        visit = self.env["safety.inspection"].create(
            {"enterprise_id": firm.id, "kind_id": self._kind("reinspection").id,
             "inspector_ids": [Command.set(cadre.ids)]}
        )  # fmt: skip
        visit.recheck_ids.create([{"inspection_id": visit.id, "hazard_id": one.id} for one in hazards])
        hazards[0].write({"name": "Exit"})
        visit.recheck_ids[0].result, visit.recheck_ids[1].result = "not_fixed", "fixed"
        self.assertFalse(visit.can_send_list, "not finished yet")
        visit._workflow_write({"state": "done"})
        self.env.flush_all()
        duty = self._caused("XT-2.2e")
        self.assertEqual((duty.state, duty.unit_id), ("open", community))
        mine = visit.with_user(cadre)
        self.assertTrue(mine.can_send_list)
        mine.action_send_list()
        record = self.env["safety.record"].search([("inspection_id", "=", visit.id)])
        self.assertEqual((record.state, record.enterprise_ids, record.type_id.code), ("done", firm, "overdue_list"))
        self.assertIn("Exit", record.note)
        self.assertNotIn("Wires", record.note)
        self.assertEqual(record.told_ids, self.env["res.users"].union(*recipients))
        self.assertTrue(record.told_at and visit.list_sent_at)
        for user in recipients:
            self.assertIn(record.id, self._told(user).filtered(lambda one: one.model == record._name).mapped("res_id"))
        self.assertFalse(self._told(other))
        self.assertEqual(duty.state, "met")
        with self.assertRaisesRegex(UserError, "nothing is left"):
            mine.action_send_list()

    def test_xt_2_3a_one_action_a_month_of_each_committee(self):
        """XT-2.3a: one duty per special committee and month, begun with those reported in its field, met when done."""
        committees = self.env["safety.unit"].union(*self.units["special_committee"])
        duties = self._each_owes_one("XT-2.3a", committees)
        member = self._holder("special_committee_member", committees[0], "xt_member")
        member._safety_seats().sudo().served_unit_ids = [Command.set(self.street.ids)]
        mine, other = self.firms[0], self.firms[1]
        mine.supervising_unit_id = committees[0]
        hazards = self.env["safety.hazard"].create(
            [{"name": "Exit", "enterprise_id": firm.id, "deadline": "2026-02-20"} for firm in mine | other]
        )
        duty = duties.filtered(lambda one: one.unit_id == committees[0])
        context = duty.with_user(member).action_do()["context"]
        with Form(self.env["safety.enforcement"].with_context(**context)) as form:
            self.assertTrue(form.name)
            form.participant_ids.add(member)
        action = form.record
        self.assertEqual((action.unit_id, action.line_ids.hazard_id), (committees[0], hazards[0]))
        action.line_ids.write({"measure_id": self.env.ref("street_safety_inspection.enforcement_measure_fixed").id,
                               "result": "Put right"})  # fmt: skip
        action.action_done()
        self.assertEqual({duty.unit_id: duty.state for duty in duties}, {committees[0]: "met", committees[1]: "open"})

    def test_xt_3_1a_a_tenth_of_the_enterprises_rounded_up(self):
        """XT-3.1a: the duty shows how many are needed, and is done when so many were checked."""
        point = self.units["work_point"][0]
        firms = self._in(point)
        needed = math.ceil(len(firms) / 10)
        duty = self._duties("XT-3.1a", point)
        self.assertEqual((len(duty), duty.target_required), (1, needed))
        self.assertGreater(needed, 1)
        head = self._holder("work_point_head", point, "xt_head")
        leader = self._holder("main_leader", self.street, "xt_leader")
        draw = self._drawn(head, leader, unit_id=point.id, count_by="share", share=10.0)
        visit = self._supervision(head, point, "spot_check", draw_id=draw.id)
        visit.action_load_draw()
        visit.line_ids[1:].unlink()
        visit.line_ids.verdict = "fine"
        visit.action_issue()
        self.assertEqual((duty.state, duty.target_done, duty.progress_text), ("open", 1, f"1/{needed}"))
        rest = self._supervision(head, point, "spot_check", draw_id=draw.id)
        rest.action_load_draw()
        rest.line_ids.verdict = "fine"
        rest.action_issue()
        self.assertEqual((duty.state, duty.target_done), ("met", needed))

    def test_xt_3_1b_one_record_of_the_work_point_meets_the_month(self):
        """XT-3.1b: the comparison that names every community of the work point meets its duty of the month."""
        point = self.units["work_point"][0]
        duty = self._duties("XT-3.1b", point)
        below = self.env["safety.unit"].search([("id", "child_of", point.id), ("type_id.code", "=", "community")])
        self.assertEqual(duty.target_required, len(below))
        head = self._holder("work_point_head", point, "xt_head")
        visit = self._supervision(head, point, "report_supervision")
        visit.action_load_units()
        visit.line_ids.verdict = "fine"
        visit.action_issue()
        self.assertEqual((duty.state, duty.target_done), ("met", len(below)))

    def test_xt_3_2a_one_supervision_a_month_of_each_committee(self):
        """XT-3.2a: one duty per special committee and month; the supervision of the field meets it."""
        committees = self.env["safety.unit"].union(*self.units["special_committee"])
        duties = self._each_owes_one("XT-3.2a", committees)
        member = self._holder("special_committee_member", committees[0], "xt_member")
        visit = self._supervision(member, committees[0], "field_supervision",
                                  target_unit_id=self.units["community"][0].id)  # fmt: skip
        visit.line_ids.create({"supervision_id": visit.id, "name": "Exits", "verdict": "fine"})
        visit.action_issue()
        self.assertEqual({duty.unit_id: duty.state for duty in duties}, {committees[0]: "met", committees[1]: "open"})

    def test_xt_3_3a_the_leaders_visit_work_points_that_were_drawn(self):
        """XT-3.3a: one duty a month; the work points come by lot, and each drawn one is done with its record."""
        duty = self._each_owes_one("XT-3.3a", self.street)
        leader = self._holder("main_leader", self.street, "xt_leader")
        office = self._holder("safety_committee_office", self.street, "xt_office")
        points = self.env["safety.unit"].union(*self.units["work_point"])
        draw = self._drawn(office, leader, subject="unit", number_drawn=2, unit_id=self.street.id,
                           unit_type_id=points.type_id.id)  # fmt: skip
        self.assertEqual(draw.line_ids.target_unit_id, points)
        for number, line in enumerate(draw.line_ids, start=1):
            visit = self._supervision(leader, self.street, "leader_supervision", draw_id=draw.id,
                                      target_unit_id=line.target_unit_id.id)  # fmt: skip
            visit.line_ids.create({"supervision_id": visit.id, "name": "Exits", "verdict": "fine"})
            self.assertEqual(line.state, "begun")
            visit.action_issue()
            draw.invalidate_recordset()
            self.assertEqual((line.state, draw.done_count), ("done", number))
        self.assertEqual((duty.state, duty.target_required), ("met", 1))
