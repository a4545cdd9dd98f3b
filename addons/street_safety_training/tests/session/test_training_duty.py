from freezegun import freeze_time

from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 04:00:00")
class TestTrainingDuty(TrainingCase):
    """XT-4.4a: every quarter the office trains community staff; a held session meets it, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls._regulation()
        cls.rule = cls._rule(
            cls.regulation,
            name="Quarterly training of community staff",
            kind_id=cls.env.ref("street_safety_training.duty_kind_training").id,
            evidence_domain="[('type_id.code', '=', 'community_staff')]",
            unit_type_id=cls.env.ref("street_safety_base.unit_type_street").id,
            post_ids=[(6, 0, cls._post("safety_committee_office").ids)],
            period_unit="quarter",
        )
        cls.regulation.action_adopt()
        with freeze_time("2026-01-05 01:00:00"):
            cls.env["safety.run"]._run(cls.company)
        cls.duty = cls.env["safety.duty"].search([("rule_id", "=", cls.rule.id)], limit=1)

    def _night(self, instant="2026-03-21 01:00:00"):
        with freeze_time(instant):
            self.env["safety.run"]._run(self.company)
        self.duty.invalidate_recordset()

    def test_held_session_meets_it_at_once(self):
        self.assertEqual((self.duty.state, str(self.duty.due_date)), ("open", "2026-03-31"))
        training = self._held()
        self.assertEqual(self.duty.state, "met")
        self.assertEqual(self.duty.evidence_ids.res_id, training.id)
        self._night()
        self.assertEqual(self.duty.state, "met")

    def test_planned_session_does_not_count(self):
        self._training().action_fill_audience()
        self._night()
        self.assertEqual(self.duty.state, "open")

    def test_other_unit_does_not_count(self):
        """A community that trains its own people does not do the office's work for it."""
        self._held(unit=self.community_a)
        self._night()
        self.assertEqual(self.duty.state, "open")

    def test_other_programme_does_not_count(self):
        training = self._training(type_id=self.leads.id)
        training.attendee_ids = [(0, 0, {"name": "Li Si"})]
        training.action_mark_all_present()
        training.action_hold()
        self._night()
        self.assertEqual(self.duty.state, "open")

    def test_wrong_audience_does_not_count(self):
        """Guests are welcome, but the community staff who stayed away are not trained by it."""
        for asked in (0, 50):
            training = self._training(min_attendance=asked)
            training.action_fill_audience()
            invited = training.attendee_ids
            training.attendee_ids = [(0, 0, {"name": f"Passer-by {asked} {n}"}) for n in range(5)]
            (training.attendee_ids - invited).action_mark_present()
            training.action_hold()
            self.assertFalse(training.counts)
            self.assertIn(f"0 of {len(invited)} count", training.counts_note)
        self._night()
        self.assertEqual(self.duty.state, "open")

    def test_who_stands_in_for_somebody_invited_counts(self):
        """Somebody added by hand who holds the post on the list is audience."""
        training = self._training(min_attendance=30)
        training.action_fill_audience()
        self.assertEqual(training.expected_count, 2)
        training.attendee_ids = [(0, 0, {"name": "New cadre", "post_id": self._post("stationed_cadre").id})]
        training.attendee_ids.filtered("is_guest").action_mark_present()
        training.action_hold()
        self.assertEqual((training.counts, self.duty.state), (True, "met"))

    def test_too_few_do_not_count(self):
        training = self._training(min_attendance=60)
        training.action_fill_audience()
        training.attendee_ids[0].action_mark_present()
        training.action_hold()
        self._night()
        self.assertEqual((training.counts, self.duty.state), (False, "open"))

    def test_outside_the_window_does_not_count(self):
        self.duty.invalidate_recordset()
        with freeze_time("2026-04-02 04:00:00"):
            self._held("2026-04-02 01:00:00")
        self._held("2025-12-30 01:00:00")
        self._night("2026-04-03 01:00:00")
        self.assertEqual(self.duty.state, "missed")

    def test_void_before_closing_no_longer_counts(self):
        """Only what is still open follows a void; a met duty stays as it was closed."""
        training = self._training()
        training.action_fill_audience()
        training.action_mark_all_present()
        training.action_hold()
        training.action_void()
        self.assertEqual(self.duty.state, "met")

    def test_enterprises_are_targets(self):
        rule = self._rule(
            self.regulation,
            name="Train the safety leads",
            kind_id=self.env.ref("street_safety_training.duty_kind_training").id,
            unit_type_id=self.env.ref("street_safety_base.unit_type_community").id,
            period_unit="month",
            coverage="all",
        )
        factory = self._enterprise("Factory", self.grid_a1)
        workshop = self._enterprise("Workshop", self.grid_a2)
        with freeze_time("2026-03-01 01:00:00"):
            self.env["safety.run"]._run(self.company)
        duty = self.env["safety.duty"].search(
            [("rule_id", "=", rule.id), ("unit_id", "=", self.community_a.id), ("period_start", "=", "2026-03-01")]
        )
        training = self._training(unit=self.community_a, type_id=self.leads.id)
        training.action_fill_audience()
        training.attendee_ids.filtered(lambda line: line.enterprise_id == factory).action_mark_present()
        training.action_hold()
        self.assertEqual(training.attended_enterprise_ids, factory)
        self.assertEqual((duty.state, duty.target_done, duty.target_required), ("open", 1, 2))
        self.assertEqual(self.env["safety.enterprise"].search(duty._missing_domain()), workshop)
        again = self._training("2026-03-12 01:00:00", unit=self.community_a, type_id=self.leads.id)
        again.action_fill_audience()
        again.action_mark_all_present()
        again.action_hold()
        self.assertEqual(duty.state, "met")

    def test_my_work_button(self):
        action = self.duty.with_user(self.office_user).action_do()
        self.assertEqual(action["res_model"], "safety.training")
        self.assertEqual(action["context"]["default_unit_id"], self.street.id)
        self.assertEqual(self.duty.button_label, "Plan training")
