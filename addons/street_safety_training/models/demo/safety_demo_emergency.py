from datetime import time, timedelta

from odoo import fields, models

#: Days of the roster before and after today; members of the street's team.
BEHIND, AHEAD, TEAM = 21, 28, 28


class SafetyDemo(models.AbstractModel):
    """The part of emergencies: plans in force, one to be evaluated, teams with their call list, the duty roster."""

    _inherit = "safety.demo"

    def _build_emergency(self):
        """Approve plans, man teams, plan the roster of seven weeks with a swap that waits for its answer."""
        content, rng = self._content("emergency.json", "street_safety_training"), self._random()
        self._build_plans(content)
        self._build_teams(content, rng)
        self._build_shifts(content, rng)

    def _build_plans(self, content):
        office = self._user("office")
        rows = [(self._unit(code), kind, name, text) for code, kind, name, text in content["plans"]]
        kind, name, text = content["community_plan"]
        rows += [(unit, kind, name % unit.name, text) for unit in self._units("community")[:-1]]
        plans = self.env["safety.plan"].create(
            [
                {
                    "name": name,
                    "type_id": self.env.ref(f"street_safety_training.plan_type_{kind}").id,
                    "unit_id": unit.id,
                    "content": text,
                }
                for unit, kind, name, text in rows
            ]
        )
        plans.user_id = office
        plans.with_user(office).action_approve()
        today = self._today()
        old, filed = plans[2], plans[0]
        for number, plan in enumerate(plans):
            plan._workflow_write({"approved_on": today - timedelta(days=1150 if plan == old else 60 + 25 * number)})
        filed.write(
            {
                "filed_on": filed.approved_on + timedelta(days=12),
                "filed_with": "示范区应急管理局",
                "filing_number": "SFYJ-0017",
            }
        )
        filed.with_user(office).action_new_version()
        drills = self.env["safety.drill"].search([("company_id", "=", self._company().id), ("state", "=", "draft")])
        for drill in drills:
            drill.plan_id = plans.filtered(lambda plan, drill=drill: plan.unit_id == drill.unit_id)[:1]

    def _build_teams(self, content, rng):
        names = self._content("certificates.json", "street_safety_training")
        title, place, roles = content["street_team"]
        people = []
        for number in range(TEAM):
            name = names["surnames"][number % 10] + names["given"][(number * 5) % 12]
            people.append(
                {
                    "name": name,
                    "role": roles[number % len(roles)],
                    "phone": f"1380000{rng.randint(1000, 9999)}" if number != 11 else False,
                }
            )
        teams = self.env["safety.team"]
        teams.create(
            {
                "name": title,
                "type_id": self.env.ref("street_safety_training.team_type_street").id,
                "unit_id": self._street().id,
                "leader": people[0]["name"],
                "phone": "0000-12345670",
                "place": place,
                "member_ids": [(0, 0, vals) for vals in people],
            }
        )
        teams.create(
            [
                {
                    "name": content["community_team"] % unit.name,
                    "type_id": self.env.ref("street_safety_training.team_type_community").id,
                    "unit_id": unit.id,
                    "place": content["place"],
                    "member_ids": [
                        (
                            0,
                            0,
                            {
                                "name": rng.choice(names["surnames"]) + given,
                                "phone": f"1390000{rng.randint(1000, 9999)}",
                            },
                        )
                        for given in rng.sample(names["given"], 4)
                    ],
                }
                for unit in self._units("community")[:-1]
            ]
        )

    def _build_shifts(self, content, rng):
        people = self._roster().people(
            ["main_leader", "street_director", "deputy_leader_in_charge", "other_deputy_leader", "linked_leader",
             "safety_committee_office"], self._street(), self._today(),
        )  # fmt: skip
        people = people or self.env.user
        first = self._company()._safety_instant(self._today() - timedelta(days=BEHIND), time(8, 30))
        shifts = self.env["safety.roster"].create(
            [
                {
                    "unit_id": self._street().id,
                    "user_id": people[number % len(people)].id,
                    "is_leader": True,
                    "date_start": first + timedelta(days=number),
                    "date_end": first + timedelta(days=number + 1),
                }
                for number in range(BEHIND + AHEAD)
            ]
        )
        now, done = fields.Datetime.now(), []
        for shift in shifts.filtered(lambda shift: shift.date_end <= now):
            done.append(
                {
                    "id": shift.id,
                    "state": "handed_over",
                    "taken_at": shift.date_start - timedelta(minutes=rng.randint(2, 20)),
                    "handed_at": shift.date_end,
                    "rounds": rng.choice(content["rounds"]),
                    "note": rng.choice(content["notes"]),
                    **self._stamps(shift.date_end),
                }
            )
        self._rewrite("safety.roster", done)
        ahead = shifts.filtered(lambda shift: shift.date_start > now).sorted("date_start")
        mine = ahead[2:3]
        other = ahead.filtered(lambda shift: shift.user_id != mine.user_id)[3:4]
        if other:
            self.env["safety.roster.swap"].with_user(mine.user_id).create(
                {"from_id": mine.id, "to_id": other.id, "reason": content["swap_reason"]}
            )
