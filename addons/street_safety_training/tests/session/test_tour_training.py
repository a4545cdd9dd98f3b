from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import TrainingCase, exam


@tagged("post_install", "-at_install")
class TestTourTraining(HttpCase, TrainingCase):
    """The quarterly expert training in the browser: planned by the office, signed in to by telephone, examined, met."""

    browser_size = "1366x768"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        for user in (cls.office_user, cls.cadre_user):
            user.write({"lang": "zh_CN", "password": user.login})
        cls.staff.write({"survey_id": exam(cls.env).id, "pass_required": True, "min_attendance": 50,
                         "needs_material": False})  # fmt: skip
        regulation = cls._regulation(date_from=fields.Date.subtract(cls.company._safety_today(), years=1))
        cls.rule = cls._rule(
            regulation,
            name="Quarterly training of community staff",
            kind_id=cls.env.ref("street_safety_training.duty_kind_training").id,
            post_ids=[(6, 0, cls._post("safety_committee_office").ids)],
            unit_type_id=cls.env.ref("street_safety_base.unit_type_street").id,
            period_unit="quarter",
            evidence_domain="[('type_id.code', '=', 'community_staff')]",
        )
        regulation.action_adopt()
        cls.env["safety.run"]._run(cls.company)

    def _phone(self):
        self.browser_size, self.touch_enabled = "390x844", True

    def test_from_plan_to_duty(self):
        duty = self.env["safety.duty"].search([("rule_id", "=", self.rule.id), ("state", "=", "open")], limit=1)
        self.assertTrue(duty)
        login = self.office_user.login
        plan = f"/odoo/action-street_safety_base.safety_duty_action/{duty.id}"
        self.start_tour(plan, "street_safety_training_plan", login=login, timeout=180)
        training = self.env["safety.training"].search([("unit_id", "=", self.street.id)], order="id desc", limit=1)
        self.assertEqual(training.attendee_ids.user_id, self.cadre_user | self.other_cadre_user)
        now = fields.Datetime.now().replace(microsecond=0)
        # The session has come: it began five minutes ago.
        training.write({"trainer": "Expert Chen", "date_start": fields.Datetime.subtract(now, minutes=5),
                        "date_end": fields.Datetime.add(now, hours=1)})  # fmt: skip
        self._phone()
        page = f"/street-safety/training/{training.token}"
        self.start_tour(page, "street_safety_training_sign_in", login=self.cadre_user.login, timeout=180)
        line = training.attendee_ids.filtered(lambda one: one.user_id == self.cadre_user)
        self.assertEqual((line.state, line.exam_state, line.exam_score), ("present", "passed", 100))
        self.start_tour(page, "street_safety_training_rate", login=self.cadre_user.login, timeout=180)
        self.assertEqual(line.rating, "4")
        self.browser_size, self.touch_enabled = "1366x768", False
        self.assertEqual(duty.state, "open")
        address = f"/odoo/action-street_safety_training.safety_training_action/{training.id}"
        self.start_tour(address, "street_safety_training_complete", login=login, timeout=180)
        self.assertEqual((training.state, training.counts), ("held", True))
        self.assertEqual(duty.state, "met")
        self.assertEqual(duty.evidence_ids.res_id, training.id)
