from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestTask(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department = cls._unit("Emergency Office", "department", cls.street)
        cls.leader_user = cls._person("test_deputy", "deputy_leader_in_charge", cls.street)
        cls.officer_user = cls._person("test_officer", "safety_officer", cls.community_a)
        cls.records = cls.env["safety.record"]

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-05 04:00:00")

    def _type(self, code):
        return self.env.ref(f"street_safety_base.record_type_{code}")

    def _give(self, giver, units, due=date(2026, 3, 20), parent=None, **vals):
        """Give a task through the dialog, as ``giver``."""
        wizard = self.env["safety.task.wizard"].with_user(giver)
        action = wizard._open_for(parent=parent and parent.with_user(giver), units=units)
        form = Form(wizard.with_context(**action["context"]))
        form.name = vals.get("name") or "Count the gas bottles"
        form.date_due = due
        form.order = "Every restaurant, with photo"
        before = self.records.search([])
        form.save().action_give()
        return self.records.search([]) - before

    def _tasks(self, user, *filters):
        return self.records.with_user(user).search([("type_id.has_deadline", "=", True), *filters])

    def _shows_open_late_and_done(self, giver, doer, unit):
        """A task of ``unit`` is open until its deadline, late after it, and done or done late with its report."""
        late, timely = self._give(giver, unit), self._give(giver, unit, name="Second")
        self.assertIn(late, self._tasks(doer, ("is_my_task", "=", True)))
        self.assertEqual(late.with_user(doer).deadline_state, "open")
        with self.assertRaisesRegex(UserError, "report"):
            timely.with_user(doer).action_done()
        timely.with_user(doer).note = "<p>Counted, 41 bottles</p>"
        timely.with_user(doer).action_done()
        self.assertEqual(timely.deadline_state, "done")
        with freeze_time("2026-03-21 04:00:00"):
            late.invalidate_recordset()
            self.assertEqual(late.deadline_state, "late")
            self.assertEqual(self._tasks(doer, ("deadline_state", "=", "late")), late)
            self.assertEqual(self._tasks(doer, ("deadline_state", "=", "done")), timely)
            late.with_user(doer).note = "<p>Counted</p>"
            late.with_user(doer).action_done()
            self.assertEqual((late.deadline_state, timely.deadline_state), ("done_late", "done"))
            self.assertEqual(self._tasks(doer, ("deadline_state", "=", "done_late")), late)
            self.assertFalse(self._tasks(doer, ("deadline_state", "in", ("open", "late"))))
        self.assertEqual(str(late.done_on), "2026-03-21")

    def test_xy_3_5g_task_of_the_safety_officer(self):
        self._shows_open_late_and_done(self.leader_user, self.officer_user, self.community_a)

    def test_bf_1_1_6_task_of_a_grid(self):
        """BF-1.1.6: tasks show late or done per grid."""
        self._shows_open_late_and_done(self.office_user, self.grid_user, self.grid_a1)
        per_grid = self.records.with_user(self.cadre_user).formatted_read_group(
            [("type_id.has_deadline", "=", True), ("deadline_state", "in", ("done", "done_late"))],
            ["unit_id"],
            ["__count"],
        )
        self.assertEqual([(row["unit_id"][0], row["__count"]) for row in per_grid], [(self.grid_a1.id, 2)])

    def test_bf_1_2_6_task_from_the_safety_office(self):
        self._shows_open_late_and_done(self.office_user, self.officer_user, self.community_a)

    def test_bf_1_3_10_task_of_the_office_itself(self):
        self._shows_open_late_and_done(self.leader_user, self.office_user, self.street)

    def test_gy_4_2_13_task_of_a_department(self):
        post = self.env["safety.post"].create(
            {"name": "Clerk", "code": "test_clerk", "unit_type_ids": [(6, 0, self.department.type_id.ids)],
             "group_ids": [(6, 0, self.env.ref("street_safety_base.group_street_safety_user").ids)]}
        )  # fmt: skip
        clerk = self._person("test_clerk", "grid_member", self.grid_b2)
        self.env["safety.appointment"].create(
            {"user_id": clerk.id, "post_id": post.id, "unit_id": self.department.id, "date_start": "2020-01-01"}
        )
        self._shows_open_late_and_done(self.leader_user, clerk, self.department)

    def test_gy_3_2_the_leader_sees_what_was_given(self):
        """GY-3.2: tasks given to offices and communities, by unit, in the list that the menu opens."""
        tasks = self._give(self.leader_user, self.community_a | self.community_b | self.department)
        self._give(self.office_user, self.community_a, name="Not the leader's")
        self.assertEqual(len(tasks), 3)
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_task_action_given")
        self.assertIn("search_default_given_by_me", action["context"])
        given = self._tasks(self.leader_user, ("given_by_id", "=", self.leader_user.id))
        self.assertEqual(given, tasks)
        self.assertEqual(given.unit_id, self.community_a | self.community_b | self.department)
        self.assertEqual(given.given_by_post_id.code, "deputy_leader_in_charge")

    def test_who_sees_it(self):
        task = self._give(self.leader_user, self.grid_a1)
        self.assertIn(task, self._tasks(self.grid_user))
        self.assertIn(task, self._tasks(self.cadre_user))
        self.assertNotIn(task, self._tasks(self.other_grid_user))
        self.assertFalse(self._tasks(self.cadre_user, ("is_my_task", "=", True)), "it is the grid's")
        task.assigned_user_id = self.cadre_user
        self.assertEqual(self._tasks(self.cadre_user, ("is_my_task", "=", True)), task)
        self.assertFalse(self._tasks(self.grid_user, ("is_my_task", "=", True)))
        self.assertTrue(task.with_user(self.cadre_user).is_my_task)

    def test_a_post_narrows_it(self):
        task = self._give(self.leader_user, self.community_a)
        task.assigned_post_id = self._post("stationed_cadre")
        self.assertTrue(self._tasks(self.cadre_user, ("is_my_task", "=", True)))
        self.assertFalse(self._tasks(self.officer_user, ("is_my_task", "=", True)))

    def test_nobody_moves_the_own_deadline(self):
        task = self._give(self.leader_user, self.community_a)
        for change in ({"date_due": "2026-12-31"}, {"order": "Nothing"}, {"unit_id": self.grid_a1.id}):
            with self.assertRaisesRegex(AccessError, "was given by"):
                task.with_user(self.cadre_user).write(change)
        with self.assertRaisesRegex(AccessError, "was given by"):
            task.with_user(self.cadre_user).unlink()
        task.with_user(self.leader_user).date_due = "2026-04-01"
        task.with_user(self.office_user).date_due = "2026-04-02"  # approves where it was given from
        with self.assertRaisesRegex(UserError, "by hand"):
            task.with_user(self.cadre_user).write({"given_by_id": self.cadre_user.id})
        with self.assertRaisesRegex(UserError, "by hand"):
            self.records.with_user(self.cadre_user).create(
                {"name": "x", "type_id": self._type("task").id, "given_by_id": self.leader_user.id}
            )

    def test_tasks_are_given_where_one_has_a_say(self):
        with self.assertRaises(AccessError):
            self._give(self.cadre_user, self.community_b)
        with self.assertRaisesRegex(UserError, "over already"):
            self._give(self.leader_user, self.community_a, due=date(2026, 3, 4))

    def test_progress_is_not_changed_from_below(self):
        """Nobody hangs a record below one that is not theirs, nor learns its name through it."""
        plan = self.records.create({"name": "Plan", "type_id": self._type("plan").id, "unit_id": self.street.id})
        with self.assertRaises(AccessError):
            self.records.with_user(self.grid_user).create(
                {"name": "x", "type_id": self._type("task").id, "parent_id": plan.id, "date_due": "2026-03-09"}
            )
        with self.assertRaises(AccessError):
            self.records.with_user(self.grid_user).create(
                {"name": "x", "type_id": self._type("approval").id, "basis_id": plan.id}
            )

    def test_no_cycle(self):
        first, second = self._give(self.leader_user, self.community_a | self.community_b)
        second.parent_id = first
        with self.assertRaises(ValidationError):
            first.parent_id = second

    def test_handed_on(self):
        """A community hands its task on to its grids, and completes it when they have."""
        task = self._give(self.leader_user, self.community_a)
        below = self._give(self.cadre_user, self.grid_a1 | self.grid_a2, parent=task)
        self.assertEqual(below.parent_id, task)
        task.with_user(self.cadre_user).note = "<p>Done</p>"
        with self.assertRaisesRegex(UserError, "still open"):
            task.with_user(self.cadre_user).action_done()
        below.note = "<p>Done</p>"
        below[0].action_done()
        self.assertEqual((task.child_count, task.progress), (2, 50))
        below[1].action_done()
        task.with_user(self.cadre_user).action_done()
        self.assertEqual(task.deadline_state, "done")

    def test_a_list_costs_the_same_for_many(self):
        def statements(tasks):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            tasks.mapped("progress"), tasks.mapped("deadline_state"), tasks.mapped("is_my_task")
            return self.cr.sql_log_count - before

        tasks = self._give(self.leader_user, self.grid_a1 | self.grid_a2 | self.grid_b1 | self.grid_b2)
        few = statements(tasks[:1])
        self.assertEqual(statements(tasks), few)
