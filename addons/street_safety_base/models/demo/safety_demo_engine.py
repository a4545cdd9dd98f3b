from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command


class SafetyDemo(models.AbstractModel):
    """What people decide about duties: reminders, a disaster that launched duties, a waiver, the days of the year."""

    _inherit = "safety.demo"

    def _build_engine(self):
        year = self._today().year
        self.env["safety.special.day"]._fill([year, year + 1])
        self._add_steps()
        self._add_rotation()
        self._add_launch()
        self._add_waiver()

    def _add_steps(self):
        """Remind three days before, tell the head of the work point a day after; one reminder was sent."""
        point = self.env.ref("street_safety_base.unit_type_work_point")
        rule = self._rule("SF-1.1")
        rule.step_ids = [
            Command.create({"offset": -3}),
            Command.create(
                {"offset": 1, "unit_type_id": point.id, "post_ids": [Command.set(self._post("work_point_head").ids)]}
            ),
        ]
        duty = rule.duty_ids.filtered(lambda duty: duty.state in ("met", "met_late", "missed"))[:1]
        if duty:
            moment = self._company()._safety_instant(duty.due_date - timedelta(days=3))
            self.env["safety.duty.notice"].create(
                {"duty_id": duty.id, "step_id": rule.step_ids[0].id, "done_at": moment}
            )

    def _add_rotation(self):
        """The office consults the work points in turn, in an order of its own; a change that is being prepared."""
        pattern = self._rule("SF-1.4")
        change = pattern._new_version()
        points = self._units("work_point")
        change.write(
            {
                "period_unit": "month",
                "window_month": 0,
                "rotation_type_id": points[:1].type_id.id,
                "turn_ids": [Command.create({"unit_id": unit.id, "sequence": n}) for n, unit in enumerate(points)],
            }
        )

    def _add_launch(self):
        """A typhoon warning launched patrols in one work point, and was called off."""
        pattern = self._rule("SF-4.1")
        rule = pattern.copy({"code": "SF-4.1", "sequence": 999})
        rule.write(
            {"name": "台风红色预警期间上门提醒", "cause": "launched", "offset_to": 2, "launch_occasion": "disaster"}
        )
        launch = self.env["safety.duty.launch"].create(
            {
                "name": "台风红色预警（演练）",
                "reason": "气象台发布红色预警，各社区上门提醒临街广告牌、脚手架、低洼厂房。",
                "unit_id": self._units("work_point")[:1].id,
                "rule_ids": [Command.set(rule.ids)],
                "started_at": fields.Datetime.now() - timedelta(days=1),
            }
        )
        launch.action_launch()
        launch.action_call_off()

    def _add_waiver(self):
        """A community whose hall was being repaired was let off one duty that is still to come."""
        last = self._units("community")[-1:]
        duty = self.env["safety.duty"].search(
            [("unit_id", "child_of", last.ids), ("state", "in", ("planned", "open"))], order="due_date desc", limit=1
        )
        if duty:
            duty._decide("waive", "社区办公楼维修，经安办同意本次免做，下期补齐。")
