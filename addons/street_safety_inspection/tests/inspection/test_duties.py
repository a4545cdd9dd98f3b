from freezegun import freeze_time

from odoo.tests import tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestDuties(InspectionCase):
    """Inspections prove duties: full coverage of a month, and the revisit that a notice causes (XT-2.1c, XT-2.2d)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duties = cls.env["safety.duty"]
        cls.regulation = cls._regulation()

    def _coverage_rule(self, **vals):
        return self._rule(
            self.regulation,
            name="Inspect every enterprise",
            kind_id=self.ref("street_safety_inspection.duty_kind_routine_inspection"),
            coverage="all",
            **vals,
        )

    def _revisit_rule(self):
        notice = self.env["ir.model"]._get("safety.notice")
        field = self.env["ir.model.fields"]._get
        return self._rule(
            self.regulation,
            name="Re-inspect at the deadline",
            kind_id=self.ref("street_safety_inspection.duty_kind_reinspection"),
            cause="record",
            cause_model_id=notice.id,
            cause_domain="[('state', 'in', ('issued', 'served'))]",
            cause_date_field_id=field("safety.notice", "deadline").id,
            cause_unit_field_id=field("safety.notice", "unit_id").id,
            offset_from=-30,
            offset_to=0,
        )

    def _night(self):
        self.env["safety.run"].search([("company_id", "=", self.company.id)]).unlink()
        return self.env["safety.run"]._run(self.company)

    def test_monthly_coverage(self):
        second = self._enterprise("Shoes Ltd", self.grid_a2)
        rule = self._coverage_rule()
        self.regulation.action_adopt()
        self._night()
        duty = rule.duty_ids.filtered(lambda duty: duty.unit_id == self.community_a and duty.state == "open")
        self.assertEqual((duty.target_count, duty.target_required), (2, 2))
        self._inspection(self.grid_user)
        self.assertEqual((duty.state, duty.progress_text), ("open", "1/2"))
        missing = self.env["safety.enterprise"].search(duty._missing_domain())
        self.assertEqual(missing, second)
        self_check = self.env.ref("street_safety_inspection.inspection_kind_self_check")
        self._inspection(enterprise=second, kind_id=self_check.id)
        self.assertEqual(duty.state, "open")
        self._draft(enterprise=second)  # not finished: no proof
        self.assertEqual(duty.state, "open")
        self._inspection(enterprise=second)
        self.assertEqual(duty.state, "met")
        self.assertEqual(set(duty.evidence_ids.mapped("res_model")), {"safety.inspection"})
        self.assertFalse(any(duty.evidence_ids.mapped("late")))

    def test_my_work_opens_the_form(self):
        rule = self._coverage_rule()
        self.regulation.action_adopt()
        self._night()
        duty = rule.duty_ids.filtered(lambda duty: duty.unit_id == self.community_a and duty.state == "open")
        mine = self.duties.with_user(self.cadre_user).search([("is_mine", "=", True), ("state", "=", "open")])
        self.assertIn(duty, mine)
        self.assertEqual(mine[0].button_label, "Start inspection")
        action = mine[0].action_do()
        self.assertEqual(action["res_model"], "safety.enterprise")
        missing = self.env["safety.enterprise"].with_user(self.cadre_user).search(action["domain"])
        tap = missing[0].with_context(**action["context"]).action_prove_duty()
        self.assertEqual((tap["type"], tap["path"]), ("ir.actions.client", "safety-inspect"))
        self.assertEqual(tap["params"], {"duty_id": mine[0].id, "enterprise_id": missing[0].id})
        visits = self.env["safety.inspection"].with_user(self.cadre_user)
        visit = visits.visit_start(tap["params"]["enterprise_id"], "f" * 32, None, tap["params"]["duty_id"])
        self.assertEqual(visit["enterprise"]["id"], missing[0].id)

    def test_a_unit_to_inspect_lists_its_enterprises(self):
        """Each grid once a month: the missing grid leads to its enterprises, the enterprise to the phone."""
        rule = self._coverage_rule(target_kind="unit", target_domain="[('type_id.code', '=', 'grid')]")
        self.regulation.action_adopt()
        self._night()
        duty = rule.duty_ids.filtered(lambda duty: duty.unit_id == self.community_a and duty.state == "open")
        cadre = duty.with_user(self.cadre_user)
        grid = self.grid_a1.with_user(self.cadre_user).with_context(**cadre.action_missing()["context"])
        action = grid.action_prove_duty()
        found = self.env["safety.enterprise"].with_user(self.cadre_user).search(action["domain"])
        self.assertEqual(found, self.enterprise)
        tap = found.with_context(**action["context"]).action_prove_duty()
        self.assertEqual(tap["params"], {"duty_id": duty.id, "enterprise_id": self.enterprise.id})

    def test_without_a_missing_enterprise_the_route_is_shown(self):
        """Two visits a month, no matter where: the phone shows the route, and the visit is for this duty."""
        led = self.ref("street_safety_inspection.inspection_kind_led")
        rule = self._rule(
            self.regulation,
            name="Lead an inspection",
            kind_id=self.ref("street_safety_inspection.duty_kind_routine_inspection"),
            evidence_domain=f"[('kind_id.code', '=', '{self.env['safety.inspection.kind'].browse(led).code}')]",
        )
        self.regulation.action_adopt()
        self._night()
        duty = rule.duty_ids.filtered(lambda duty: duty.unit_id == self.community_a and duty.state == "open")
        action = duty.with_user(self.cadre_user).action_do()
        self.assertEqual((action["tag"], action["params"]), ("street_safety_inspection.visit", {"duty_id": duty.id}))
        visit = (
            self.env["safety.inspection"]
            .with_user(self.cadre_user)
            .visit_start(self.enterprise.id, "e" * 32, None, action["params"]["duty_id"])
        )
        self.assertEqual(visit["kind"], led)

    def test_revisit_is_caused_by_the_notice_and_met_by_the_reinspection(self):
        rule = self._revisit_rule()
        self.regulation.action_adopt()
        notice = self._notice()
        other = self._notice()
        self.duties._generate_caused(self.company)
        self.duties._open_due(self.company)
        duty = rule.duty_ids.filtered(lambda duty: duty.cause_res_id == notice.id)
        self.assertEqual(len(rule.duty_ids), 2)
        self.assertEqual((duty.unit_id, str(duty.due_date)), (self.community_a, "2026-03-17"))
        self._inspection()  # a routine visit is no re-inspection
        self._reinspect(other, "fixed").action_done()  # nor is that of another notice
        self.assertEqual(duty.state, "open")
        action = duty.with_user(self.cadre_user).action_do()
        self.assertEqual(action["context"]["default_notice_id"], notice.id)
        with freeze_time("2026-03-17 02:00:00"):
            self._reinspect(notice, "fixed").action_done()
            self.duties._evaluate(self.company)
            self.duties._close_due(self.company)
        self.assertEqual(duty.state, "met")

    def test_revisit_is_missed_and_a_void_notice_owes_none(self):
        rule = self._revisit_rule()
        self.regulation.action_adopt()
        notice, void = self._notice(), self._notice()
        self.duties._generate_caused(self.company)
        self.duties._open_due(self.company)
        void._workflow_do("void")
        with freeze_time("2026-03-18 02:00:00"):
            self._night()
        states = {duty.cause_res_id: duty.state for duty in rule.duty_ids}
        self.assertEqual(states, {notice.id: "missed", void.id: "waived"})
