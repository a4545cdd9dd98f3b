from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 04:00:00")
class TestTrainingHours(TrainingCase):
    """Cadres need three hours a year: a session of two is too few, two sessions are enough."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff.hours_required = 3
        cls.leads.hours_required = 2

    def _rows(self, **domain):
        self.env.invalidate_all()
        leaves = [(name, "=", value) for name, value in domain.items()]
        return self.env["safety.training.hours"].search([("company_id", "=", self.company.id), *leaves])

    def test_hours_and_gaps_of_staff(self):
        row = self._rows(user_id=self.cadre_user.id, year="2026")
        self.assertEqual((row.required, row.done, row.lacking, row.state), (3, 0, 3, "none"))
        self.assertEqual((row.unit_id, row.name), (self.community_a, self.cadre_user.name))
        training = self._training()
        training.action_fill_audience()
        mine = training.attendee_ids.filtered(lambda line: line.user_id == self.cadre_user)
        mine.action_mark_present()
        row = self._rows(user_id=self.cadre_user.id, year="2026")
        self.assertEqual(row.done, 0, "not held yet")
        training.action_hold()
        row = self._rows(user_id=self.cadre_user.id, year="2026")
        self.assertEqual((row.done, row.lacking, row.state), (2, 1, "short"))
        self.assertEqual(self._rows(user_id=self.other_cadre_user.id, year="2026").state, "none", "absent")
        opened = self.env["safety.training.attendee"].search(row.action_open()["domain"])
        self.assertEqual(opened, mine)
        self._held("2026-03-12 01:00:00")
        row = self._rows(user_id=self.cadre_user.id, year="2026")
        self.assertEqual((row.done, row.state), (4, "complete"))
        self._held("2025-12-12 01:00:00")
        self.assertEqual(self._rows(user_id=self.cadre_user.id, year="2026").done, 4, "another year")
        self.assertEqual(self._rows(user_id=self.cadre_user.id, year="2025").done, 2)

    def test_ids_stay_whatever_comes_later(self):
        """A row kept open in a browser is the same person's after others came, and after an earlier year was added."""
        factory = self._enterprise("Factory", self.grid_a1)
        before = {(row.user_id, row.enterprise_id, row.year): row.id for row in self._rows()}
        self.assertEqual(len(set(before.values())), len(before))
        self.assertLess(max(before.values()), 2**31, "like every id of Odoo")
        self.assertIn((self.env["res.users"], factory, "2026"), before)
        self._appoint(self.grid_user, "community_principal", self.community_a)
        self._held("2024-12-12 01:00:00")
        after = {(row.user_id, row.enterprise_id, row.year): row.id for row in self._rows()}
        self.assertGreater(len(after), len(before))
        self.assertEqual({key: after[key] for key in before}, before)
        row = self.env["safety.training.hours"].browse(after[self.cadre_user, factory.browse(), "2026"])
        self.assertEqual(row.name, self.cadre_user.name)

    def test_other_posts_and_programmes(self):
        self.assertFalse(self._rows(user_id=self.grid_user.id))
        self._held(type_id=self.env.ref("street_safety_training.training_type_other").id,
                   post_ids=self._post("stationed_cadre"))  # fmt: skip
        self.assertEqual(self._rows(user_id=self.cadre_user.id, year="2026").done, 0)

    def test_enterprises(self):
        factory = self._enterprise("Factory", self.grid_a1, safety_manager_name="Li Si")
        workshop = self._enterprise("Workshop", self.grid_a2)
        training = self._training(unit=self.community_a, type_id=self.leads.id)
        training.action_fill_audience()
        training.attendee_ids.filtered(lambda line: line.enterprise_id == factory).action_mark_present()
        training.attendee_ids = [(0, 0, {"enterprise_id": factory.id, "name": "Second person"})]
        training.attendee_ids.filtered(lambda line: line.name == "Second person").action_mark_present()
        training.action_hold()
        row = self._rows(enterprise_id=factory.id, year="2026")
        self.assertEqual((row.name, row.done, row.state), ("Li Si", 2, "complete"), "a session counts once")
        self.assertEqual(self._rows(enterprise_id=workshop.id, year="2026").state, "none")

    def test_seen_where_the_seat_serves(self):
        rows = self.env["safety.training.hours"]
        self.assertEqual(rows.with_user(self.cadre_user).search([("year", "=", "2026")]).user_id, self.cadre_user)
        foreign = self._rows(user_id=self.other_cadre_user.id, year="2026")
        with self.assertRaises(AccessError):
            foreign.with_user(self.cadre_user).read(["name"])
        with self.assertRaises(AccessError):
            foreign.with_user(self.cadre_user).action_open()

    def test_one_statement_for_any_number(self):
        for index in range(12):
            user = new_test_user(self.env, f"test_hours_{index}", company_id=self.company.id)
            self._appoint(user, "community_principal", self.community_a)
        self._held()
        self.env.flush_all()
        self.env.company._safety_today()
        before = self.env.cr.sql_log_count
        groups = self.env["safety.training.hours"]._read_group(
            [("company_id", "=", self.company.id), ("year", "=", "2026")], ["state"], ["__count", "lacking:sum"]
        )
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
        self.assertEqual({state: count for state, count, _hours in groups}["short"], 14)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-05 04:00:00")
class TestTrainingInvitation(TrainingCase):
    """Invited in the day's one message: a week ahead, once, and again when the session moves."""

    def _told(self, user):
        sections = self.env["safety.digest"].sudo()._must_tell(self.company)
        return [text for section in sections for text, url in section.lines.get(user.id, ()) if "attendee" in url]

    def test_told_once_and_again_when_it_moves(self):
        training = self._training(place="Room 2")
        training.action_fill_audience()
        self._training("2026-03-30 01:00:00").action_fill_audience()
        before = self.env["mail.mail"].search_count([])
        (text,) = self._told(self.cadre_user)
        for part in ("03-10 09:00", "Safe use of gas", "Room 2"):
            self.assertIn(part, text)
        self.assertEqual(self.env["mail.mail"].search_count([]), before, "no mail a session")
        self.assertFalse(self._told(self.cadre_user))
        training.write({"date_start": "2026-03-09 01:00:00", "date_end": "2026-03-09 03:00:00"})
        self.assertEqual(len(self._told(self.cadre_user)), 1)

    def test_statements_do_not_grow(self):
        def statements(number, prefix):
            for index in range(number):
                user = new_test_user(self.env, f"{prefix}{index}", company_id=self.company.id)
                self._appoint(user, "community_principal", self.community_a)
            self._training(unit=self.community_a).action_fill_audience()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            found = self.env["safety.training.attendee"]._claim_invitations(self.company)
            self.assertGreaterEqual(len(found), number)
            return self.env.cr.sql_log_count - before

        few = statements(2, "few")
        self.assertLessEqual(statements(12, "many"), few)
