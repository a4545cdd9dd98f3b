from odoo.tests import Form, tagged

from .common import DutyCase


@tagged("post_install", "-at_install")
class TestExplanation(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firms = [cls._enterprise(f"Firm {n}", cls.grid_a1) for n in range(3)]
        cls.clause = cls.env["safety.clause"].create(
            {"regulation_id": cls.regulation.id, "code": "TT-1", "name": "Patrol", "text": "Every month, every one."}
        )

    def setUp(self):
        super().setUp()
        self.rule = self._adopt(
            name="Patrol",
            clause_id=self.clause.id,
            kind_id=self.visit_kind.id,
            coverage="all",
            step_ids=[(0, 0, {"offset": 1, "post_ids": [(6, 0, self._post("work_point_head").ids)]})],
        )
        self._night()
        self.duty = self._at(self.rule, self.community_a).with_user(self.cadre_user)

    def test_why_who_since_when_and_what_follows(self):
        self.assertIn("TT-1 Patrol", self.duty.why)
        self.assertIn("Every month, every one.", self.duty.why)
        self.assertIn(self.cadre_user.name, self.duty.since)
        self.assertIn("2020-01-01", self.duty.since)
        self.assertIn("+1 days", self.duty.what_follows)
        self.assertIn("Work point head", self.duty.what_follows)

    def test_what_is_missing_is_a_list_with_one_tap_to_do_it(self):
        self._visit(self.grid_a1, "2026-03-04", self.firms[0])
        self.assertEqual((self.duty.missing_count, self.duty.missing_text), (2, "2 of 3 targets"))
        missing = self.firms[1] | self.firms[2]
        self.assertEqual(self.duty.missing_enterprise_ids, missing)
        action = self.duty.action_do()
        self.assertEqual(
            (action["res_model"], action["context"]["safety_duty_id"]), ("safety.enterprise", self.duty.id)
        )
        found = self.env["safety.enterprise"].with_user(self.cadre_user).search(action["domain"])
        self.assertEqual(found, missing)
        tap = found[0].with_context(**action["context"]).action_prove_duty()
        record = Form(self.env[tap["res_model"]].with_user(self.cadre_user).with_context(**tap["context"]))
        self.assertEqual((record.unit_id, record.enterprise_ids[:]), (self.grid_a1, found[0]))

    def test_nothing_missing_once_it_is_met(self):
        self._visit(self.grid_a1, "2026-03-04", *self.firms)
        self.assertEqual(self.duty.state, "met")
        self.assertFalse(self.duty.missing_count)
        self.assertFalse(self.duty.missing_text)

    def test_the_form_opens_with_a_constant_number_of_statements(self):
        """One duty with three and one with thirty missing targets cost the same to explain."""
        counts = []
        for more in (0, 0, 27):  # the first fills the caches
            for n in range(more):
                self._enterprise(f"More {n}", self.grid_a1, date_entered="2026-02-01")
            self.env.cr.execute("UPDATE safety_duty SET target_count = NULL WHERE id = %s", [self.duty.id])
            self.duties._open_due(self.company)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.duty.read(["why", "since", "what_follows", "missing_count", "missing_enterprise_ids", "missing_text"])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[2], 30)

    def test_missing_units_are_one_tap_from_proof_too(self):
        """Targets that are units: the list names them, and its button opens the form at that very unit."""
        rule = self._adopt(
            name="Look at every grid",
            kind_id=self.visit_kind.id,
            coverage="all",
            target_kind="unit",
            target_domain=f"[('type_id', '=', {self.grid_a1.type_id.id})]",
        )
        self._night()
        duty = self._at(rule, self.community_a).with_user(self.cadre_user)
        self.assertEqual(duty.missing_unit_ids, self.grid_a1 | self.grid_a2)
        self.assertFalse(duty.missing_enterprise_ids)
        grid = self.grid_a2.with_user(self.cadre_user).with_context(safety_duty_id=duty.id)
        action = grid.action_prove_duty()
        self.assertEqual(action["res_model"], "safety.record")
        self.assertEqual(action["context"]["default_unit_id"], self.grid_a2.id)
        self.assertNotIn("default_enterprise_ids", action["context"])

    def test_missing_people_are_one_tap_from_proof_too(self):
        kind = self._kind("test_people", target="participant_ids")
        rule = self._adopt(
            name="Teach every grid member",
            kind_id=kind.id,
            coverage="all",
            target_kind="seat",
            target_domain=f"[('post_id', '=', {self._post('grid_member').id})]",
        )
        self._night()
        duty = self._at(rule, self.community_a).with_user(self.cadre_user)
        self.assertEqual(duty.missing_user_ids, self.grid_user)
        action = self.grid_user.with_user(self.cadre_user).with_context(safety_duty_id=duty.id).action_prove_duty()
        self.assertEqual(action["context"]["default_participant_ids"], [(6, 0, self.grid_user.ids)])
        self.assertEqual(action["context"]["default_unit_id"], self.community_a.id)
