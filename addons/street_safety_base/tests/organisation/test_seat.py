from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestSeat(StreetCase):
    def _seat(self, post_code, unit):
        return (
            self.env["safety.seat"]
            .with_context(active_test=False)
            .search([("post_id", "=", self._post(post_code).id), ("unit_id", "=", unit.id)])
        )

    def test_xt_0_1_every_seat_is_filled_or_flagged_vacant(self):
        """XT-0.1, BF-0.1: an appointment makes its seat; the end of the last one flags it vacant, the day after."""
        seat = self._seat("grid_member", self.grid_a1)
        self.assertEqual((seat.planned, seat.held, seat.vacant), (1, 1, 0))
        self.assertEqual(seat.holder_ids, self.grid_user)
        self._freeze("2026-03-10 04:00:00")
        self.grid_user.safety_appointment_ids.date_end = "2026-03-10"
        self.env.invalidate_all()
        self.assertFalse(seat.is_vacant, "held on the last day")
        self._freeze("2026-03-10 16:01:00")  # the 11th in China
        self.env.invalidate_all()
        self.assertTrue(seat.is_vacant)
        self.assertEqual((seat.held, seat.vacant, str(seat.vacant_since)), (0, 1, "2026-03-11"))
        vacant = self.env["safety.seat"].search([("is_vacant", "=", True), ("company_id", "=", self.company.id)])
        self.assertEqual(vacant, seat)
        self.assertIn(seat, self.env["safety.seat"].search([("vacant", ">=", 1)]))
        self.assertIn(seat, self.env["safety.seat"].search([("held", "=", 0)]))
        self.assertNotIn(seat, self.env["safety.seat"].search([("held", "!=", 0)]))
        self.assertEqual(self.grid_a1.seat_vacant, 1)
        self.assertEqual(self.env["safety.unit"].search([("seat_ids.is_vacant", "=", True)]), self.grid_a1)

    def test_xt_0_1_plan_shows_what_nobody_ever_held(self):
        """XT-0.1: seats planned for whole types of units are vacant until somebody is appointed."""
        wizard = Form(self.env["safety.seat.plan.wizard"])
        wizard.post_ids.add(self._post("safety_officer"))
        wizard.post_ids.add(self._post("community_principal"))
        wizard.unit_type_ids.add(self.env.ref("street_safety_base.unit_type_community"))
        self.assertEqual(wizard.seat_count, 4)
        action = wizard.save().action_plan()
        seats = self.env["safety.seat"].search(action["domain"])
        self.assertEqual(seats.unit_id, self.community_a | self.community_b)
        self.assertEqual(seats.mapped("vacant"), [1, 1, 1, 1])
        officer = new_test_user(self.env, "plan_officer", company_id=self.company.id)
        self._appoint(officer, "safety_officer", self.community_a)
        self.env.invalidate_all()
        self.assertEqual(self._seat("safety_officer", self.community_a).vacant, 0)
        # Planning again changes the number and makes no second row.
        again = self.env["safety.seat"]._plan(self._post("safety_officer"), self.community_a, 2)
        self.assertEqual(again, self._seat("safety_officer", self.community_a))
        self.assertEqual((again.planned, again.held, again.vacant), (2, 1, 1))

    def test_post_that_exists_nowhere_there_is_told(self):
        wizard = self.env["safety.seat.plan.wizard"].create(
            {
                "post_ids": [Command.set(self._post("work_point_head").ids)],
                "unit_ids": [Command.set(self.grid_a1.ids)],
            }
        )
        with self.assertRaisesRegex(UserError, "None of these posts exists"):
            wizard.action_plan()

    def test_xy_3_1c_thirty_rescuers_and_planned_posts(self):
        """XY-3.1c, GY-1.7: the body shows planned and filled posts, also thirty of one."""
        post = self.env["safety.post"].create(
            {
                "name": "Test rescuer",
                "code": "test_rescuer",
                "unit_type_ids": [Command.set(self.env.ref("street_safety_base.unit_type_department").ids)],
                "planned_default": 30,
            }
        )
        team = self._unit("Rescue team", "department", self.street)
        seat = self.env["safety.seat"]._plan(post, team)
        self.assertEqual((seat.planned, seat.vacant), (30, 30))
        people = self.env["res.users"].create([{"name": f"R{n}", "login": f"rescuer{n}"} for n in range(30)])
        self.env["safety.appointment"].create(
            [
                {"user_id": person.id, "post_id": post.id, "unit_id": team.id, "date_start": "2020-01-01"}
                for person in people[:29]
            ]
        )
        self.env.invalidate_all()
        self.assertEqual((team.seat_planned, team.seat_filled, team.seat_vacant), (30, 29, 1))
        self.assertEqual(self.street.vacant_below, 1)
        self.env["safety.appointment"].create(
            {"user_id": people[29].id, "post_id": post.id, "unit_id": team.id, "date_start": "2020-01-01"}
        )
        self.env.invalidate_all()
        self.assertEqual((team.seat_filled, team.seat_vacant), (30, 0))
        self.assertEqual(len(seat.holder_ids), 30)

    def test_gy_3_8_a_community_shows_its_body(self):
        """GY-3.8: a community shows its body, planned and filled, and that of its grids."""
        self.env["safety.seat"]._plan(self._post("community_safety_lead"), self.community_a)
        self.env.invalidate_all()
        self.assertEqual((self.community_a.seat_planned, self.community_a.seat_filled), (2, 1))
        self.assertEqual(self.community_a.appointment_ids.user_id, self.cadre_user)

    def test_gy_5_2_communities_without_staff_are_listed(self):
        """GY-5.2: a community in which nobody is in office is listed, until somebody is."""
        empty = self._unit("Community C", "community", self.work_point)
        unstaffed = [("has_staff", "=", False), ("type_code", "=", "community"), ("company_id", "=", self.company.id)]
        unstaffed[1] = ("type_id", "=", empty.type_id.id)
        self.assertEqual(self.env["safety.unit"].search(unstaffed), empty)
        officer = new_test_user(self.env, "staff_officer", company_id=self.company.id)
        seat = self._appoint(officer, "safety_officer", empty)
        self.assertFalse(self.env["safety.unit"].search(unstaffed))
        seat.action_end_today()
        self.assertEqual(self.env["safety.unit"].search(unstaffed), empty)

    def test_acting_holder_fills_the_seat(self):
        with freeze_time("2026-03-10 04:00:00"):
            self.cadre_user.safety_appointment_ids.date_end = "2026-03-09"
            deputy = new_test_user(self.env, "seat_deputy", company_id=self.company.id)
            self._appoint(deputy, "stationed_cadre", self.community_a, "2026-03-10", is_acting=True)
            self.assertFalse(self._seat("stationed_cadre", self.community_a).is_vacant)

    def test_figures_of_many_seats_cost_one_statement(self):
        seats = self.env["safety.seat"].search([("company_id", "=", self.company.id)])
        self.assertGreater(len(seats), 5)
        seats.mapped("planned")
        self.env["res.company"]._safety_streets()
        counts = []
        for some in (seats[:1], seats):
            self.env.flush_all()
            self.env.invalidate_all()
            some.fetch(["planned", "post_id", "unit_id", "active"])
            before = self.cr.sql_log_count
            some.mapped("vacant")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_seat_of_another_unit_is_not_seen_or_changed(self):
        foreign = self._seat("grid_member", self.grid_b1).with_user(self.grid_user)
        own = self._seat("grid_member", self.grid_a1).with_user(self.grid_user)
        self.assertEqual(own.holder_ids, self.grid_user)
        with self.assertRaises(AccessError):
            foreign.read(["planned"])
        with self.assertRaises(AccessError):
            own.planned = 5
        with self.assertRaises(AccessError):
            self.env["safety.seat.plan.wizard"].with_user(self.grid_user).create({})
