from datetime import timedelta

from odoo.tests import HttpCase, new_test_user, tagged

from ..duty.common import DutyCase


@tagged("post_install", "-at_install")
class TestTourRegulation(HttpCase, DutyCase):
    """In the browser, without code: a regulation of four rules that no pack contains is built, simulated, adopted."""

    toured = False

    def _freeze(self, moment):
        """The browser's clock cannot be stopped: the tour runs today, and the next day is looked at afterwards."""
        return super()._freeze(moment) if self.toured else None

    def _named_in_chinese(self):
        """Names the tour can look for; those of the street's own data, not words of the interface."""
        self.env["res.lang"]._activate_lang("zh_CN")
        names = {
            self.visit_kind: "虚构走访",
            self.talk_kind: "虚构座谈",
            self.community_a.type_id: "虚构社区类",
            self.work_point.type_id: "虚构工作点类",
            self._post("stationed_cadre"): "虚构干部",
            self._post("work_point_head"): "虚构点长",
        }
        for record, name in names.items():
            record.with_context(lang="zh_CN").name = name
        for field, name in (("date_entered", "虚构进入日"), ("unit_id", "虚构所在单位")):
            described = self.env["ir.model.fields"]._get("safety.enterprise", field)
            described.with_context(lang="zh_CN").field_description = name

    def test_four_rules_and_the_duties_of_the_next_day(self):
        self.talk_kind = self._kind("test_talk", domain="[('state', '=', 'done'), ('type_id.code', '=', 'meeting')]")
        self._named_in_chinese()
        today = self.company._safety_today()
        firms = [self._enterprise(f"Firm {number}", self.grid_a1) for number in range(3)]
        firms.append(self._enterprise("Firm of B", self.grid_b1))
        admin = new_test_user(
            self.env,
            "test_street_admin",
            groups="base.group_user,street_safety_base.group_street_safety_admin",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
            lang="zh_CN",
        )
        self.start_tour(
            "/odoo/action-street_safety_base.safety_regulation_action",
            "street_safety_build_regulation",
            login=admin.login,
            timeout=180,
        )
        self.env.invalidate_all()
        regulation = self.env["safety.regulation"].search([("code", "=", "XGJD")])
        self.assertEqual(regulation.state, "in_force")
        self.assertEqual(
            [(rule.cause, rule.coverage) for rule in regulation.rule_ids.sorted("id")],
            [("calendar", "percent"), ("calendar", "none"), ("record", "none"), ("standing", "none")],
        )
        self.assertFalse(regulation.rule_ids.duty_ids, "the simulation left nothing")
        self._work_record(self.community_a, today, "meeting")
        newcomer = self._enterprise("Newcomer", self.grid_b1, date_entered=today)
        self.toured = True
        self._freeze(f"{today + timedelta(days=1)} 04:00:00")
        self._check_duties(regulation.rule_ids.sorted("id"), today, newcomer)

    def _check_duties(self, rules, today, newcomer):
        tomorrow = self.company._safety_today()
        self._night(today, today + timedelta(days=40))
        share, turns, caused, standing = (
            rule.duty_ids.filtered(lambda duty: duty.period_start <= tomorrow <= duty.period_end) for rule in rules
        )
        figures = {duty.unit_id: (duty.state, duty.target_required) for duty in share}
        self.assertEqual(figures, {self.community_a: ("open", 2), self.community_b: ("open", 1)}, "half, rounded up")
        self.assertEqual((turns.unit_id, turns.state), (self.work_point, "open"))
        in_order = [duty.turn_unit_id for duty in rules[1].duty_ids.sorted("period_start")]
        self.assertEqual(in_order[:3], [self.community_a, self.community_b, self.community_a])
        self.assertEqual((caused.unit_id, caused.cause_res_id), (self.community_b, newcomer.id))
        self.assertEqual((caused.state, caused.due_date), ("open", today + timedelta(days=3)))
        states = {duty.unit_id: duty.record_done for duty in standing}
        self.assertEqual(states, {self.community_a: 1, self.community_b: 0})
