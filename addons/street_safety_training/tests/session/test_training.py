from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import TrainingCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestTraining(TrainingCase):
    def test_form_proposes_audience_and_times(self):
        form = Form(self.env["safety.training"].with_user(self.office_user))
        form.name = "Safe use of gas"
        form.type_id = self.leads
        form.date_start = "2026-03-10 01:00:00"
        self.assertEqual(form.enterprise_mode, "all")
        training = form.save()
        self.assertEqual(training.unit_id, self.street)
        self.assertEqual(training.hours, 2)
        self.assertEqual(str(training.date), "2026-03-10")

    def test_day_is_the_streets(self):
        """17:00 UTC on the 9th is one in the morning of the 10th in the street."""
        self.assertEqual(str(self._training("2026-03-09 17:00:00").date), "2026-03-10")

    def test_needs_people_and_material(self):
        training = self._training(material_ids=False)
        training.action_fill_audience()
        with self.assertRaisesRegex(UserError, "Nobody is marked"):
            training.action_hold()
        training.action_mark_all_present()
        with self.assertRaisesRegex(UserError, "photo"):
            training.action_hold()
        training.material_ids = self.photo
        training.action_hold()
        self.assertEqual(training.state, "held")

    def test_not_before_its_time(self):
        training = self._training("2026-03-11 01:00:00")
        training.action_fill_audience()
        with self.assertRaisesRegex(UserError, "not begun"):
            training.action_mark_all_present()
        with self.assertRaisesRegex(UserError, "not begun"):
            training.action_hold()

    def test_held_is_frozen(self):
        training = self._held()
        line = training.attendee_ids[0]
        for record, vals in ((training, {"trainer": "Expert"}), (line, {"name": "Somebody"})):
            with self.assertRaisesRegex(UserError, "closed"):
                record.write(vals)
            with self.assertRaises(UserError):
                record.with_user(self.office_user).write(vals)
        with self.assertRaisesRegex(UserError, "closed"):
            line.action_mark_absent()
        with self.assertRaisesRegex(UserError, "closed"):
            training.attendee_ids = [Command.create({"name": "Late entry"})]
        with self.assertRaises(UserError):
            training.unlink()
        training.with_user(self.office_user).action_void()
        self.assertEqual(training.state, "void")

    def test_state_is_refused_everywhere(self):
        training = self._training()
        for forged in ({}, {"default_state": "held"}):
            model = training.with_context(**forged)
            with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                model.write({"state": "held"})
        self.assertEqual(training.with_context(default_state="held").copy().state, "draft")
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            self.env["safety.training.attendee"].create(
                {"training_id": training.id, "name": "Somebody", "state": "present"}
            )

    def test_scope(self):
        training = self._training(unit=self.community_a)
        with self.assertRaises(AccessError):
            training.with_user(self.other_cadre_user).read(["name"])
        with self.assertRaises(AccessError):
            training.with_user(self.grid_user).read(["name"])
        self.assertEqual(training.with_user(self.cadre_user).name, "Safe use of gas")
        with self.assertRaises(AccessError):
            self._training_as(self.cadre_user, self.community_b)

    def _training_as(self, user, unit):
        return (
            self.env["safety.training"]
            .with_user(user)
            .create(
                {
                    "name": "Elsewhere",
                    "unit_id": unit.id,
                    "date_start": "2026-03-10 01:00:00",
                    "date_end": "2026-03-10 02:00:00",
                }
            )
        )

    def test_times(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._training(date_end="2026-03-10 00:00:00")
        with self.assertRaisesRegex(ValidationError, "each day"):
            self._training(date_end="2026-03-12 00:00:00")
