from datetime import time, timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.street_safety_base.tests.common import StreetCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestRoster(StreetCase):
    """The 24-hour roster: planned in turn without gaps, taken over, swapped, handed over with a note."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._person("test_colleague", "safety_committee_office", cls.street)

    def _shift(self, start="2026-03-10 00:30:00", user=None, hours=24, **vals):
        start = fields.Datetime.to_datetime(start)
        return self.env["safety.roster"].create(
            {
                "unit_id": self.street.id,
                "user_id": (user or self.office_user).id,
                "date_start": start,
                "date_end": start + timedelta(hours=hours),
                "is_leader": True,
                **vals,
            }
        )

    def _plan(self, **vals):
        wizard = Form(self.env["safety.roster.plan.wizard"].with_user(self.office_user))
        wizard.unit_id = self.street
        wizard.date_from, wizard.date_to = "2026-03-11", "2026-03-14"
        for name, value in vals.items():
            setattr(wizard, name, value)
        for user in (self.office_user, self.colleague):
            with wizard.line_ids.new() as line:
                line.user_id = user
        return wizard.save()

    def test_planned_in_turn_without_gaps(self):
        wizard = self._plan(hours=12)
        self.assertEqual(wizard.shift_count, 8)
        wizard.action_plan()
        shifts = self.env["safety.roster"].search([("unit_id", "=", self.street.id)], order="date_start")
        self.assertEqual(len(shifts), 8)
        self.assertEqual(shifts.mapped("user_id"), self.office_user | self.colleague)
        self.assertEqual([shift.user_id for shift in shifts[:3]], [self.office_user, self.colleague, self.office_user])
        first = self.company._safety_instant(fields.Date.to_date("2026-03-11"), time(8, 30))
        self.assertEqual(shifts[0].date_start, first)
        self.assertFalse(self.env["safety.roster"]._uncovered(self.street, first, first + timedelta(days=4)))
        wizard.action_plan()
        self.assertEqual(self.env["safety.roster"].search_count([("unit_id", "=", self.street.id)]), 8, "not twice")
        shifts[3].action_cancel()
        gap = self.env["safety.roster"]._uncovered(self.street, first, first + timedelta(days=4))
        self.assertEqual(gap, [(shifts[3].date_start, shifts[3].date_end)])

    def test_take_over_and_hand_over(self):
        before = self._shift("2026-03-09 00:30:00", self.colleague)
        before._workflow_write({"state": "handed_over", "note": "Tree on the road"})
        shift = self._shift()
        mine = shift.with_user(self.office_user)
        self.assertEqual(mine.previous_note, "Tree on the road")
        with self.assertRaises(AccessError):
            shift.with_user(self.colleague).action_take_over()
        self.assertTrue(mine.can_take_over)
        self.assertFalse(shift.with_user(self.colleague).can_take_over)
        mine.action_take_over()
        with self.assertRaisesRegex(UserError, "note first"):
            mine.action_hand_over()
        wizard = Form(self.env["safety.roster.note.wizard"].with_user(self.office_user).with_context(
            **mine.action_write_note()["context"]))  # fmt: skip
        wizard.note = "All quiet"
        wizard = wizard.save()
        with self.assertRaisesRegex(UserError, "rounds first"):
            wizard.action_hand_over()
        wizard.rounds = "21:00 market street"
        wizard.action_hand_over()
        self.assertEqual((shift.state, shift.note, bool(shift.handed_at)), ("handed_over", "All quiet", True))
        with self.assertRaises(UserError):
            mine._write_own({"note": "Changed"})

    def test_not_too_early_nor_too_late(self):
        for start in ("2026-03-10 07:00:00", "2026-03-08 00:30:00"):
            shift = self._shift(start).with_user(self.office_user)
            self.assertFalse(shift.can_take_over, "the card offers no button that is refused")
            with self.assertRaisesRegex(UserError, "two hours"):
                shift.action_take_over()

    def test_shift_is_found_by_its_person(self):
        shift = self._shift()
        found = self.env["safety.roster"].name_search(self.office_user.name)
        self.assertIn(shift.id, [id_ for id_, _name in found])

    def test_swap(self):
        mine = self._shift("2026-03-12 00:30:00")
        theirs = self._shift("2026-03-15 00:30:00", self.colleague)
        swaps = self.env["safety.roster.swap"]
        with Form(swaps.with_user(self.office_user).with_context(
            **mine.with_user(self.office_user).action_ask_swap()["context"])) as form:  # fmt: skip
            form.to_id = theirs
            form.reason = "Hospital"
        swap = form.save()
        self.assertEqual(swap.user_id, self.colleague)
        told = self.env["mail.message"].search([("partner_ids", "in", self.colleague.partner_id.ids)], limit=1)
        self.assertIn("Hospital", told.body)
        with self.assertRaises(AccessError):
            swap.with_user(self.office_user).action_agree()
        self.assertEqual(swaps.with_user(self.colleague).search([("is_for_me", "=", True)]), swap)
        swap.with_user(self.colleague).action_agree()
        self.assertEqual((mine.user_id, theirs.user_id), (self.colleague, self.office_user))
        self.assertEqual((mine.planned_user_id, theirs.planned_user_id), (self.office_user, self.colleague))
        with self.assertRaises(UserError):
            swap.with_user(self.colleague).action_refuse()

    def test_swap_refused_withdrawn_and_forged(self):
        mine, theirs = self._shift("2026-03-12 00:30:00"), self._shift("2026-03-15 00:30:00", self.colleague)
        swaps = self.env["safety.roster.swap"]
        vals = {"from_id": mine.id, "user_id": self.colleague.id, "reason": "X"}
        with self.assertRaises(AccessError), self.cr.savepoint():
            swaps.with_user(self.colleague).create(vals)
        with self.assertRaisesRegex(UserError, "same roster"), self.cr.savepoint():
            swaps.with_user(self.office_user).create({**vals, "user_id": self.head_user.id, "to_id": theirs.id})
        swap = swaps.with_user(self.office_user).create(vals)
        swap.with_user(self.colleague).action_refuse()
        self.assertEqual(mine.user_id, self.office_user)
        again = swaps.with_user(self.office_user).create(vals)
        again.action_withdraw()
        last = swaps.with_user(self.office_user).create(vals)
        with self.assertRaises(AccessError):
            last.with_user(self.colleague).write({"reason": "Y"})
        last.with_user(self.colleague).action_agree()
        self.assertEqual(mine.user_id, self.colleague, "taken over without another shift")

    @mute_logger("odoo.sql_db")
    def test_nobody_twice_at_once(self):
        self._shift()
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self._shift()
            self.env.flush_all()

    def test_begun_shift_keeps_its_person(self):
        shift = self._shift()
        shift.with_user(self.office_user).action_take_over()
        with self.assertRaisesRegex(UserError, "begun"):
            shift.user_id = self.colleague

    def test_gy_8_4_1a_the_day_is_proved_by_the_shift_handed_over(self):
        """GY-8.4.1a: a leader's shift handed over meets the day; a planned, another unit's or clerk's one does not."""
        regulation = self._regulation()
        rule = self._rule(
            regulation, name="On duty", kind_id=self.env.ref("street_safety_training.duty_kind_duty_shift").id,
            evidence_domain="[('is_leader', '=', True)]", period_unit="day",
            unit_type_id=self.env.ref("street_safety_base.unit_type_street").id,
            post_ids=[(6, 0, self._post("safety_committee_office").ids)],
        )  # fmt: skip
        regulation.action_adopt()
        self.env["safety.run"]._run(self.company)
        duty = self.env["safety.duty"].search([("rule_id", "=", rule.id), ("period_start", "=", "2026-03-10")])
        texts = {"note": "Quiet", "rounds": "21:00"}

        def hand_over(shift):
            shift.with_user(self.office_user).action_take_over()
            shift.write(texts)
            shift.with_user(self.office_user).action_hand_over()

        self._shift("2026-03-10 02:00:00", self.colleague)
        hand_over(self._shift("2026-03-10 00:10:00", is_leader=False))
        hand_over(self._shift("2026-03-10 00:20:00", unit_id=self.community_a.id))
        self.assertEqual(duty.state, "open")
        hand_over(self._shift())
        self.assertEqual(duty.state, "met")

    def test_gy_8_4_1a_the_next_day_is_too_late(self):
        """GY-8.4.1a: the shift of the next day meets its own day; the day nobody handed over stays missed."""
        regulation = self._regulation()
        rule = self._rule(
            regulation, name="On duty", kind_id=self.env.ref("street_safety_training.duty_kind_duty_shift").id,
            evidence_domain="[('is_leader', '=', True)]", period_unit="day",
            unit_type_id=self.env.ref("street_safety_base.unit_type_street").id,
            post_ids=[(6, 0, self._post("safety_committee_office").ids)],
        )  # fmt: skip
        regulation.action_adopt()
        self.env["safety.run"]._run(self.company)
        with freeze_time("2026-03-11 02:00:00"):
            self.env["safety.run"]._run(self.company)
            shift = self._shift("2026-03-11 00:30:00")
            shift.with_user(self.office_user).action_take_over()
            shift.write({"note": "Quiet", "rounds": "9:00"})
            shift.with_user(self.office_user).action_hand_over()
        with freeze_time("2026-03-13 02:00:00"):
            self.env["safety.run"]._run(self.company)
        duties = self.env["safety.duty"].search([("rule_id", "=", rule.id)])
        states = {str(duty.period_start): duty.state for duty in duties}
        self.assertEqual((states["2026-03-10"], states["2026-03-11"]), ("missed", "met"))
