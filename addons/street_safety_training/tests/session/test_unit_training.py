from freezegun import freeze_time

from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestUnitTraining(TrainingCase):
    def test_gy_1_7_body_shows_filled_posts_and_training(self):
        """GY-1.7, GY-3.8: the unit shows its filled posts and the training of its people, held at the street too."""
        self.assertEqual((self.community_a.seat_filled, self.community_a.training_count), (1, 0))
        training = self._held()
        people = training.attendee_ids.filtered(lambda line: line.user_id and line.unit_id.parent_id)
        self.assertIn(self.cadre_user, people.user_id)
        self.env.invalidate_all()
        below_a = people.filtered(lambda line: line.unit_id in (self.community_a | self.grid_a1 | self.grid_a2))
        self.assertEqual(self.community_a.training_count, len(below_a))
        self.assertGreater(len(below_a), 0)
        action = self.community_a.action_open_trainings()
        self.assertEqual(self.env["safety.training.attendee"].search(action["domain"]), below_a)
        absent = self._training()
        absent.action_fill_audience()
        self.env.invalidate_all()
        self.assertEqual(self.community_a.training_count, len(below_a), "a session not held counts for nobody")
