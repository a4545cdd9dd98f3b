from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import DrillCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestDrill(DrillCase):
    """Plan, roster, log, findings, evaluation, improvements – and what is refused on the way."""

    def test_whole_path(self):
        with Form(self.env["safety.drill"].with_user(self.cadre_user)) as form:
            form.name = "Evacuation of the factory"
            form.type_id = self.types["evacuation"]
            form.unit_id = self.community_a
            form.date_start = "2026-03-09 01:00:00"
            form.enterprise_ids.add(self.factory)
        drill = form.save()
        self.assertEqual(drill.date_end - drill.date_start, timedelta(hours=1))
        self.assertTrue(drill.scenario, "the type's scenario is proposed")
        drill.action_fill_roster()
        self.assertEqual(drill.member_ids.user_id, self.cadre_user)
        drill.action_fill_roster()
        self.assertEqual(drill.roster_count, 1, "nobody is on the roster twice")
        for step, words in (
            (lambda: self._photo(drill), "a photo"),
            (drill.action_mark_all_present, "who took part"),
            (lambda: drill.write({"findings": "<p>Stairs blocked.</p>"}), "what was found"),
        ):
            with self.assertRaisesRegex(UserError, words):
                drill.action_hold()
            step()
        drill.log_ids = [(0, 0, {"moment": "2026-03-09 01:05:00", "name": "Alarm"})]
        drill.action_hold()
        self.assertEqual((drill.state, drill.present_count), ("held", 1))
        wizard = Form(self.env["safety.drill.evaluate.wizard"].with_user(self.cadre_user).with_context(
            **drill.action_evaluate()["context"]))  # fmt: skip
        wizard.result = "partly"
        wizard.evaluation = "Too slow on the third floor."
        wizard.improve = True
        action = wizard.save().action_evaluate()
        self.assertEqual((drill.state, drill.result, drill.evaluator_id), ("evaluated", "partly", self.cadre_user))
        with Form(self.env["safety.record"].with_user(self.cadre_user).with_context(**action["context"])) as task:
            task.name = "Clear the stairs"
            task.date_due = "2026-03-20"
        record = task.save()
        self.assertEqual((record.drill_id, drill.task_count, drill.task_open_count), (drill, 1, 1))
        self.assertEqual(self.env["safety.record"].search(drill.action_open_improvements()["domain"]), record)

    def test_turn_out_times(self):
        """BF-1.2.4c: the turn-out drill of the community's micro fire station shows alarm and arrival."""
        kind = self.types["turn_out"]
        kind.minutes_allowed = 3
        drill = self._photo(self._drill("turn_out"))
        with self.assertRaisesRegex(UserError, "alarm and arrival"):
            drill.action_hold()
        drill.write({"alarm_at": "2026-03-05 01:00:00", "arrival_at": "2026-03-05 01:04:30"})
        self.assertEqual((drill.turn_out_minutes, drill.is_slow), (4.5, True))
        drill.action_hold()
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            self._drill("turn_out", alarm_at="2026-03-05 01:04:00", arrival_at="2026-03-05 01:00:00")
        self.assertIn("turn_out_ordered", str(caught.exception))
        with self.assertRaisesRegex(ValidationError, "another day"):
            self._drill("turn_out", alarm_at="2026-03-03 01:04:00", arrival_at="2026-03-05 01:00:00")

    def test_types_of_bf_1_1_4e(self):
        """BF-1.1.4e: drill records carry the types fire-fighting, evacuation and escape, and lists filter by them."""
        drills = {code: self._held(code, self.grid_a1, enterprise_ids=[(6, 0, self.factory.ids)])
                  for code in ("fire", "evacuation", "escape")}  # fmt: skip
        for code, drill in drills.items():
            found = self.env["safety.drill"].with_user(self.grid_user).search([("type_id.code", "=", code)])
            self.assertEqual(found, drill)
        self.env.invalidate_all()
        self.assertEqual(self.factory.drill_count, 3)
        self.assertEqual(self.workshop.drill_count, 0)

    def test_frozen_with_roster_and_log(self):
        drill = self._drill()
        drill.member_ids = [(0, 0, {"name": "Li", "present": True})]
        self._photo(drill).action_hold()
        for change in (
            lambda: drill.write({"findings": "<p>Nothing.</p>"}),
            lambda: drill.member_ids.write({"present": False}),
            lambda: drill.write({"log_ids": [(0, 0, {"moment": "2026-03-05 01:10:00", "name": "X"})]}),
            lambda: drill.photo_ids.with_user(self.cadre_user).unlink(),
            drill.unlink,
        ):
            with self.assertRaises(UserError), self.cr.savepoint():  # AccessError is one
                change()
        with self.assertRaisesRegex(UserError, "button"):
            drill.write({"result": "good"})

    def test_not_before_it_begins(self):
        drill = self._photo(self._drill(start="2026-03-11 01:00:00"))
        with self.assertRaisesRegex(UserError, "not begun"):
            drill.action_hold()

    def test_evaluation_needs_words(self):
        drill = self._held()
        with self.assertRaisesRegex(UserError, "words"):
            drill._evaluate("good", "  ")

    def test_improvement_of_a_drill_out_of_reach(self):
        drill = self._held(unit=self.community_b)
        with self.assertRaises(AccessError):
            self.env["safety.record"].with_user(self.cadre_user).create(
                {
                    "name": "X",
                    "type_id": self.env.ref("street_safety_base.record_type_task").id,
                    "unit_id": self.community_a.id,
                    "drill_id": drill.id,
                }
            )

    def test_void_with_a_reason(self):
        drill = self._held()
        drill._do_because("void", "Entered twice")
        self.assertEqual((drill.state, drill.void_reason), ("void", "Entered twice"))

    def test_bf_1_3_7b_last_turn_out_of_each_station(self):
        """BF-1.3.7b: the overview shows the last drill of each community's station, in a fixed number of statements."""
        times = {"alarm_at": "2026-02-05 01:00:00", "arrival_at": "2026-02-05 01:02:00"}
        self._held("turn_out", self.community_a, "2026-02-05 01:00:00", **times)
        self._held("turn_out", self.community_a, "2026-01-08 01:00:00",
                   alarm_at="2026-01-08 01:00:00", arrival_at="2026-01-08 01:09:00")  # fmt: skip
        self._held("fire", self.grid_a1)
        self._drill("turn_out", self.community_b)
        a, b = self.community_a, self.community_b
        self.env.invalidate_all()
        self.assertEqual((str(a.last_turn_out_date), a.last_turn_out_minutes), ("2026-02-05", 2))
        self.assertEqual((str(a.last_drill_date), a.drill_year_count), ("2026-03-05", 3))
        self.assertEqual((b.last_turn_out_date, b.drill_year_count), (False, 0), "planned is not held")
        opened = self.env["safety.drill"].search(a.action_open_drills()["domain"])
        self.assertEqual(len(opened), 3)
        counts = []
        for units in (a, a | b | self.work_point | self.street):
            self.env.invalidate_all()
            units.mapped("parent_path")
            before = self.cr.sql_log_count
            units.mapped("drill_year_count")
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), 6)

    def test_gy_5_5a_communities_without_a_drill_are_listed(self):
        """GY-5.5a: the overview lists every community, and marks those that have held no drill this year."""
        self._held("fire", self.grid_a1)
        self._drill("fire", self.community_b)
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_unit_action_drill")
        listed = self.env["safety.unit"].with_user(self.office_user).search(safe_eval(action["domain"] or "[]"))
        self.assertLessEqual(self.community_a | self.community_b, listed)
        without = listed.filtered(lambda unit: not unit.drill_year_count)
        self.assertIn(self.community_b, without, "planned is not held")
        self.assertNotIn(self.community_a, without, "a drill below it is its own")
        arch = self.env.ref("street_safety_training.safety_unit_view_list_drill").arch
        self.assertIn('decoration-danger="not drill_year_count"', arch)

    def test_counts_of_many_drills(self):
        drills = self.env["safety.drill"].union(*(self._drill() for _n in range(12)))
        self.env.flush_all()
        drills.invalidate_recordset()
        drills.mapped("name")
        drills.mapped("enterprise_ids")
        with self.assertQueryCount(2):
            drills.mapped("task_open_count")


@tagged("post_install", "-at_install")
class TestDrillDuty(DrillCase):
    """XT-4.2d: two drills a year in each community, every enterprise in at least one – and by nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls._regulation()
        cls.rule = cls._rule(
            cls.regulation, name="Two drills", kind_id=cls.env.ref("street_safety_training.duty_kind_drill").id,
            evidence_domain="[('type_id.code', 'in', ('fire', 'evacuation'))]", period_unit="half_year",
            coverage="all", target_kind="kind", target_domain="[]", required_count=2,
        )  # fmt: skip
        cls.second = cls._enterprise("Second factory", cls.grid_a2)
        with freeze_time("2026-01-05 01:00:00"):
            cls.regulation.action_adopt()
            cls.env["safety.run"]._run(cls.company)
        cls.duty = cls.env["safety.duty"].search(
            [("rule_id", "=", cls.rule.id), ("unit_id", "=", cls.community_a.id), ("period_start", "=", "2026-01-01")]
        )

    @freeze_time("2026-03-10 04:00:00")
    def test_met_by_the_right_drills_only(self):
        both = [(6, 0, (self.factory | self.second).ids)]
        self._held("turn_out", enterprise_ids=both, alarm_at="2026-03-05 01:00:00", arrival_at="2026-03-05 01:02:00")
        self._held("fire", self.community_b, enterprise_ids=[(6, 0, self.workshop.ids)])
        self._drill("fire", enterprise_ids=both)
        self._held("fire", start="2025-12-30 01:00:00", enterprise_ids=both)
        self.assertEqual((self.duty.state, self.duty.record_done), ("open", 0), "type, unit, planned, too early")
        self._held("fire", enterprise_ids=[(6, 0, self.factory.ids)])
        self.assertEqual((self.duty.state, self.duty.target_done), ("open", 1))
        self.assertEqual(self.env["safety.enterprise"].search(self.duty._missing_domain()), self.second)
        self._held("evacuation", enterprise_ids=[(6, 0, self.second.ids)])
        self.assertEqual(self.duty.state, "met")

    def test_too_late(self):
        with freeze_time("2026-07-05 04:00:00"):
            both = [(6, 0, (self.factory | self.second).ids)]
            for day in ("2026-07-02", "2026-07-03"):
                self._held("fire", start=f"{day} 01:00:00", enterprise_ids=both)
            self.env["safety.run"]._run(self.company)
            self.assertEqual(self.duty.state, "missed")
