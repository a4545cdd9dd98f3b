from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import DutyCase

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 29)


@tagged("post_install", "-at_install")
class TestRoster(DutyCase):
    """A roster as actor: the seat owes the duty, the people of a list do it in turn, and turns are swapped."""

    def _rostered(self, *people, **vals):
        return self._adopt(
            period_unit="week",
            actor_mode="roster",
            roster_ids=[(0, 0, {"user_id": user.id, "sequence": n}) for n, user in enumerate(people)],
            **vals,
        )

    def _done_by(self, rule, unit):
        duties = self._at(rule, unit).sorted("period_start")
        return [duty.handed_to_id.name for duty in duties]

    def test_people_take_turns_on_across_batches(self):
        rule = self._rostered(self.grid_user, self.cadre_user, self.head_user)
        self._night(FIRST, date(2026, 3, 15))
        self._night(FIRST, LAST)
        names = [user.name for user in (self.grid_user, self.cadre_user, self.head_user, self.grid_user)]
        self.assertEqual(self._done_by(rule, self.community_a), names)
        self.assertEqual(len(self._at(rule, self.community_a)), 4, "one duty a week: the seat owes it, not the person")
        duty = self._at(rule, self.community_a).sorted("period_start")[1]
        self.assertEqual(duty.post_id, self._post("stationed_cadre"))
        self.assertTrue(duty.with_user(self.cadre_user).is_mine)
        self.assertFalse(duty.with_user(self.head_user).is_mine)
        self.assertEqual(duty.holder_ids, self.cadre_user)

    def test_a_unit_s_own_list_comes_before_the_one_for_all(self):
        rule = self._rostered(self.cadre_user)
        rule.roster_ids = [(0, 0, {"user_id": self.other_cadre_user.id, "unit_id": self.community_b.id})]
        self._night(FIRST, date(2026, 3, 8))
        self.assertEqual(self._done_by(rule, self.community_a), [self.cadre_user.name])
        self.assertEqual(self._done_by(rule, self.community_b), [self.other_cadre_user.name])

    def test_who_leaves_the_roster_gives_back_what_is_only_planned(self):
        rule = self._rostered(self.grid_user, self.cadre_user)
        self._night(FIRST, LAST)
        rule.roster_ids.filtered(lambda turn: turn.user_id == self.cadre_user).unlink()
        self._night(FIRST, LAST)
        self.assertEqual(set(self._done_by(rule, self.community_a)), {self.grid_user.name})

    def test_an_empty_roster_leaves_it_to_the_post(self):
        rule = self._rostered()
        self._night(FIRST, date(2026, 3, 8))
        duty = self._at(rule, self.community_a)
        self.assertFalse(duty.handed_to_id)
        self.assertTrue(duty.with_user(self.cadre_user).is_mine)
        self.assertIn("roster is empty", rule.warning)

    def test_the_sentence_names_them_and_only_the_calendar_has_one(self):
        rule = self._rostered(self.grid_user, self.cadre_user)
        self.assertIn(f"in turn: {self.grid_user.name}、{self.cadre_user.name}", rule.summary)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._rule(self.regulation, actor_mode="roster", cause="launched", offset_to=1)

    def test_a_rotation_is_not_disturbed_by_a_roster(self):
        rule = self._rostered(
            self.head_user,
            unit_type_id=self.work_point.type_id.id,
            post_ids=[(6, 0, self._post("work_point_head").ids)],
            rotation_type_id=self.community_a.type_id.id,
        )
        self._night(FIRST, date(2026, 3, 15))
        duties = rule.duty_ids.sorted("period_start")
        self.assertEqual(duties.turn_unit_id, self.community_a | self.community_b)
        self.assertEqual(duties.handed_to_id, self.head_user)

    # ---- swap --------------------------------------------------------------------------------------------------------

    def _dialog(self, duty, other, user=None):
        wizard = self.env["safety.duty.swap.wizard"].with_user(user or self.office_user)
        form = Form(wizard.with_context(default_duty_id=duty.id, lang="en_US"))
        form.other_id = other
        form.reason = "Away that week"
        return form

    def test_swap_two_people_and_it_stays(self):
        rule = self._rostered(self.grid_user, self.cadre_user)
        self._night(FIRST, date(2026, 3, 15))
        first, second = self._at(rule, self.community_a).sorted("period_start")
        form = self._dialog(first, second)
        self.assertIn(f"Mon, Mar 2 – Sun, Mar 8: {self.cadre_user.name}", form.preview)
        offered = (first | second).with_context(safety_turns=True, lang="en_US").mapped("display_name")
        self.assertEqual(
            offered,
            [f"Mon, Mar 2 – Sun, Mar 8: {self.grid_user.name}", f"Mon, Mar 9 – Sun, Mar 15: {self.cadre_user.name}"],
            "what may be swapped differs by its days and people",
        )
        form.save().action_confirm()
        self._night(FIRST, date(2026, 3, 15))
        self.assertEqual((first.handed_to_id, second.handed_to_id), (self.cadre_user, self.grid_user))
        self.assertEqual((first | second).decision_ids.mapped("type"), ["swap", "swap"])
        self.assertEqual(set((first | second).decision_ids.mapped("reason")), {"Away that week"})
        with self.assertRaises(UserError):
            first.with_user(self.office_user)._swap(first, "Myself")
        with self.assertRaises(UserError):
            first.with_user(self.office_user)._swap(self._at(rule, self.community_b)[:1], " ")

    def test_swap_two_units_of_a_rotation(self):
        rule = self._adopt(
            unit_type_id=self.work_point.type_id.id,
            post_ids=[(6, 0, self._post("work_point_head").ids)],
            period_unit="week",
            rotation_type_id=self.community_a.type_id.id,
            is_secret=True,
        )
        self._night(FIRST, date(2026, 3, 15))
        first, second = rule.duty_ids.sorted("period_start")
        self.assertTrue(first.has_turn)
        self._dialog(first, second).save().action_confirm()
        self.assertEqual((first.turn_unit_id, first.hidden_unit_id), (self.community_b, self.community_b))
        self.assertEqual((second.turn_unit_id, second.hidden_unit_id), (self.community_a, self.community_a))

    def test_only_seats_that_approve_and_only_what_is_not_over(self):
        rule = self._rostered(self.grid_user, self.cadre_user)
        self._night(FIRST, LAST)
        first, second, *_rest = self._at(rule, self.community_a).sorted("period_start")
        with self.assertRaises(AccessError):
            first.with_user(self.grid_user)._swap(second, "No seat")
        first.with_user(self.office_user)._decide("waive", "Flood")
        with self.assertRaises(UserError):
            second.with_user(self.office_user)._swap(first, "It is over")
        plain = self._rule(self.regulation, name="No turns")
        self._night(FIRST, LAST)
        self.assertFalse(self._at(plain, self.community_a).has_turn)
