from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import StreetCase


@tagged("post_install", "-at_install")
class TestMyWork(StreetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        regulation = cls._regulation()
        cls.rule = cls._rule(regulation)
        cls._rule(
            regulation,
            name="Weekly meeting",
            unit_type_id=cls.env.ref("street_safety_base.unit_type_work_point").id,
            post_ids=[(6, 0, cls._post("work_point_head").ids)],
            period_unit="week",
        )
        regulation.action_adopt()

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-05 04:00:00")
        self.env["safety.duty"]._generate(self.company, date(2026, 3, 5), date(2026, 3, 5))
        self.env["safety.duty"]._open_due(self.company)

    def _mine(self, user):
        return self.env["safety.duty"].with_user(user).search([("is_mine", "=", True)])

    def test_each_sees_what_the_own_seat_owes(self):
        self.assertEqual(self._mine(self.cadre_user).unit_id, self.community_a)
        self.assertEqual(self._mine(self.head_user).rule_id.name, "Weekly meeting")
        self.assertFalse(self._mine(self.grid_user))
        duty = self._mine(self.cadre_user)
        self.assertTrue(duty.is_mine)
        self.assertFalse(duty.with_user(self.head_user).is_mine)

    def test_one_button_opens_the_form_that_proves_it(self):
        duty = self._mine(self.cadre_user)
        action = duty.action_do()
        record = Form(self.env[action["res_model"]].with_user(self.cadre_user).with_context(**action["context"]))
        self.assertEqual(record.unit_id, self.community_a)
        self.assertEqual(record.type_id.code, "meeting")
        record.name = "March meeting"
        record.guests = "Li Si"
        record.date = date(2026, 3, 5)
        record.save().action_done()
        self.assertEqual((duty.state, duty.urgency), ("met", "met"))

    def test_urgency(self):
        duty = self._mine(self.cadre_user)
        self.assertEqual(duty.urgency, "open")
        with freeze_time("2026-03-29 04:00:00"):
            duty.invalidate_recordset()
            self.assertEqual(duty.urgency, "soon")
        with freeze_time("2026-04-02 04:00:00"):
            duty.invalidate_recordset()
            self.assertEqual(duty.urgency, "overdue")

    def test_duties_are_written_by_nobody(self):
        duty = self._mine(self.cadre_user)
        for user in (self.cadre_user, self.office_user):
            with self.assertRaises(AccessError):
                duty.with_user(user).write({"state": "met"})
            with self.assertRaises(AccessError):
                self.env["safety.duty.evidence"].with_user(user).create({"duty_id": duty.id})
        with self.assertRaises(AccessError):
            duty.with_user(self.other_cadre_user).read(["state"])
