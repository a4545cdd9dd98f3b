from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

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

    def test_xt_4_2c_last_training_of_each_brigade(self):
        """XT-4.2c: the overview shows when each brigade was last trained; what does not count shows none."""
        brigade = self.env["safety.training.type"].search([("code", "=", "volunteer_brigade")]) or self.env[
            "safety.training.type"
        ].create({"name": "义务消防队培训", "code": "volunteer_brigade"})

        def trained(day, unit, kind=brigade, hold=True, **vals):
            session = self._training(f"{day} 01:00:00", unit=unit, type_id=kind.id, **vals)
            session.attendee_ids = [Command.create({"name": f"Member {n}"}) for n in range(4)]
            session.attendee_ids[:2].action_mark_present()
            if hold:
                session.action_hold()
            return session

        trained("2026-01-12", self.community_a)
        trained("2026-02-09", self.grid_a1)
        trained("2026-03-02", self.community_a, hold=False)
        trained("2026-03-03", self.community_a, self.env.ref("street_safety_training.training_type_other"))
        few = trained("2026-03-04", self.community_b, min_attendance=60)
        self.assertFalse(few.counts, "two of four are too few")
        units = self.community_a | self.community_b
        self.env.invalidate_all()
        self.assertEqual([str(day) for day in units.mapped("last_brigade_date")], ["2026-02-09", "False"])
        self.assertEqual(self.community_b.last_brigade_date, False)
        shown = self.env["safety.unit"].search(
            safe_eval(self.env.ref("street_safety_training.safety_unit_action_drill").domain)
        )
        self.assertLessEqual(units, shown)
        arch = self.env.ref("street_safety_training.safety_unit_view_list_drill").arch
        self.assertIn("last_brigade_date", arch)
        counts = []
        for some in (self.community_a, units | self.work_point | self.street):
            self.env.invalidate_all()
            some.mapped("parent_path")
            before = self.cr.sql_log_count
            some.mapped("last_brigade_date")
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
