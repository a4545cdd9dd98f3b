from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.portal.common import PDF, RED_DOT, PortalCase

FILES = [("card.png", RED_DOT)]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestEvidence(PortalCase):
    """The safety manager's tasks in the portal, and evidence that counts once the street has accepted it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref("street_safety_training.certificate_type_manager")
        cls.env["safety.certificate.requirement"].create(
            {
                "name": "Safety manager",
                "type_id": cls.kind.id,
                "enterprise_domain": f"[('id', '=', {cls.enterprise.id})]",
            }
        )
        cls.drill = cls._drill_of(cls.enterprise)
        cls.plan = cls.env["safety.plan"].create(
            {
                "name": "Fire plan", "unit_id": cls.grid_a1.id, "enterprise_id": cls.enterprise.id,
                "type_id": cls.env.ref("street_safety_training.plan_type_scene").id, "content": "<p>Who does what.</p>",
            }
        )  # fmt: skip
        cls.plan.action_approve()
        cls.plan.review_due = "2026-03-20"

    @classmethod
    def _drill_of(cls, enterprise):
        return cls.env["safety.drill"].create(
            {
                "name": f"Drill of {enterprise.name}", "unit_id": enterprise.unit_id.id,
                "type_id": cls.env.ref("street_safety_training.drill_type_fire").id,
                "date_start": "2026-03-05 01:00:00", "enterprise_ids": [(6, 0, enterprise.ids)],
            }
        )  # fmt: skip

    def _mine(self, user=None):
        return self.env["safety.enterprise"].with_user(user or self.manager)._portal_enterprises()

    def _certificate(self, **values):
        return self._propose(
            {
                "evidence": f"certificate:{self.kind.id}", "certificate_holder": "王  小明",
                "certificate_number": "AQ-2026-0815", "certificate_date": "2026-02-01",
                "certificate_date_end": "2029-01-31", **values,
            },
            files=FILES,
        )  # fmt: skip

    def _accept(self, correction):
        correction.with_user(self.grid_user).action_accept()

    def test_tasks_say_what_is_due_and_where(self):
        """XY-3.7a: missing certificate, drill without its photos, plan to be evaluated – and nothing of others."""
        tasks = self._mine()._portal_file()["tasks"]
        by_url = {task["url"].split("?")[-1]: task for task in tasks if "evidence" in task["url"]}
        missing = by_url[f"evidence=certificate:{self.kind.id}#evidence"]
        self.assertEqual((missing["due"], missing["late"]), (None, False))
        drill = by_url[f"evidence=drill:{self.drill.id}#evidence"]
        self.assertEqual((str(drill["due"]), drill["late"]), ("2026-03-05", True))
        plan = by_url[f"evidence=plan:{self.plan.id}#evidence"]
        self.assertEqual((str(plan["due"]), plan["late"]), ("2026-03-20", False))
        dated = [task["due"] for task in tasks if task["due"]]
        self.assertEqual(dated, sorted(dated), "the most urgent first")
        theirs = self._mine(self.other_manager)._portal_file()
        self.assertFalse([task for task in theirs["tasks"] if self.drill.name in task["text"]])

    def test_a_training_ahead_is_a_task_until_it_is_held(self):
        training = self.env["safety.training"].create(
            {
                "name": "Quarterly", "unit_id": self.street.id, "date_start": "2026-03-12 01:00:00",
                "date_end": "2026-03-12 03:00:00", "type_id": self.env["safety.training.type"].search([], limit=1).id,
                "attendee_ids": [(0, 0, {"name": "王小明", "enterprise_id": self.enterprise.id})],
            }
        )  # fmt: skip
        tasks = [task for task in self._mine()._portal_file()["tasks"] if "Quarterly" in task["text"]]
        self.assertEqual([(str(task["due"]), task["url"]) for task in tasks], [("2026-03-12", "#trainings")])
        training._workflow_write({"state": "void"})
        self.env.flush_all()
        self.assertFalse([task for task in self._mine()._portal_file()["tasks"] if "Quarterly" in task["text"]])

    def test_a_certificate_counts_when_it_is_accepted(self):
        covered = self.env["safety.certificate.coverage"]
        lacking = [("enterprise_id", "=", self.enterprise.id), ("type_id", "=", self.kind.id)]
        before = covered.search(lacking).missing_count
        self.assertGreater(before, 0)
        correction = self._certificate()
        self.assertFalse(self.enterprise.certificate_ids, "nothing counts before the street has looked")
        self.env.invalidate_all()
        self.assertEqual(covered.search(lacking).missing_count, before)
        self._accept(correction)
        certificate = self.enterprise.certificate_ids
        self.assertEqual((certificate.name, certificate.number, certificate.state), ("王 小明", "AQ20260815", "valid"))
        self.assertEqual((str(certificate.date_end), len(certificate.scan_ids)), ("2029-01-31", 1))
        self.assertEqual(correction.sudo().certificate_id, certificate)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(covered.search(lacking).missing_count, before - 1)

    def test_rejected_it_leaves_nothing(self):
        correction = self._certificate()
        correction.with_user(self.grid_user)._do_because("reject", "The photo is blurred")
        self.assertFalse(self.enterprise.certificate_ids)
        told = self._mine()._portal_file()["corrections"][0]
        self.assertEqual((told["state"], told["reason"]), ("rejected", "The photo is blurred"))
        self.assertIn("王 小明", told["paper"])

    def test_what_is_wrong_is_said_in_words(self):
        for values, words in (
            ({"certificate_holder": " "}, "the holder"),
            ({"certificate_number": ""}, "the certificate number"),
            ({"certificate_date": "soon"}, "is no date"),
            ({"certificate_date": ""}, "the day it was issued"),
            ({"certificate_date_end": "2026-01-31"}, "before it was issued"),
            ({"evidence": "certificate:0"}, "Choose from the list"),
            ({"evidence": "drill:x"}, "Choose from the list"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self._certificate(**values)
        with self.assertRaisesRegex(UserError, "Add a photo or PDF"):
            self._propose({"evidence": f"drill:{self.drill.id}"})
        with self.assertRaisesRegex(UserError, "no photo and no PDF"):
            self._propose({"evidence": f"drill:{self.drill.id}"}, files=[("x.png", b"MZ not a picture")])
        self.assertFalse(self.enterprise.correction_ids, "nothing half kept")

    def test_somebody_elses_number_is_found_when_it_is_accepted(self):
        self.env["safety.certificate"].create(
            {
                "enterprise_id": self.other.id, "type_id": self.kind.id, "name": "李四", "number": "AQ-2026-0815",
                "date_issue": "2026-01-01",
            }
        )  # fmt: skip
        correction = self._certificate()
        with self.assertRaisesRegex(ValidationError, "One number is one person"), self.env.cr.savepoint():
            self._accept(correction)
        self.assertEqual(correction.state, "proposed")

    def test_photos_of_a_drill_and_papers_of_a_plan(self):
        correction = self._propose({"evidence": f"drill:{self.drill.id}"}, note="Twelve people", files=FILES)
        self.assertFalse(self.drill.photo_ids)
        self._accept(correction)
        self.assertEqual(len(self.drill.photo_ids), 1)
        self.assertIn("Twelve people", self.drill.message_ids[0].body)
        self._accept(self._propose({"evidence": f"plan:{self.plan.id}"}, files=[("evaluation.pdf", PDF)]))
        self.assertEqual(self.plan.message_ids[0].attachment_ids.mapped("name"), ["evaluation.pdf"])
        self.assertFalse(self.plan.evaluated_on, "the officer says when it was evaluated")

    def test_a_plan_becomes_a_draft_that_is_still_to_be_approved(self):
        """GY-4.2.2: a plan sent is no plan in force: accepted it is a draft, the next version of the one there is."""
        special = self.env.ref("street_safety_training.plan_type_special")
        sent = self._propose({"evidence": f"plan_type:{special.id}"}, files=[("plan.pdf", PDF)])
        of_kind = [("enterprise_id", "=", self.enterprise.id), ("type_id", "=", special.id)]
        self.assertFalse(self.env["safety.plan"].search(of_kind), "nothing before the officer has looked")
        self._accept(sent)
        plan = self.env["safety.plan"].search(of_kind)
        self.assertEqual((plan.state, plan.file_ids.mapped("name"), plan.version), ("draft", ["plan.pdf"], 1))
        self.assertEqual((sent.sudo().plan_id, plan.unit_id), (plan, self.enterprise.unit_id))
        self._accept(self._propose({"evidence": f"plan_type:{self.plan.type_id.id}"}, files=[("v2.pdf", PDF)]))
        newer = self.env["safety.plan"].search([("previous_id", "=", self.plan.id)])
        self.assertEqual((newer.version, newer.state, newer.file_ids.mapped("name")), (2, "draft", ["v2.pdf"]))
        self.assertEqual(self.plan.state, "in_force", "until the new one is approved")

    def test_its_own_training_and_drill_become_drafts_to_be_completed(self):
        """XY-3.7e: what the safety manager held counts when the street has completed it, not before."""
        training, drill = (self.env.ref(f"street_safety_training.{code}") for code in
                           ("training_type_enterprise_staff", "drill_type_fire"))  # fmt: skip
        keys = {one["key"] for one in self._mine()._portal_form()["evidence"]}
        self.assertLessEqual({f"training_type:{training.id}", f"drill_type:{drill.id}"}, keys)
        for values, words in (
            ({}, "On which day"),
            ({"held_on": "2026-03-11"}, "in the future"),
            ({"held_on": "2026-03-09", "head_count": "many"}, "no number of people"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self._propose({"evidence": f"drill_type:{drill.id}", **values}, files=FILES)
        sent = self._propose(
            {"evidence": f"drill_type:{drill.id}", "held_on": "2026-03-09", "head_count": "18"}, files=FILES
        )
        taught = self._propose({"evidence": f"training_type:{training.id}", "held_on": "2026-03-08"}, files=FILES)
        self.assertFalse(sent.sudo().drill_id)
        self.assertFalse(taught.sudo().training_id)
        self._accept(sent)
        self._accept(taught)
        made, session = sent.sudo().drill_id, taught.sudo().training_id
        self.assertEqual((str(made.date), made.head_count, made.state), ("2026-03-09", 18, "draft"))
        self.assertEqual((made.enterprise_ids, made.unit_id, len(made.photo_ids)), (self.enterprise, self.grid_a1, 1))
        self.assertEqual((str(session.date), session.state, len(session.material_ids)), ("2026-03-08", "draft", 1))
        self.assertEqual(session.enterprise_ids, self.enterprise)
        self.env.invalidate_all()
        self.assertFalse(self.enterprise.training_count, "a draft is no training yet")

    def test_nothing_of_another_enterprise(self):
        foreign = self._drill_of(self.other)
        with self.assertRaisesRegex(UserError, "Choose from the list"):
            self._propose({"evidence": f"drill:{foreign.id}"}, files=FILES)
        keys = {one["key"] for one in self._mine(self.other_manager)._portal_form()["evidence"]}
        self.assertIn(f"drill:{foreign.id}", keys)
        self.assertFalse({f"drill:{self.drill.id}", f"plan:{self.plan.id}"} & keys)

    def test_statements_of_the_tasks_do_not_grow(self):
        counts = []
        for number in (1, 9):
            for _index in range(number):
                self._drill_of(self.enterprise)
            self.env.flush_all()
            self.env.invalidate_all()
            mine = self._mine()
            mine._portal_tasks()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            mine._portal_tasks()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
