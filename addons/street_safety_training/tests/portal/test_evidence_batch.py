from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.street_safety_base.tests.portal.common import PDF, RED_DOT, PortalCase

#: Statements with nothing in the cache: the page of the file, the form of a proposal, and each kind of evidence alone.
PAGE, FORM = 44, 24
EACH = {"certificate": 7, "drill": 4, "training": 3, "plan": 2, "plan_type": 2, "training_type": 2, "drill_type": 2}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestEvidenceBatch(PortalCase):
    """Accepted evidence is taken over kind by kind; the portal asks only for the kinds it shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drill_kind = cls.env.ref("street_safety_training.drill_type_fire")
        cls.training_kind = cls.env.ref("street_safety_training.training_type_enterprise_staff")
        cls.plan_kind = cls.env.ref("street_safety_training.plan_type_special")
        cls.certificate_kind = cls.env.ref("street_safety_training.certificate_type_manager")
        cls.serial = 0

    @classmethod
    def _sent(cls, number, **values):
        """Return ``number`` proposals of as many enterprises, each with a photo; ``values`` may make them."""
        rows = []
        for _index in range(number):
            cls.serial += 1
            enterprise = cls._enterprise(f"批量厂{cls.serial}", cls.grid_a1)
            rows.append(
                {
                    "enterprise_id": enterprise.id,
                    "unit_id": enterprise.unit_id.id,
                    "note": f"Words {cls.serial}",
                    "file_ids": [(0, 0, {"name": f"{cls.serial}.png", "raw": RED_DOT, "mimetype": "image/png"})],
                    **{name: value(enterprise) if callable(value) else value for name, value in values.items()},
                }
            )
        return cls.env["safety.correction"].sudo().create(rows)

    @classmethod
    def _drill(cls, enterprise):
        return cls.env["safety.drill"].create(
            {
                "name": f"Drill of {enterprise.name}", "unit_id": enterprise.unit_id.id, "type_id": cls.drill_kind.id,
                "date_start": "2026-03-05 01:00:00", "enterprise_ids": [(6, 0, enterprise.ids)],
            }
        )  # fmt: skip

    @classmethod
    def _training(cls, enterprise):
        return cls.env["safety.training"].create(
            {
                "name": f"Training of {enterprise.name}", "unit_id": enterprise.unit_id.id,
                "type_id": cls.training_kind.id, "date_start": "2026-03-05 01:00:00",
                "date_end": "2026-03-05 02:00:00",
            }
        )  # fmt: skip

    @classmethod
    def _plan(cls, enterprise):
        plan = cls.env["safety.plan"].create(
            {
                "name": f"Plan of {enterprise.name}", "unit_id": enterprise.unit_id.id, "content": "<p>Who.</p>",
                "enterprise_id": enterprise.id, "type_id": cls.plan_kind.id,
            }
        )  # fmt: skip
        plan.action_approve()
        return plan

    def _kinds(self):
        """Return {what: the values that make its proposals}."""
        return {
            "a file": {},
            "a paper": {
                "paper_type_id": self.env["safety.dossier.type"].search([("company_id", "=", False)], limit=1).id,
                "paper_date": "2026-03-01",
            },
            "a certificate": {
                "certificate_type_id": self.certificate_kind.id,
                "certificate_holder": "王小明",
                "certificate_number": lambda enterprise: f"AQ-2026-{enterprise.id}",
                "certificate_date": "2026-02-01",
            },
            "photos of a drill": {"drill_id": lambda enterprise: self._drill(enterprise).id},
            "the list of a training": {"training_id": lambda enterprise: self._training(enterprise).id},
            "a paper about a plan": {"plan_id": lambda enterprise: self._plan(enterprise).id},
            "a new plan": {"plan_type_id": self.plan_kind.id},
            "the next version of a plan": {
                "plan_type_id": lambda enterprise: self._plan(enterprise).type_id.id,
            },
            "its own training": {"training_type_id": self.training_kind.id, "held_on": "2026-03-08"},
            "its own drill": {"drill_type_id": self.drill_kind.id, "held_on": "2026-03-09", "head_count": 9},
        }

    def _taken_over(self, corrections):
        """Take the evidence over as the acceptance does; return the statements it took."""
        mine = corrections.with_user(self.grid_user)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        papers = mine.filtered("paper_type_id")
        papers._take_over_papers() if papers else mine._take_over_files()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_statements_do_not_grow_with_the_proposals(self):
        for what, values in self._kinds().items():
            self._taken_over(self._sent(1, **values))  # what is cached for good is asked once
            with self.subTest(what):
                one, twenty = (self._taken_over(self._sent(number, **values)) for number in (1, 20))
                self.assertLessEqual(twenty, one, f"{one} for one, {twenty} for twenty")

    def test_each_gets_its_own_message_and_files(self):
        """XT-4.2d: a batch of photos, each to the drill of its enterprise, each with its own words."""
        corrections = self._sent(3, drill_id=lambda enterprise: self._drill(enterprise).id)
        corrections.with_user(self.grid_user).action_accept()
        self.assertEqual(set(corrections.mapped("state")), {"accepted"})
        for correction in corrections:
            drill, original = correction.drill_id, correction.file_ids
            message = drill.message_ids[0]
            self.assertIn(correction.note, message.body)
            self.assertEqual(message.author_id, self.grid_user.partner_id)
            self.assertEqual((drill.photo_ids, drill.photo_ids.name), (message.attachment_ids, original.name))
            self.assertEqual((drill.photo_ids.res_model, drill.photo_ids.res_id), ("safety.drill", drill.id))
            self.assertNotEqual(drill.photo_ids, original, "the enterprise keeps what it sent")
            self.assertIn("Thank you", correction.message_ids[0].body)

    def test_two_about_one_drill_and_one_plan_lose_nothing(self):
        drill, plan = self._drill(self.enterprise), self._plan(self.enterprise)
        sent = self._sent(2, drill_id=drill.id)
        plans = self._sent(2, plan_type_id=self.plan_kind.id, enterprise_id=self.enterprise.id)
        (sent | plans).with_user(self.grid_user).action_accept()
        self.assertEqual(set(drill.photo_ids.mapped("name")), set(sent.file_ids.mapped("name")))
        words = " ".join(drill.message_ids.mapped("body"))
        self.assertFalse([one.note for one in sent if one.note not in words])
        newer = plans.plan_id
        self.assertEqual((newer.previous_id, newer.version, newer.state), (plan, 2, "draft"))
        self.assertEqual(set(newer.file_ids.mapped("name")), set(plans.file_ids.mapped("name")))

    def test_what_is_closed_gets_the_message_only(self):
        drill = self._drill(self.enterprise)
        sent = self._sent(1, drill_id=drill.id)
        drill.sudo()._workflow_write({"state": "held", "frozen_at": "2026-03-09 00:00:00"})
        sent.with_user(self.grid_user).action_accept()
        self.assertFalse(drill.photo_ids)
        self.assertEqual(drill.message_ids[0].attachment_ids.mapped("name"), sent.file_ids.mapped("name"))

    # ---- the portal --------------------------------------------------------------------------------------------------

    def _asked(self, call):
        """Return the statements of ``call`` with nothing in the cache, and which evidence they asked for."""
        asked = []
        enterprise = self.env["safety.enterprise"].with_user(self.manager)._portal_enterprises()
        kinds = type(enterprise)._portal_evidence_kinds

        def watched(records):
            return {name: lambda name=name, find=find: asked.append(name) or find()
                    for name, find in kinds(records).items()}  # fmt: skip

        self.patch(type(enterprise), "_portal_evidence_kinds", watched)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call(enterprise)
        return self.env.cr.sql_log_count - before, asked

    def test_evidence_is_asked_where_it_is_shown(self):
        """The page of the file asks for none, the form for all, and a proposal for the one kind that was chosen."""
        self._drill(self.enterprise)
        self._plan(self.enterprise)
        for call in (lambda one: one._portal_form(), lambda one: one._portal_file()):
            self._asked(call)
        page, asked = self._asked(lambda one: one._portal_file())
        self.assertFalse(asked, "the page of the file shows no evidence to choose from")
        self.assertLessEqual(page, PAGE)
        every = list(self.enterprise._portal_evidence_kinds())
        whole, asked = self._asked(lambda one: one._portal_form())
        self.assertEqual(asked, every)
        self.assertEqual(EACH.keys(), set(every))
        self.assertLessEqual(whole, FORM)
        for kind, most in EACH.items():
            with self.subTest(kind):
                one, asked = self._asked(lambda found, kind=kind: found._portal_evidence(kind))
                self.assertEqual(asked, [kind])
                self.assertLessEqual(one, most)
        self.assertEqual(self._asked(lambda one: one._portal_evidence("no such kind"))[1], [])

    def test_statements_of_the_form_do_not_grow(self):
        counts = []
        for number in (1, 9):
            for _index in range(number):
                self._drill(self.enterprise)
            self._asked(lambda one: one._portal_form())
            counts.append(self._asked(lambda one: one._portal_form())[0])
        self.assertEqual(*counts)

    def test_a_pdf_about_a_drill_is_taken_over_too(self):
        drill = self._drill(self.enterprise)
        self._propose({"evidence": f"drill:{drill.id}"}, files=[("list.pdf", PDF)]).with_user(
            self.grid_user
        ).action_accept()
        self.assertEqual(drill.photo_ids.mapped("name"), ["list.pdf"])
