from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_supervision import SupervisionCase


@tagged("post_install", "-at_install")
class TestSupervisionUnits(SupervisionCase):
    """What several units reported in one record, and how the result comes to each of them."""

    def _told(self, user):
        return self.env["mail.message"].sudo().search([("partner_ids", "in", user.partner_id.ids)])

    def test_xt_3_1b_each_community_stands_in_the_record_of_the_work_point(self):
        """XT-3.1b: one record lays out every community with what it reported; verified and deviating are counted."""
        visit = self._visit(self.head_user, code="report_supervision", unit_id=self.work_point.id)
        self.assertEqual(set(visit.line_ids.unit_id), {self.work_point})
        self.assertTrue(visit.can_load_units)
        visit.action_load_units()
        below = self.env["safety.unit"].search(
            [("id", "child_of", self.work_point.id), ("type_id.code", "=", "community")]
        )
        self.assertEqual(visit.line_ids.unit_id, below)
        self.assertEqual(len(visit.line_ids), len(visit.checklist_id.item_ids) * len(below))
        self.assertTrue(all(visit.line_ids.mapped("reported")))
        visit.line_ids.write({"verdict": "fine"})
        wrong = visit.line_ids.filtered(lambda line: line.unit_id == self.community_a)[0]
        wrong.write({"verdict": "omission", "found": "Two exits"})
        rows = {row["name"]: (row["verified"], row["deviating"]) for row in visit._unit_rows(visit.line_ids)}
        number = len(visit.checklist_id.item_ids)
        self.assertEqual(rows[self.community_a.name], (number - 1, 1))
        self.assertEqual({rows[unit.name] for unit in below - self.community_a}, {(number, 0)})
        for unit in below:
            self.assertIn(unit.name, visit.unit_table)
        lines = visit.line_ids
        visit.action_load_units()
        self.assertEqual(visit.line_ids, lines, "laid out once")
        visit.action_issue()
        self.assertEqual(visit.target_unit_ids, below)
        self.assertIn(self.community_b.name, self._paper(visit))

    def test_xt_3_1b_without_communities_it_says_so(self):
        visit = self._visit(self.cadre_user, code="report_supervision", unit_id=self.grid_a1.id)
        with self.assertRaisesRegex(UserError, "No community"):
            visit.action_load_units()

    def test_xt_3_3c_the_result_reaches_the_work_point_and_stays_open_until_its_reply(self):
        """XT-3.3c: after the leaders' visit the work point is told; it stays open until the reply is accepted."""
        draw = self._drawn(subject="unit", number_drawn=1, unit_id=self.street.id,
                           unit_type_id=self.work_point.type_id.id)  # fmt: skip
        before = self._told(self.head_user)
        visit = self._visit(self.leader, code="leader_supervision", target_unit_id=self.work_point.id, draw_id=draw.id)
        line = self._line(visit)
        self.assertEqual(self._told(self.head_user), before)
        visit.action_issue()
        told = self._told(self.head_user) - before
        self.assertEqual((told.model, told.res_id), ("safety.supervision", visit.id))
        self.assertIn(str(visit.reply_due), told.subject)
        self.assertEqual((visit.state, visit.open_count), ("issued", 1))
        waiting = self.env["safety.duty"].with_user(self.head_user)
        counts = [entry["count"] for entry in waiting._counted(waiting._waiting()) if "answer" in entry["label"]]
        self.assertIn(1, counts)
        line.with_user(self.head_user)._reply("Exit opened")
        self.assertEqual((visit.state, visit.open_count, visit.replied_count), ("issued", 0, 1))
        line.with_user(self.leader).action_accept()
        self.assertEqual((visit.state, line.reply), ("closed", "Exit opened"))

    def test_xt_3_3c_a_visit_that_found_nothing_is_told_too(self):
        before = self._told(self.cadre_user) | self._told(self.head_user)
        visit = self._visit(target_unit_id=self.work_point.id)
        self._line(visit, verdict="fine")
        visit.action_issue()
        told = self._told(self.head_user) - before
        self.assertIn(visit.name, told.body)
        self.assertEqual(visit.state, "closed")

    def test_xt_3_2b_a_finding_shows_its_reply_and_is_filed(self):
        """XT-3.2b: the reply stands beside the finding, on screen and paper; photos and paper are in the archive."""
        visit = self._visit(
            code="field_supervision",
            target_unit_id=self.community_a.id,
            photo_ids=[(4, self._photo(self.office_user).id)],
        )
        line = self._line(visit)
        visit.action_issue()
        line.with_user(self.cadre_user)._reply("Exit opened", [{"name": "a.png", "raw": self._photo().raw}])
        self.assertEqual((line.reply, len(line.reply_photo_ids)), ("Exit opened", 1))
        self.assertIn("Exit opened", self._paper(visit))
        self.env.flush_all()
        filed = self.env["safety.archive.item"].search(
            [("res_model", "=", "safety.supervision"), ("res_id", "=", visit.id)]
        )
        self.assertEqual(filed.ids, visit.photo_ids.ids)
