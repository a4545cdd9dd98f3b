from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import AccountabilityCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestViolationDecision(AccountabilityCase):
    def _by_hand(self, user=None, **vals):
        return self._as(user or self.office_user, self.env["safety.violation"]).create(
            {
                "name": "Concealed a hazard",
                "description": "Found by supervision of the work point",
                "unit_id": self.community_a.id,
                "post_id": self._post("stationed_cadre").id,
                "rule_id": self.penalty_rule.id,
                "date": "2026-06-09",
                **vals,
            }
        )

    def test_confirmed_costs_the_holder_100_yuan(self):
        violation = self._as(self.office_user, self._proposed("2026-03-31"))
        violation.action_confirm()
        penalty = violation.penalty_ids
        self.assertEqual((penalty.user_id, penalty.amount, penalty.state), (self.cadre_user, 100, "due"))
        self.assertEqual(penalty.currency_id.name, "CNY")
        self.assertEqual((str(penalty.date), penalty.year), ("2026-06-10", 2026))
        self.assertEqual(violation.confirmed_by_id, self.office_user)

    def test_hand_over_in_mid_month(self):
        self.cadre_user.safety_appointment_ids.date_end = "2026-03-15"
        successor = self._person("test_successor", "stationed_cadre", self.community_a, "2026-03-16")
        violation = self._as(self.office_user, self._proposed("2026-03-31"))
        violation.action_confirm()
        self.assertEqual(violation.penalty_ids.user_id, successor)

    def test_shared_penalty_adds_up(self):
        principals = self._person("test_principal", "community_principal", self.community_a)
        principals |= self._person("test_principal_2", "community_principal", self.community_a)
        self.penalty_rule.write({"payer": "shared", "post_ids": [Command.set(self._post("community_principal").ids)]})
        self.duty_rule.post_ids |= self._post("community_principal")
        self.penalty_rule.post_ids |= self._post("stationed_cadre")
        violation = self._as(self.office_user, self._proposed("2026-03-31"))
        violation.action_confirm()
        self.assertEqual(sorted(violation.penalty_ids.mapped("amount")), [33.33, 33.33, 33.34])

    def test_vacant_seat_costs_nobody(self):
        self.cadre_user.safety_appointment_ids.date_end = "2026-03-15"
        violation = self._as(self.office_user, self._proposed("2026-03-31"))
        violation.action_confirm()
        self.assertEqual(violation.state, "confirmed")
        self.assertFalse(violation.penalty_ids)

    def test_only_the_office_decides(self):
        violation = self._proposed("2026-03-31")
        for user in (self.cadre_user, self.head_user, self.grid_user):
            with self.assertRaises(AccessError):
                self._as(user, violation).action_confirm()
            with self.assertRaises(AccessError):
                self._as(user, violation)._do_because("reject", "No")
        self.assertEqual(violation.state, "proposed")

    def test_nobody_decides_about_themselves(self):
        """The officer holds the cadre's seat, too: every decision is somebody else's."""
        self.cadre_user.safety_appointment_ids.date_end = "2026-01-31"
        self._appoint(self.office_user, "stationed_cadre", self.community_a, "2026-02-01")
        violation = self._as(self.office_user, self._proposed("2026-03-31"))
        self.assertEqual(violation.user_id, self.office_user)
        with self.assertRaisesRegex(AccessError, "yourself"):
            violation.action_confirm()
        with self.assertRaisesRegex(AccessError, "yourself"):
            violation._do_because("reject", "Not me")
        self._as(self.second_officer, violation).action_confirm()
        violation._do_because("appeal", "I was ill")
        for step in ("uphold", "reverse"):
            with self.assertRaisesRegex(AccessError, "yourself"):
                violation._do_because(step, "Well")

    def test_person_is_heard_and_appeals(self):
        violation = self._proposed("2026-03-31")
        own = self._as(self.cadre_user, violation)
        wizard = self._wizard(own.action_statement(), self.cadre_user, "The meeting took place, the record was lost")
        wizard.action_confirm()
        self.assertIn("lost", violation.statement)
        with self.assertRaises(AccessError):
            self._as(self.grid_user, violation)._do_because("statement", "He did not")
        self._as(self.office_user, violation).action_confirm()
        with self.assertRaisesRegex(UserError, "decided"):
            own._do_because("statement", "Late")
        with self.assertRaises(AccessError):
            self._as(self.grid_user, violation)._do_because("appeal", "On his behalf")
        own._do_because("appeal", "Here is the record")
        self.assertEqual((violation.state, violation.appeal), ("appealed", "Here is the record"))
        self.assertEqual(violation.penalty_ids.state, "due")
        with self.assertRaisesRegex(UserError, "reason"):
            self._as(self.second_officer, violation)._do_because("uphold", " ")
        self._as(self.second_officer, violation)._do_because("uphold", "The record is of April")
        self.assertEqual((violation.state, violation.penalty_ids.state), ("upheld", "due"))

    def _wizard(self, action, user, reason):
        wizards = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        return wizards.create({"reason": reason})

    def test_reversal_restores_the_money(self):
        violation = self._proposed("2026-03-31")
        self._as(self.office_user, violation).action_confirm()
        self._as(self.cadre_user, violation)._do_because("appeal", "Here is the record")
        self._as(self.second_officer, violation)._do_because("reverse", "The record is genuine")
        self.assertEqual((violation.state, violation.penalty_ids.state), ("reversed", "cancelled"))
        self.assertEqual(violation.decided_by_id, self.second_officer)
        self.assertEqual(len(violation.penalty_ids), 1, "cancelled, never deleted")

    def test_rejected_costs_nothing(self):
        violation = self._as(self.office_user, self._proposed("2026-03-31"))
        violation._do_because("reject", "The community was under water")
        self.assertEqual((violation.state, violation.decision), ("rejected", "The community was under water"))
        self.assertFalse(violation.penalty_ids)

    def test_decided_is_closed(self):
        violation = self._as(self.office_user, self._proposed("2026-03-31"))
        with self.assertRaisesRegex(UserError, "missed duty"):
            violation.date = "2026-03-30"
        violation.action_confirm()
        with self.assertRaises(UserError):
            violation.description = "Changed"
        for vals in ({"state": "reversed"}, {"statement": "x"}, {"decision": "x"}, {"duty_id": False}):
            with self.assertRaisesRegex(UserError, "by hand"):
                violation.write(vals)
        with self.assertRaises(UserError):
            violation.unlink()
        with self.assertRaises(AccessError):
            self._as(self.office_user, violation.penalty_ids).write({"amount": 1})
        with self.assertRaises(AccessError):
            self._as(self.office_user, violation.penalty_ids).unlink()

    def test_by_hand_needs_reason_and_office(self):
        self.assertEqual(self._by_hand().user_id, self.cadre_user)
        with self.assertRaisesRegex(ValidationError, "reason"):
            self._by_hand(description=False)
        with self.assertRaisesRegex(ValidationError, "future"):
            self._by_hand(date="2026-06-11")
        with self.assertRaises(AccessError):
            self._by_hand(self.head_user)
        with self.assertRaisesRegex(ValidationError, "held no post"):
            self._by_hand(user_ids=[Command.set(self.other_cadre_user.ids)])
        with self.assertRaisesRegex(UserError, "by hand"):
            self._by_hand(duty_id=self._missed_duty("2026-03-31").id)

    def test_settled_history_is_the_same(self):
        violations = self._proposed("2026-01-31", "2026-02-28", "2026-03-31")
        violations._settle("confirmed", self.office_user, "2026-04-05")
        self.assertEqual(set(violations.penalty_ids.mapped("date")), {violations[0].confirmed_on})
        self.assertEqual(len(self.env["safety.disqualification"].search([("user_id", "=", self.cadre_user.id)])), 1)
