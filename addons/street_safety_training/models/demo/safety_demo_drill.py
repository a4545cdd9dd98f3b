from datetime import time, timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.fields import Command

#: Fortnights back that the demonstration shows turn-outs of.
FORTNIGHTS = 8


class SafetyDemo(models.AbstractModel):
    """The part of drills: turn-outs of the micro fire stations in rotation, drills with enterprises, one planned."""

    _inherit = "safety.demo"

    def _build_drills(self):
        """Hold and evaluate the drills of the last months, plan the next one, follow up what must become better."""
        content, rng = self._content("drills.json", "street_safety_training"), self._random()
        communities = self._units("community")
        plans = []
        for back in range(FORTNIGHTS):
            unit = communities[back % len(communities)]
            plans.append(self._turn_out_vals(unit, self._today() - timedelta(days=10 + 14 * back), content, rng))
        for number, unit in enumerate(communities):
            plans.append(self._yearly_vals(unit, content["yearly"][number % 3], content, rng))
        drills = self.env["safety.drill"].create(plans)
        self._hold_drills(drills, content, rng)
        last = communities[-1]
        start = self._company()._safety_instant(self._today() + timedelta(days=9), time(15, 0))
        ahead = self.env["safety.drill"].create(
            {
                "name": content["ahead"],
                "type_id": self.env.ref("street_safety_training.drill_type_comprehensive").id,
                "unit_id": last.id,
                "date_start": start,
                "place": content["place"],
                "user_id": self._drill_recorder(last, self._today()),
            }
        )
        ahead.action_fill_roster()

    def _turn_out_vals(self, unit, day, content, rng):
        start = self._company()._safety_instant(day, time(rng.choice((10, 15, 20)), 0))
        alarm = start + timedelta(minutes=5)
        return {
            "name": rng.choice(content["turn_out"]),
            "type_id": self.env.ref("street_safety_training.drill_type_turn_out").id,
            "unit_id": unit.id,
            "date_start": start,
            "alarm_at": alarm,
            "arrival_at": alarm + timedelta(seconds=rng.randint(110, 290)),
            "head_count": rng.randint(5, 9),
            "log_ids": [
                Command.create({"moment": alarm + timedelta(seconds=60 * number), "name": text})
                for number, text in enumerate(content["turn_out_log"])
            ],
            "findings": Markup("<p>%s</p>") % rng.choice(content["turn_out_findings"]),
            "user_id": self._drill_recorder(unit, day),
        }

    def _yearly_vals(self, unit, texts, content, rng):
        kind, name, finding = texts
        day = self._today() - timedelta(days=rng.randint(20, 120))
        firms = self.env["safety.enterprise"].search([("unit_id", "child_of", unit.id)], limit=8, order="id")
        return {
            "name": name,
            "type_id": self.env.ref(f"street_safety_training.drill_type_{kind}").id,
            "unit_id": unit.id,
            "date_start": self._company()._safety_instant(day, time(9, 30)),
            "place": content["place"],
            "enterprise_ids": [(6, 0, firms.ids)],
            "head_count": rng.randint(30, 120),
            "findings": Markup("<p>%s</p>") % finding,
            "user_id": self._drill_recorder(unit, day),
        }

    def _drill_recorder(self, unit, day):
        people = self._roster().people(["stationed_cadre", "community_safety_lead"], unit, day)
        return people[:1].id or self.env.uid

    def _hold_drills(self, drills, content, rng):
        """Take the photos and complete the drills on their day; the older ones are evaluated."""
        photos = self.env["ir.attachment"].create(
            [self._photo_vals("people", True, drill.id, drill, drill.date) for drill in drills]
        )
        for drill, photo in zip(drills, photos, strict=True):
            drill.photo_ids = photo
            drill.action_fill_roster()
        drills.member_ids.write({"present": True})
        held, evaluated = [], []
        for number, drill in enumerate(drills.sorted("date", reverse=True)):
            moment = min(drill.date_end + timedelta(hours=2), fields.Datetime.now())
            row = {"id": drill.id, "state": "held", **self._stamps(moment)}
            if number < 2:
                held.append(row)
            else:
                evaluated.append(row | self._evaluation(drill, number, content))
        self._rewrite("safety.drill", held)
        self._rewrite("safety.drill", evaluated)
        task = self.env.ref("street_safety_base.record_type_task")
        poor = drills.filtered(lambda drill: drill.result in ("partly", "failed"))[: len(content["improvements"])]
        self.env["safety.record"].create(
            [
                {
                    "name": text,
                    "type_id": task.id,
                    "unit_id": drill.unit_id.id,
                    "drill_id": drill.id,
                    "date_due": self._today() + timedelta(days=rng.randint(-3, 12)),
                }
                for drill, text in zip(poor, content["improvements"], strict=False)
            ]
        )

    def _evaluation(self, drill, number, content):
        result = ("good", "partly", "good", "failed")[number % 4]
        words = content["evaluations"][{"good": 0, "partly": 1, "failed": 2}[result]]
        return {
            "state": "evaluated",
            "result": result,
            "evaluation": words,
            "evaluated_on": drill.date + timedelta(days=1),
            "evaluator_id": drill.user_id.id,
        }
