from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import AccountabilityCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 04:00:00")
class TestViolationScope(AccountabilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.violation = cls._proposed("2026-03-31")

    def test_seen_by_seats_of_the_unit(self):
        self.assertEqual(self._as(self.cadre_user, self.violation).name, self.duty_rule.name)
        self.assertEqual(self._as(self.head_user, self.violation).name, self.duty_rule.name)
        with self.assertRaises(AccessError):
            self._as(self.other_cadre_user, self.violation).read(["name"])
        self._as(self.office_user, self.violation).action_confirm()
        self.assertEqual(self._as(self.cadre_user, self.violation.penalty_ids).amount, 100)
        with self.assertRaises(AccessError):
            self._as(self.other_cadre_user, self.violation.penalty_ids).read(["amount"])

    def test_accused_does_not_edit(self):
        own = self._as(self.cadre_user, self.violation)
        for vals in ({"user_ids": False}, {"description": "x"}, {"name": "x"}, {"unit_id": self.community_b.id}):
            with self.assertRaises(AccessError):
                own.write(vals)
        with self.assertRaises(AccessError):
            own.unlink()
        question = "May I see the record?"
        own.message_post(body=question)

    def test_office_of_elsewhere(self):
        """An officer of the street's office who only holds a grid here has no officer's rights here."""
        other = self.env["res.company"].create({"name": "Other Street", "safety_tz": "Asia/Shanghai"})
        self.env.user.company_ids |= other
        elsewhere = self._unit("Other Street", "street", None, company_id=other.id)
        officer = self._person("test_elsewhere", "safety_committee_office", elsewhere)
        self._appoint(officer, "grid_member", self.grid_a1)
        self._appoint(officer, "community_safety_lead", self.community_a)
        violation = self._as(officer, self.violation)
        with self.assertRaises(AccessError):
            violation.read(["name"])
        with self.assertRaises(AccessError):
            violation.action_confirm()
        with self.assertRaises(AccessError):
            violation.write({"description": "x"})

    def test_wizard_takes_no_other_step(self):
        wizard = self.env["safety.reason.wizard"].with_user(self.office_user)
        for model, step in (("safety.violation", "confirm"), ("res.partner", "reject"), ("safety.reasoned", "reject")):
            with self.assertRaisesRegex(UserError, "takes no reason"):
                wizard.create(
                    {"res_model": model, "res_ids": self.violation.ids, "step": step, "reason": "x"}
                ).action_confirm()
        with self.assertRaises(AccessError):
            wizard.with_user(self.other_cadre_user).create(
                {"res_model": "safety.violation", "res_ids": self.violation.ids, "step": "statement", "reason": "x"}
            ).action_confirm()

    def test_form(self):
        form = Form(self._as(self.office_user, self.env["safety.violation"]))
        form.name = "Concealed a hazard"
        form.description = "Found by supervision"
        form.unit_id = self.community_b
        form.post_id = self._post("stationed_cadre")
        form.rule_id = self.penalty_rule
        form.date = "2026-06-09"
        self.assertEqual(form.user_ids.ids, self.other_cadre_user.ids)
        self.assertEqual(form.save().state, "proposed")
