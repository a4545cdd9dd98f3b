from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 04:00:00")
class TestTrainingAudience(TrainingCase):
    """XT-4.4a and XT-4.4b with the rules of the regulation itself: the programme says whom it is for, not the list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.factory = cls._enterprise("Factory", cls.grid_a1)
        cls.workshop = cls._enterprise("Workshop", cls.grid_b1)
        regulation = cls._regulation()
        packed = {rule["code"]: rule for rule in cls.env["safety.regulation"]._packs()["XT"]["rules"]}
        cls.rules = {
            code: cls._rule(
                regulation,
                name=packed[code]["name"],
                kind_id=cls.env.ref("street_safety_training.duty_kind_training").id,
                evidence_domain=packed[code]["evidence_domain"],
                unit_type_id=cls.env.ref("street_safety_base.unit_type_street").id,
                post_ids=[(6, 0, cls._post("safety_committee_office").ids)],
                period_unit=packed[code]["period"],
            )
            for code in ("XT-4.4a", "XT-4.4b")
        }
        regulation.action_adopt()
        with freeze_time("2026-01-05 01:00:00"):
            cls.env["safety.run"]._run(cls.company)

    def _state(self, code, quarter="2026-01-01"):
        duty = self.env["safety.duty"].search(
            [("rule_id", "=", self.rules[code].id), ("period_start", "=", quarter)], limit=1
        )
        self.assertTrue(duty)
        duty.invalidate_recordset()
        return duty.state

    def _hold(self, training):
        training.action_mark_all_present()
        training.action_hold()
        return training

    def test_xt_4_4a_a_list_of_passers_by_proves_nothing(self):
        """XT-4.4a: nobody was invited, three people of the street came: the community staff were not trained."""
        training = self._training(attendee_ids=[Command.create({"name": f"Passer-by {n}"}) for n in range(3)])
        self._hold(training)
        self.assertEqual((training.present_count, training.counts), (3, False))
        self.assertIn("0 of 0 count", training.counts_note)
        self.assertNotEqual(self._state("XT-4.4a"), "met")

    def test_xt_4_4a_no_session_without_its_expert(self):
        """XT-4.4a: experts teach; a session that names none is not completed, and proves nothing until it does."""
        training = self._training(trainer=False)
        training.action_fill_audience()
        training.action_mark_all_present()
        with self.assertRaisesRegex(UserError, "trainer or expert"):
            training.action_hold()
        self.assertNotEqual(self._state("XT-4.4a"), "met")
        training.trainer = "Expert Chen"
        training.action_hold()
        self.assertEqual(self._state("XT-4.4a"), "met")
        lecture = self._training(trainer=False, type_id=self.leads.id)  # the text asks experts of the other only
        lecture.action_fill_audience()
        self.assertTrue(self._hold(lecture).counts)

    def test_xt_4_4a_a_list_by_hand_of_the_right_people_counts(self):
        """XT-4.4a: who is no user of the system is written down with the post, and is audience."""
        cadre = self._post("stationed_cadre").id
        self._hold(self._training(attendee_ids=[Command.create({"name": "Cadre Wu", "post_id": cadre})]))
        self.assertEqual(self._state("XT-4.4a"), "met")

    def test_xt_4_4a_all_three_posts_are_invited(self):
        """XT-4.4a: stationed cadres, principals and those in charge of safety; a session for one of them is none."""
        for posts in (self._post("stationed_cadre"), self._post("grid_member")):
            training = self._training(post_ids=[Command.set(posts.ids)])
            training.action_fill_audience()
            self.assertTrue(training.attendee_ids)
            self._hold(training)
            self.assertFalse(training.counts)
            for left_out in self.staff.post_ids - posts:
                self.assertIn(left_out.name, training.counts_note)
        self.assertNotEqual(self._state("XT-4.4a"), "met")
        wider = self._training(post_ids=[Command.set((self.staff.post_ids | self._post("grid_member")).ids)])
        wider.action_fill_audience()
        self._hold(wider)
        self.assertEqual((wider.counts, self._state("XT-4.4a")), (True, "met"), "more may be invited")

    def test_xt_4_4b_every_enterprise_is_invited(self):
        """XT-4.4b: the safety leads of all enterprises are invited, who is missing is seen; a chosen few is none."""
        few = self._training(
            type_id=self.leads.id, enterprise_mode="selected", enterprise_ids=[Command.set(self.factory.ids)]
        )
        few.action_fill_audience()
        self._hold(few)
        self.assertEqual((few.attended_enterprise_ids, few.counts), (self.factory, False))
        self.assertNotEqual(self._state("XT-4.4b"), "met")
        every = self._training(type_id=self.leads.id)
        every.action_fill_audience()
        self.assertEqual(
            every.attendee_ids.enterprise_id & (self.factory | self.workshop), self.factory | self.workshop
        )
        every.attendee_ids.filtered(lambda line: line.enterprise_id == self.factory).action_mark_present()
        every.action_hold()
        self.assertEqual(self._state("XT-4.4b"), "met")
        absent = every.attendee_ids.filtered(lambda line: line.state == "absent")
        self.assertIn(self.workshop, absent.enterprise_id)

    def test_a_make_up_is_no_session_of_the_next_quarter(self):
        """XT-4.4a, XT-4.4b: who was absent in March makes up for it in April: April's quarter still has its own."""
        kinds, again = {"XT-4.4a": self.staff, "XT-4.4b": self.leads}, {}
        for code, kind in kinds.items():
            first = self._training(type_id=kind.id)
            first.action_fill_audience()
            first.attendee_ids[0].action_mark_present()
            first.action_hold()
            self.assertEqual(self._state(code), "met")
            again[code] = self.env["safety.training"].browse(first.action_make_up()["res_id"])
            again[code].write({"date_start": "2026-04-02 01:00:00", "date_end": "2026-04-02 03:00:00"})
            again[code].material_ids = self.photo
        with freeze_time("2026-04-02 05:00:00"):
            self.env["safety.run"]._run(self.company)
            for code, kind in kinds.items():
                self._hold(again[code])
                self.env["safety.duty"]._evaluate(self.company)
                self.assertTrue(again[code].counts)
                self.assertEqual(self._state(code, "2026-04-01"), "open")
                own = self._training("2026-04-02 01:30:00", type_id=kind.id)
                own.action_fill_audience()
                self._hold(own)
                self.assertEqual(self._state(code, "2026-04-01"), "met")

    def test_a_programme_for_nobody_in_particular_takes_the_list(self):
        other = self.env.ref("street_safety_training.training_type_other")
        training = self._hold(self._training(type_id=other.id, attendee_ids=[Command.create({"name": "Resident"})]))
        self.assertTrue(training.counts)
