from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestTrainingRows(TrainingCase):
    """Rows of the catalogue about who is taught: the right record shows it, a wrong one does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = {
            code: cls.env.ref(f"street_safety_training.training_type_{code}")
            for code in ("self_study", "enterprise_staff", "community_enterprises", "safety_officers", "patrol_guard")
        }
        cls.factory = cls._enterprise("Factory", cls.grid_a1)
        cls.workshop = cls._enterprise("Workshop", cls.grid_b1)

    def _hold(self, kind, unit, names=(), user=None, **vals):
        """Hold a session of programme ``kind``; ``names`` are lines (values) of people who came."""
        training = self._training(unit=unit, type_id=self.types[kind].id, **vals)
        training.attendee_ids = [(0, 0, line) for line in names]
        training.attendee_ids._workflow_do("mark_present")
        training.with_user(user or self.env.user).action_hold()
        return training

    def _staff(self, kind="enterprise_staff"):
        lines = [{"enterprise_id": self.factory.id, "name": name} for name in ("Chen", "Wu")]
        return self._hold(kind, self.community_a, lines, enterprise_mode="none")

    def test_xy_1_7_file_shows_employees_trained(self):
        """XY-1.7: the enterprise's file shows employee training with date and attendance; planned or absent is none."""
        training = self._staff()
        planned = self._training(unit=self.community_a, type_id=self.types["enterprise_staff"].id)
        planned.attendee_ids = [(0, 0, {"enterprise_id": self.factory.id, "name": "Zhou"})]
        self.env.invalidate_all()
        self.assertEqual((self.factory.training_count, self.workshop.training_count), (2, 0))
        lines = self.factory._dossier_trainings()
        self.assertEqual(sorted(lines.mapped("name")), ["Chen", "Wu"])
        self.assertEqual(set(lines.mapped("date")), {training.date})
        portal = self.factory._portal_file()["trainings"]
        self.assertEqual({line["person"] for line in portal if line["present"]}, {"Chen", "Wu"})

    def test_xy_3_7e_employees_taught_by_the_enterprise(self):
        """XY-3.7e: sessions of the enterprise's own employees open from its file, those of other programmes apart."""
        self._staff()
        self._staff("community_enterprises")
        found = self.env["safety.training.attendee"].search(self.factory.action_open_trainings()["domain"])
        own = found.filtered(lambda line: line.type_id == self.types["enterprise_staff"])
        self.assertEqual(len(found), 4)
        self.assertEqual(sorted(own.mapped("name")), ["Chen", "Wu"])
        other = self.env["safety.training.attendee"].search(self.workshop.action_open_trainings()["domain"])
        self.assertFalse(other)

    def _check_enterprises_attended(self):
        training = self._training(unit=self.community_a, type_id=self.types["community_enterprises"].id)
        second = self._enterprise("Second", self.grid_a2)
        training.action_fill_audience()
        lines = training.attendee_ids
        self.assertEqual(lines.enterprise_id, self.factory | second, "those of the community, no others")
        lines.filtered(lambda line: line.enterprise_id == second)._workflow_do("mark_present")
        training.action_hold()
        self.assertEqual(training.attended_enterprise_ids, second, "who stayed away did not attend")
        found = self.env["safety.training"].with_user(self.cadre_user).search(
            [("unit_id", "=", self.community_a.id), ("attended_enterprise_ids", "in", second.ids)]
        )  # fmt: skip
        self.assertEqual(found, training)
        self.assertFalse(
            self.env["safety.training"].with_user(self.other_cadre_user).search([("id", "=", training.id)])
        )

    def test_xy_3_5d_community_training_shows_enterprises_attended(self):
        """XY-3.5d: training organised by the community shows which enterprises attended."""
        self._check_enterprises_attended()

    def test_gy_5_3_training_per_community_with_enterprises(self):
        """GY-5.3: training per community, with the enterprises that attended."""
        self._check_enterprises_attended()

    def _check_study(self, user, unit):
        """Somebody enters own study, and the person's record shows it with its hours; nobody else's does."""
        study = self.env["safety.training"].with_user(user).create(
            {
                "name": "Fire law",
                "type_id": self.types["self_study"].id,
                "unit_id": unit.id,
                "date_start": "2026-03-09 01:00:00",
                "date_end": "2026-03-09 02:30:00",
                "attendee_ids": [(0, 0, {"user_id": user.id})],
            }
        )  # fmt: skip
        lines = self.env["safety.training.attendee"].with_user(user)
        mine = [("user_id", "=", user.id), ("state", "=", "present")]
        self.assertFalse(lines.search(mine), "planned is not studied")
        study.action_mark_all_present()
        study.action_hold()
        self.assertEqual(lines.search(mine).mapped("hours"), [1.5])
        totals = lines._read_group(mine, ["user_id"], ["hours:sum"])
        self.assertEqual(totals, [(user, 1.5)])
        self.assertFalse(lines.search([("user_id", "=", self.office_user.id)]))

    def test_xy_3_5c_learning_of_a_safety_officer(self):
        """XY-3.5c: the file of a safety officer shows learning entries."""
        self._check_study(self._person("test_officer", "safety_officer", self.community_a), self.community_a)

    def test_bf_1_1_1_learning_of_a_grid_member(self):
        """BF-1.1.1: each grid member has a learning record."""
        self._check_study(self.grid_user, self.grid_a1)
        with self.assertRaises(AccessError):
            self._check_study(self.other_grid_user, self.grid_a1)

    def test_bf_1_3_1_learning_of_an_enforcement_officer(self):
        """BF-1.3.1: each enforcement officer has a learning record."""
        self._check_study(self._person("test_enforcer", "enforcement_officer", self.street), self.street)

    def test_bf_1_2_4b_attendance_of_the_three_groups(self):
        """BF-1.2.4b: the overview shows the attendance of patrols, grid members and guards, each of the three."""
        kind = self.types["patrol_guard"]
        self.assertEqual(set(kind.post_ids.mapped("code")), {"patrol_member", "grid_member", "security_guard"})
        training = self._training(unit=self.community_a, type_id=kind.id)
        training.action_fill_audience()
        self.assertEqual(training.attendee_ids.user_id, self.grid_user, "grid members follow from their seats")
        posts = {post.code: post.id for post in kind.post_ids}
        training.attendee_ids = [
            (0, 0, {"name": "Patrol 1", "post_id": posts["patrol_member"]}),
            (0, 0, {"name": "Guard 1", "post_id": posts["security_guard"]}),
            (0, 0, {"name": "Guard 2", "post_id": posts["security_guard"]}),
        ]
        training.attendee_ids.filtered(lambda line: line.name != "Guard 2")._workflow_do("mark_present")
        training.action_hold()
        groups = self.env["safety.training.attendee"]._read_group(
            [("training_id", "=", training.id)], ["post_id", "state"], ["__count"]
        )
        self.assertEqual(
            {(post.code, state): count for post, state, count in groups},
            {
                ("patrol_member", "present"): 1,
                ("grid_member", "present"): 1,
                ("security_guard", "present"): 1,
                ("security_guard", "absent"): 1,
            },
        )

    def test_bf_1_3_7c_attendance_lists_all_safety_officers(self):
        """BF-1.3.7c: the attendance lists every community safety officer of the street, and nobody of another post."""
        officers = [
            self._person(f"test_officer_{unit.id}", "safety_officer", unit)
            for unit in (self.community_a, self.community_b)
        ]
        training = self._training(type_id=self.types["safety_officers"].id)
        training.action_fill_audience()
        self.assertEqual(set(training.attendee_ids.user_id), set(officers))
        training.attendee_ids[0]._workflow_do("mark_present")
        training.action_hold()
        self.assertEqual(training.coverage, 50)
        self.assertEqual(training.attendee_ids.filtered(lambda line: line.state == "absent").mapped("user_id"),
                         officers[1] if training.attendee_ids[0].user_id == officers[0] else officers[0])  # fmt: skip

    def test_zf_t4_3_spot_questions_of_employees(self):
        """ZF-T4.3: the checklist asks the employees themselves, in words and with the equipment in their hands."""
        checklist = self.env.ref("street_safety_training.checklist_spot_questions")
        asked = checklist.item_ids.filtered(lambda item: "从业人员" in item.name)
        self.assertEqual(len(asked), 3)
        self.assertTrue(any("灭火器" in item.name for item in asked))
        self.assertEqual(checklist.state, "published", "a draft is offered to nobody")
        inspection = self.env["safety.inspection"].with_user(self.grid_user).create(
            {"enterprise_id": self.factory.id, "checklist_id": checklist.id}
        )  # fmt: skip
        self.assertEqual(inspection.line_ids.mapped("name"), checklist.item_ids.mapped("name"))
