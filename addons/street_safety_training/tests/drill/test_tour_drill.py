from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .common import DrillCase


@tagged("post_install", "-at_install")
class TestTourDrill(HttpCase, DrillCase):
    """The stationed cadre carries out the two drills of a community's year in the browser, in Chinese."""

    browser_size = "1280x800"

    def test_xt_4_2d_two_drills_with_every_enterprise(self):
        """XT-4.2d: planned, held and evaluated in the client, they meet the duty once every enterprise took part."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.cadre_user.write({"lang": "zh_CN", "password": self.cadre_user.login})
        second = self._enterprise("Second factory", self.grid_a2)
        regulation = self._regulation()
        rule = self._rule(
            regulation,
            name="Two drills",
            kind_id=self.env.ref("street_safety_training.duty_kind_drill").id,
            evidence_domain="[('type_id.code', 'in', ('fire', 'evacuation'))]",
            period_unit="year",
            coverage="all",
            target_kind="kind",
            target_domain="[]",
            required_count=2,
        )
        with freeze_time(f"{self.company._safety_today().year}-01-05 01:00:00"):
            regulation.action_adopt()
            self.env["safety.run"]._run(self.company)
        self.env["safety.run"]._run(self.company)
        duty = rule.duty_ids.filtered(lambda one: one.unit_id == self.community_a and one.state == "open")
        self.assertEqual(len(duty), 1)
        address = f"/odoo/action-{self.env.ref('street_safety_training.safety_drill_action').id}/new"
        self.start_tour(address, "street_safety_drill_with_improvement", login=self.cadre_user.login, timeout=120)
        self.env.invalidate_all()
        drill = self.env["safety.drill"].search([("unit_id", "=", self.community_a.id)])
        self.assertEqual((drill.state, drill.result, drill.enterprise_ids), ("evaluated", "partly", self.factory))
        self.assertTrue(drill.photo_ids and drill.log_ids)
        self.assertEqual(drill.task_ids.name, "清空三楼楼梯口")
        self.assertEqual((duty.state, duty.target_done), ("open", 1), "an enterprise is still missing")
        self.assertEqual(self.env["safety.enterprise"].search(duty._missing_domain()), second)
        self.start_tour(address, "street_safety_drill_of_the_rest", login=self.cadre_user.login, timeout=120)
        self.env.invalidate_all()
        self.assertEqual((duty.state, duty.target_done), ("met", 2))
