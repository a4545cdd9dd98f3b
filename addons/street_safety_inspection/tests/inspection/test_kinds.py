from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import InspectionCase


@tagged("post_install", "-at_install")
class TestInspectionKinds(InspectionCase):
    """Kinds are data: what each demands stands in its row."""

    def _kind(self, code):
        return self.env.ref(f"street_safety_inspection.inspection_kind_{code}")

    def test_shipped_kinds(self):
        codes = {"routine", "key_period", "special", "led", "unannounced", "enforcement", "self_check", "reinspection"}
        self.assertLessEqual(codes, set(self.env["safety.inspection.kind"].search([]).mapped("code")))

    def test_enforcement_needs_two_certified_inspectors(self):
        both = self.cadre_user | self.grid_user
        vals = {"kind_id": self._kind("enforcement").id, "inspector_ids": [(6, 0, both.ids)]}
        inspection = self._draft(**vals)
        with self.assertRaisesRegex(UserError, "enforcement certificate"):
            inspection.action_done()
        both[0].safety_enforcement_number = "A-1"
        with self.assertRaisesRegex(UserError, "test_cadre"):
            inspection.action_done()
        both[1].write({"safety_enforcement_number": "A-2", "safety_enforcement_until": "2026-03-09"})
        with self.assertRaisesRegex(UserError, "enforcement certificate"):
            inspection.action_done()
        both[1].safety_enforcement_until = "2026-03-10"  # the last day counts
        with self.assertRaisesRegex(UserError, "representative has not signed"):
            inspection.action_done()
        inspection._sign("representative", self.signature, signer_name="Chen Wu")
        inspection.action_done()
        self.assertEqual(inspection.state, "done")

    def test_led_names_its_leader(self):
        led = self._kind("led")
        inspection = self._draft(kind_id=led.id, inspector_ids=[(6, 0, (self.cadre_user | self.head_user).ids)])
        with self.assertRaisesRegex(UserError, "Led by"):
            inspection.action_done()
        inspection.leader_id = self.office_user
        with self.assertRaisesRegex(UserError, "Led by"):
            inspection.action_done()
        inspection.leader_id = self.head_user
        inspection.action_done()
        alone = self._inspection(self.head_user, kind_id=led.id)
        self.assertEqual(alone.leader_id, self.head_user)

    def _adopt_two_rules(self):
        """Return the open duties of a leader's rule (led by the holder) and of a rule of full coverage."""
        regulation = self._regulation()
        kind = self.ref("street_safety_inspection.duty_kind_routine_inspection")
        leader = self._rule(
            regulation,
            name="Lead an inspection",
            kind_id=self.ref("street_safety_inspection.duty_kind_led_inspection"),
            unit_type_id=self.ref("street_safety_base.unit_type_work_point"),
            post_ids=[(6, 0, self._post("work_point_head").ids)],
            evidence_domain="[('kind_id.code', '=', 'led')]",
            by_holder=True,
        )
        coverage = self._rule(regulation, name="See everybody", kind_id=kind, coverage="all")
        regulation.action_adopt()
        self.env["safety.run"]._run(self.company)
        month = (leader.duty_ids | coverage.duty_ids).filtered(lambda duty: duty.state == "open")
        return (
            month.filtered(lambda duty: duty.rule_id == leader and duty.unit_id == self.work_point),
            month.filtered(lambda duty: duty.rule_id == coverage and duty.unit_id == self.community_a),
        )

    def test_led_counts_for_the_duty_of_who_was_there(self):
        leaders, _coverage = self._adopt_two_rules()
        self.assertEqual(len(leaders), 1)
        self._inspection(self.head_user)  # not led
        self._inspection(self.cadre_user, kind_id=self._kind("led").id)  # led by somebody else
        both = [(6, 0, (self.cadre_user | self.head_user).ids)]
        self._inspection(kind_id=self._kind("led").id, inspector_ids=both, leader_id=self.cadre_user.id)  # went along
        self.assertEqual(leaders.state, "open")
        self._inspection(self.head_user, kind_id=self._kind("led").id)
        self.assertEqual(leaders.state, "met")

    def test_one_inspection_meets_several_rules(self):
        leaders, coverage = self._adopt_two_rules()
        both = (self.cadre_user | self.head_user).ids
        inspection = self._inspection(
            kind_id=self._kind("led").id, inspector_ids=[(6, 0, both)], leader_id=self.head_user.id
        )
        self.assertEqual((leaders.state, coverage.state), ("met", "met"))
        proven = self.env["safety.duty.evidence"].search(
            [("res_model", "=", inspection._name), ("res_id", "=", inspection.id)]
        )
        self.assertEqual(proven.duty_id, leaders | coverage)
