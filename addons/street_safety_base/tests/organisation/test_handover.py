from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestHandover(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newcomer = new_test_user(cls.env, "handover_newcomer", company_id=cls.company.id)

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-14 04:00:00")

    def _wizard(self, seats, **vals):
        wizard = Form(self.env["safety.handover.wizard"].with_context(**seats.action_hand_over()["context"]))
        for name, value in vals.items():
            setattr(wizard, name, value)
        return wizard.save()

    def _of(self, user):
        return self.env["safety.appointment"].search([("user_id", "=", user.id)])

    def _html(self, report, records, user=None):
        engine = self.env["ir.actions.report"].with_user(user or self.env.user)
        return engine._render_qweb_html(f"street_safety_base.{report}", records.ids)[0].decode()

    def test_several_seats_of_a_person_go_to_the_successor(self):
        second = self._appoint(
            self.cadre_user, "linked_leader", self.street, served_unit_ids=[Command.set(self.community_b.ids)]
        )
        seats = self.cadre_user.safety_appointment_ids | second
        self.assertIn("Test Street", self._wizard(seats - second).also_held)
        self.assertFalse(self._wizard(seats).also_held)
        action = self._wizard(seats, successor_id=self.newcomer).action_confirm()
        self.assertEqual(action["report_name"], "street_safety_base.report_handover")
        self.assertEqual(set(map(str, seats.mapped("date_end"))), {"2026-03-14"})
        new = self._of(self.newcomer)
        self.assertEqual(new.post_id, seats.post_id)
        self.assertEqual(set(map(str, new.mapped("date_start"))), {"2026-03-15"})
        self.assertEqual(new.served_unit_ids, self.community_b)
        self.assertFalse(any(new.mapped("is_acting")) or any(new.mapped("date_end")))
        self.assertEqual(seats._successors(), new)

    def test_acting_successor_for_a_time(self):
        seat = self.cadre_user.safety_appointment_ids
        self._wizard(seat, successor_id=self.newcomer, is_acting=True, date_end="2026-04-30").action_confirm()
        new = self._of(self.newcomer)
        self.assertEqual((new.is_acting, str(new.date_end)), (True, "2026-04-30"))

    def test_deputy_stands_in_while_the_holder_stays(self):
        seat = self.cadre_user.safety_appointment_ids
        self._wizard(seat, mode="deputise", successor_id=self.newcomer, date_end="2026-03-20").action_confirm()
        self.assertFalse(seat.date_end)
        new = self._of(self.newcomer)
        self.assertEqual((new.is_acting, str(new.date_start)), (True, "2026-03-14"))
        holders = self.env["safety.appointment"]._holders(seat.post_id, seat.unit_id, "2026-03-15")
        self.assertEqual(holders, self.cadre_user | self.newcomer)

    def test_nobody_follows_and_the_seat_is_vacant(self):
        seat = self.cadre_user.safety_appointment_ids
        self._wizard(seat).action_confirm()
        self._freeze("2026-03-15 04:00:00")
        self.env.invalidate_all()
        vacant = self.env["safety.seat"].search([("is_vacant", "=", True), ("company_id", "=", self.company.id)])
        self.assertEqual((vacant.post_id, vacant.unit_id), (seat.post_id, seat.unit_id))
        self.assertIn("vacant", self._html("report_handover", seat))

    def test_a_day_outside_of_the_appointment_is_refused_and_nothing_half_done(self):
        early = self._appoint(self.cadre_user, "stationed_cadre", self.community_b, "2026-03-20", is_acting=True)
        seats = self.cadre_user.safety_appointment_ids | early
        with self.assertRaisesRegex(UserError, "is not held on 2026-03-14"):
            self._wizard(seats, successor_id=self.newcomer).action_confirm()
        self.assertFalse(any(seats.mapped("date_end")))
        self.assertFalse(self._of(self.newcomer))

    def test_successor_who_overlaps_is_refused(self):
        seat = self.cadre_user.safety_appointment_ids
        self._appoint(self.newcomer, "stationed_cadre", self.community_a, "2026-04-01", is_acting=True)
        with self.assertRaisesRegex(ValidationError, "already holds"):
            self._wizard(seat, successor_id=self.newcomer).action_confirm()

    def test_report_lists_open_duties_and_records(self):
        rule = self._rule(self._regulation())
        rule.regulation_id.action_adopt()
        self.env["safety.run"]._run(self.company)
        self._work_record(
            self.community_a, "2026-03-10", done=False, name="Visit to finish", user_id=self.cadre_user.id
        )
        seat = self.cadre_user.safety_appointment_ids
        self._wizard(seat, successor_id=self.newcomer).action_confirm()
        html = self._html("report_handover", seat)
        for text in ("Hold the monthly meeting", "Visit to finish", self.newcomer.name, "Community A"):
            self.assertIn(text, html)
        titles = [(section["title"], len(section["rows"])) for section in seat._handover_sections()]
        self.assertIn(("Open duties", 1), titles)
        self.assertIn(("Work records not completed", 1), titles)

    def test_rights_of_the_report_and_the_wizard(self):
        foreign = self.other_cadre_user.safety_appointment_ids
        with self.assertRaises(AccessError):
            self._html("report_handover", foreign, self.cadre_user)
        with self.assertRaises(AccessError):
            foreign.with_user(self.cadre_user).action_hand_over()
        with self.assertRaises(AccessError):
            self.env["safety.handover.wizard"].with_user(self.cadre_user).create({})


@tagged("post_install", "-at_install")
class TestPostInUse(StreetCase):
    def test_post_that_people_hold_is_not_archived(self):
        with self.assertRaisesRegex(UserError, r"held at Grid A1 \(test_grid"):
            self._post("grid_member").active = False
        with self.assertRaisesRegex(ValidationError, "while people hold it there"):
            self._post("grid_member").unit_type_ids = self.env.ref("street_safety_base.unit_type_community")

    def test_post_that_open_duties_name_is_not_archived(self):
        post = self.env["safety.post"].create(
            {
                "name": "Test post",
                "code": "test_post_open",
                "unit_type_ids": [Command.set(self.community_a.type_id.ids)],
            }
        )
        rule = self._rule(self._regulation(), post_ids=[Command.set(post.ids)], name="Walk the market")
        rule.regulation_id.action_adopt()
        self._freeze("2026-03-10 04:00:00")
        self.env["safety.run"]._run(self.company)
        with self.assertRaisesRegex(UserError, "open duties “Walk the market” at Community A和Community B"):
            post.active = False
        with self.assertRaisesRegex(UserError, "cannot be archived or deleted.*\n.*open duties “Walk the market”"):
            post.unlink()
        self.assertTrue(post.exists())
        self.env["safety.duty"].search([("rule_id", "=", rule.id)]).state = "waived"
        post.active = False
        self.assertFalse(post.active)
