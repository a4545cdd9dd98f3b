from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 04:00:00")
class TestTrainingRole(TrainingCase):
    """Programmes for one person of the enterprise: its principal after an accident (ZF-T3.4), its safety manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.named = cls._enterprise("Named", cls.grid_a1, principal_name="Zhang San", safety_manager_name="Li Si")
        cls.unnamed = cls._enterprise("Unnamed", cls.grid_a1)
        cls.programme = cls.env["safety.training.type"].create(
            {"name": "Warning", "code": "test_warning", "enterprise_mode": "selected", "attendee_role": "principal"}
        )

    def _session(self, **vals):
        firms = self.named | self.unnamed
        return self._training(
            type_id=self.programme.id, enterprise_mode="selected", enterprise_ids=[Command.set(firms.ids)], **vals
        )

    def _hold(self, training):
        training.attendee_ids.action_mark_present()
        training.action_hold()
        return training.attended_enterprise_ids

    def test_zf_t3_4_the_principal_is_invited_and_counts(self):
        """ZF-T3.4: the principal by the name on the file; where the file names nobody, nobody counts and it is said."""
        training = self._session()
        training.action_fill_audience()
        by_firm = training.attendee_ids.grouped("enterprise_id")
        self.assertEqual(by_firm[self.named].name, "Zhang San", "not the safety manager, as otherwise")
        self.assertFalse(by_firm[self.named].role_note)
        self.assertIn("does not name this person", by_firm[self.unnamed].role_note)
        self.assertEqual(self._hold(training), self.named)

    def test_zf_t3_4_a_clerk_does_not_stand_for_the_principal(self):
        """ZF-T3.4: whoever is sent instead learns, but the enterprise's principal stays untrained."""
        line = {"enterprise_id": self.named.id}
        training = self._session(attendee_ids=[Command.create({**line, "name": "Clerk Wang"})])
        self.assertIn("Zhang San", training.attendee_ids.role_note)
        self.assertFalse(self._hold(training))
        again = self._session(
            begin="2026-03-11 01:00:00", attendee_ids=[Command.create({**line, "name": "zhang  SAN"})]
        )
        self.assertEqual(self._hold(again), self.named, "blanks and capitals are no other name")

    def test_xy_1_5_the_safety_manager(self):
        """XY-1.5: the programme for safety managers counts the safety manager on the file."""
        self.programme.attendee_role = "safety_manager"
        training = self._session()
        training.action_fill_audience()
        self.assertIn("Li Si", training.attendee_ids.mapped("name"))
        self.assertEqual(self._hold(training), self.named)

    def test_without_a_role_anybody_counts(self):
        self.programme.attendee_role = False
        training = self._session(
            attendee_ids=[Command.create({"enterprise_id": self.unnamed.id, "name": "Clerk Wang"})]
        )
        self.assertFalse(training.attendee_ids.role_note)
        self.assertEqual(self._hold(training), self.unnamed)
        self.programme.attendee_role = "principal"
        self.assertFalse(training.attendee_ids.role_note, "it counted when nobody in particular was asked for")

    def test_the_shipped_programmes_say_whom_they_are_for(self):
        """ZF-T3.4, XY-1.5: the regulations bring their programmes along with the person who counts."""
        for code, name, role in (("ZF", "incident_warning", "principal"), ("XY", "safety_managers", "safety_manager")):
            rows = self.env["safety.regulation"]._packs()[code]["training_types"]
            self.assertEqual({row["code"]: row.get("attendee_role") for row in rows}[name], role)
