from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestDissolve(StreetCase):
    def setUp(self):
        super().setUp()
        self._freeze("2026-03-14 04:00:00")

    def _dissolve(self, unit, successor=None, **vals):
        wizard = Form(self.env["safety.unit.dissolve.wizard"].with_context(**unit.action_dissolve()["context"]))
        if successor:
            wizard.successor_id = successor
        for name, value in vals.items():
            setattr(wizard, name, value)
        return wizard.save().action_confirm()

    def test_grid_is_dissolved_and_its_enterprises_move(self):
        inside = self._enterprise("Inside", self.grid_a1)
        before = self._enterprise("Left before", self.grid_a1)
        before._leave("2026-02-01", "closed down")
        record = self._work_record(self.grid_a1, "2026-03-02")
        self._dissolve(self.grid_a1, self.grid_a2)
        self.assertEqual(str(self.grid_a1.date_end), "2026-03-14")
        self.assertEqual(str(self.grid_user.safety_appointment_ids.date_end), "2026-03-14")
        self.assertFalse(self.grid_a1.with_context(active_test=False).seat_ids.filtered("active"))
        self.assertEqual(inside.unit_id, self.grid_a2)
        moved = inside.movement_ids.filtered(lambda movement: movement.type == "moved")
        self.assertEqual(
            (str(moved.date), moved.from_unit_id, moved.to_unit_id), ("2026-03-14", self.grid_a1, self.grid_a2)
        )
        self.assertEqual(before.unit_id, self.grid_a1, "what left before stays where it was")
        self.assertEqual(record.unit_id, self.grid_a1)
        self.assertTrue(self.grid_a1.active, "the last day is a day of work")
        self._freeze("2026-03-14 16:01:00")
        self.env["safety.run"]._run(self.company)
        self.env.invalidate_all()
        self.assertFalse(self.grid_a1.active)
        self.assertFalse(self.grid_user.safety_read_unit_ids)
        self.assertIn(record, self.env["safety.record"].with_user(self.cadre_user).search([]), "history stays readable")

    def test_closed_figures_keep_a_dissolved_unit(self):
        self._enterprise("Counted", self.grid_a1)
        members = self.env["safety.enterprise"]._safety_members_sql("2026-03-13")
        before = set(self.env.execute_query(members))
        self._dissolve(self.grid_a1, self.grid_b1)
        self.env.flush_all()
        self.assertEqual(set(self.env.execute_query(members)), before)

    def test_moved_grid_changes_no_closed_figure(self):
        """A grid goes to another community: records keep their grid, and the roll of the past its path."""
        enterprise = self._enterprise("Moved along", self.grid_a1)
        member = [Command.set(self._post("grid_member").ids)]
        duties = self._rule(self._regulation(), unit_type_id=self.grid_a1.type_id.id, post_ids=member)
        duties.regulation_id.action_adopt()
        self.env["safety.run"]._run(self.company)
        owed = self.env["safety.duty"].search([("unit_id", "=", self.grid_a1.id)])
        before = owed.read(["unit_id", "state", "target_count", "due_date"])
        path = enterprise.movement_ids.sorted("id")[0].to_path
        self.assertIn(f"/{self.community_a.id}/", path)
        self.grid_a1.parent_id = self.community_b
        self.env.invalidate_all()
        self.assertEqual(owed.read(["unit_id", "state", "target_count", "due_date"]), before)
        self.assertEqual(enterprise.movement_ids.sorted("id")[0].to_path, path)
        self.assertEqual(enterprise.movement_ids.sorted("id")[-1].to_path, self.grid_a1.parent_path)
        self.assertEqual(self.env["safety.record"].with_user(self.other_cadre_user).search_count([]), 0)
        self.assertIn(enterprise, self.env["safety.enterprise"].with_user(self.other_cadre_user).search([]))
        self.assertNotIn(enterprise, self.env["safety.enterprise"].with_user(self.cadre_user).search([]))

    def test_units_below_come_first_and_are_named(self):
        with self.assertRaisesRegex(UserError, "Grid A1和Grid A2"):
            self._dissolve(self.community_a, self.community_b)
        (self.grid_a1 | self.grid_a2).parent_id = self.community_b
        self._dissolve(self.community_a, self.community_b)
        self.assertTrue(self.community_a.date_end)

    def test_refusals_say_the_way_out(self):
        self._enterprise("Stranded", self.grid_a1)
        with self.assertRaisesRegex(UserError, "1 enterprises lie in Grid A1, for example Stranded"):
            self._dissolve(self.grid_a1)
        with self.assertRaisesRegex(UserError, "cannot lie ahead"):
            self._dissolve(self.grid_a1, self.grid_a2, date="2026-03-15")
        with self.assertRaisesRegex(UserError, "is the street itself"):
            self._dissolve(self.street)
        self._appoint(self.cadre_user, "grid_member", self.grid_a1, "2026-04-01")
        with self.assertRaisesRegex(UserError, "begins at Grid A1 on 2026-04-01"):
            self._dissolve(self.grid_a1, self.grid_a2)
        self.assertFalse(self.grid_a1.date_end)
        self._dissolve(self.grid_b2)
        with self.assertRaisesRegex(UserError, "dissolved already"):
            self._dissolve(self.grid_b2)

    def test_duties_after_the_last_day_are_waived(self):
        rule = self._rule(self._regulation())
        rule.regulation_id.action_adopt()
        self.env["safety.duty"]._generate(self.company, rule.regulation_id.date_from, self.company._safety_today())
        self.env["safety.duty"]._open_due(self.company)
        (self.grid_a1 | self.grid_a2).parent_id = self.community_b
        self._dissolve(self.community_a, self.community_b)
        duties = self.env["safety.duty"].search([("unit_id", "=", self.community_a.id)])
        by_month = {duty.period_start.month: duty.state for duty in duties}
        self.assertEqual(by_month[3], "waived")
        self.assertNotEqual(by_month[2], "waived", "what was due before stays owed")

    def test_a_unit_in_use_is_dissolved_not_archived(self):
        with self.assertRaisesRegex(UserError, "still has Grid A1、Grid A2.*Use “Dissolve”"):
            self.community_a.active = False
        with self.assertRaisesRegex(UserError, "still has test_grid"):
            self.grid_a1.active = False
        self._enterprise("Lies here", self.grid_b2)
        with self.assertRaisesRegex(UserError, "still has Lies here"):
            self.grid_b2.active = False
        self.grid_a2.active = False
        self.assertFalse(self.grid_a2.active)

    def test_night_leaves_a_unit_in_use_alone(self):
        """A last day entered past the dialog (by an import) neither hides people at work nor stops the night."""
        (self.grid_a1 | self.grid_a2).date_end = "2026-03-10"
        self.env["safety.run"]._run(self.company)
        self.assertEqual((self.grid_a1 | self.grid_a2).mapped("active"), [True, False])

    def test_past_day_archives_at_once(self):
        inside = self._enterprise("Inside", self.grid_a1)
        self._dissolve(self.grid_a1, self.grid_a2, date="2026-03-10")
        self.assertFalse(self.grid_a1.active)
        self.assertEqual(inside.unit_id, self.grid_a2)
        self.assertFalse(self.grid_user.safety_read_unit_ids)

    def test_only_who_may_change_units_dissolves(self):
        with self.assertRaises(AccessError):
            self.grid_a1.with_user(self.office_user).action_dissolve()
        with self.assertRaises(AccessError):
            self.grid_a1.with_user(self.cadre_user)._dissolve(self.company._safety_today(), self.grid_a2)

    def test_cycles_of_any_length_are_refused(self):
        for above, below in (
            (self.community_a, self.grid_a1),
            (self.work_point, self.grid_a1),
            (self.street, self.street),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                above.parent_id = below
        self.assertFalse(self.street.parent_id)
