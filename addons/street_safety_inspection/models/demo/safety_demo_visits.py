import re
from datetime import timedelta
from math import ceil

from odoo import models
from odoo.fields import Command

#: The inspectors of a kind of visit: posts and the level of unit (below it, too) they hold them at.
ROUTINE, SPOT_CHECK, LED = "routine", "unannounced", "led"
#: How often an inspection finds something, per class of the enterprise.
FOUND = {"high_risk": 0.17, "key": 0.13, "general": 0.1}
#: How many of the general findings are put right at once.
ON_THE_SPOT = 0.35
#: Items of a short visit; the monthly patrol goes through the whole checklist.
SHORT = 8


class SafetyDemo(models.AbstractModel):
    """Who visited which enterprise when: from the duty rules themselves, so that their figures decide the rhythm."""

    _inherit = "safety.demo"

    def _plan_visits(self, rng, roster):
        """Return the visits of the history, in the order of their days: dicts of what is known before they happen."""
        members = (
            self.env["safety.enterprise"]
            .with_context(active_test=False)
            .search([("company_id", "=", self._company().id)], order="credit_code, name, id")
        )
        story = self._findings()["story"]
        visits, seen = [], set()
        for code in ("SF-2.2", "SF-2.3", "SF-2.1"):  # the monthly patrol sees whom the others have not seen
            rule = self._rule(code)
            targets = members.filtered_domain(self._target_domain(rule))
            for unit, dates, outcome in self._outcomes(rule, story.get(code, {}), rng):
                visits += self._round(rule, unit, dates, outcome, targets, seen, rng)
        visits += self._spot_checks(members, story, rng) + self._led_visits(members, story, rng)
        kept, month = self._kept_for_visitors(), self._today().replace(day=1)
        visits = [visit for visit in visits if visit["enterprise"] not in kept or visit["date"] < month]
        visits += self._told_visits(members)
        chances = {id_: FOUND[name] for name, id_ in self._class_ids().items()}
        for visit in visits:
            self._add_people(visit, roster, rng)
            visit["chance"] = chances[visit["enterprise"].class_id.id]
        return sorted(visits, key=lambda visit: (visit["date"], visit["enterprise"].id, visit["kind"]))

    def _kept_for_visitors(self):
        """Return enterprises of the first grid not seen this month: who tries the street finds work left to do."""
        general = self._class_ids()["general"]
        return self._firms("SF111").filtered(lambda firm: firm.class_id.id == general)[-3:]

    def _target_domain(self, rule):
        return self.env["safety.duty.kind"]._parse_domain(rule.target_domain, "safety.enterprise", rule.name)

    def _on_roll(self, members, unit, day):
        """Return those of ``members`` that lie in ``unit`` and were on the roll on ``day``."""
        return members.filtered(
            lambda firm: (
                firm.unit_id.parent_path.startswith(unit.parent_path)
                and firm.date_entered <= day
                and (not firm.date_left or firm.date_left > day)
            )
        )

    def _round(self, rule, unit, dates, outcome, targets, seen, rng):
        """Return one visit to each target in the window; where the duty was missed, up to three are left out."""
        first, last = dates[2:4]
        monthly = rule.period_unit == "month"
        firms = self._on_roll(targets, unit, first)
        if monthly:
            firms = firms.filtered(lambda firm: (firm.id, first.year, first.month) not in seen)
        missing = min(len(firms), rng.randint(1, 3)) if outcome == "missed" else 0
        left_out = set(rng.sample(firms.ids, missing))
        visits = []
        for firm in firms:
            day = self._day_in(first, last, rng.random())
            if day and firm.id not in left_out:
                seen.add((firm.id, day.year, day.month))
                visits.append({"enterprise": firm, "date": day, "kind": ROUTINE, "full": monthly})
        return visits

    def _spot_checks(self, members, story, rng):
        rule, visits = self._rule("SF-3.1"), []
        for unit, dates, outcome in self._outcomes(rule, story.get(rule.code, {}), rng):
            firms = self._on_roll(members, unit, dates[0])
            count = ceil(len(firms) * rule.coverage_percent / 100) + (-2 if outcome == "missed" else 1)
            for firm in firms.browse(rng.sample(firms.ids, max(count, 0))):
                if day := self._day_in(dates[2], dates[3], rng.random()):
                    visits.append({"enterprise": firm, "date": day, "kind": SPOT_CHECK, "full": False})
        return visits

    def _led_visits(self, members, story, rng):
        rule, visits = self._rule("SF-3.2"), []
        watched = members.filtered(lambda firm: firm.class_id.id != self._class_ids()["general"])
        for unit, dates, outcome in self._outcomes(rule, story.get(rule.code, {}), rng):
            firms = self._on_roll(watched, unit, dates[0])
            day = self._day_in(dates[2], dates[3], rng.random())
            if day and outcome != "missed":
                for firm in firms.browse(rng.sample(firms.ids, 2)):
                    visits.append({"enterprise": firm, "date": day, "kind": LED, "full": False})
        return visits

    def _told_visits(self, members):
        """Return the visits that findings.json tells one by one, with what was found."""
        visits = []
        for told in self._findings()["told"]:
            day = self._today() - timedelta(days=told["back"])
            firms = self._on_roll(members, self._unit(told["unit"]), day).filtered("licensed")
            wanted = firms.filtered(lambda firm, told=told: re.match(told.get("industry", ""), firm.industry))
            firm = (wanted or firms)[told.get("nth", 0)]
            visits.append({"enterprise": firm, "date": day, "kind": ROUTINE, "full": True, "told": told})
        return visits

    def _add_people(self, visit, roster, rng):
        """Choose who went: the front line, the work point or the leaders, as they held their posts on the day."""
        grid, day = visit["enterprise"].unit_id, visit["date"]
        community = grid.parent_id
        if visit["kind"] == LED:
            users = roster.people(["main_leader", "deputy_leader_in_charge"], self._street(), day)
        elif visit["kind"] == SPOT_CHECK:
            people = roster.people(["work_point_head", "work_point_deputy_head"], community.parent_id, day)
            users = people[: rng.randint(1, 2)]
        else:
            users = roster.holder("grid_member", grid, day) | roster.holder("safety_officer", community, day)
            if visit["full"] and len(users) > 1 and rng.random() < 0.6:
                users = users[:1] | roster.holder("stationed_cadre", community, day)
        visit["inspectors"] = users

    # ---- records -----------------------------------------------------------------------------------------------------

    def _build_visits(self, visits, rng, roster):
        """Create the planned inspections with their answered items, done on their day."""
        firms = self.env["safety.enterprise"].union(*(visit["enterprise"] for visit in visits))
        proposed = {}
        for kind, of_kind in firms.grouped("kind_id").items():
            checklist = self.env["safety.checklist"]._proposed_for(of_kind[0], among=self._spoken_checklists())
            proposed[kind] = checklist, self._answerable(checklist)
        kinds = {
            kind: self.env.ref(f"street_safety_inspection.inspection_kind_{kind}")
            for kind in (ROUTINE, SPOT_CHECK, LED)
        }
        inspections = self.env["safety.inspection"].create(
            [
                {
                    "enterprise_id": visit["enterprise"].id,
                    "kind_id": kinds[visit["kind"]].id,
                    "date": visit["date"],
                    "inspector_ids": [Command.set(visit["inspectors"].ids)],
                    "representative_name": visit["enterprise"].safety_manager_name,
                    "checklist_id": proposed[visit["enterprise"].kind_id][0].id,
                    "line_ids": self._answers(visit, proposed[visit["enterprise"].kind_id][1], rng),
                }
                for visit in visits
            ]
        )
        rows = []
        for inspection, visit in zip(inspections, visits, strict=True):
            visit["moment"] = self._instant(visit["date"], rng)
            author = visit["inspectors"][:1].id or self.env.uid
            rows.append({"id": inspection.id, "state": "done", "create_uid": author, **self._stamps(visit["moment"])})
        self._photograph_findings(inspections)
        self._rewrite("safety.inspection", rows)
        return inspections

    def _spoken_checklists(self):
        """Return the checklists whose findings have words."""
        names = ("fire_electricity", "three_in_one")
        lists = [self.env.ref(f"street_safety_inspection.checklist_{name}") for name in names]
        return lists[0].union(*lists)

    def _answerable(self, checklist):
        """Return (values of a line, words of a finding or None) of each item of ``checklist``."""
        words = self._findings()["items"]
        names = {
            item.id: (item.get_external_id()[item.id] or "").rpartition("checklist_")[2] for item in checklist.item_ids
        }
        return [(vals, words.get(names[vals["item_id"]])) for vals in checklist.item_ids._line_vals()]

    def _answers(self, visit, items, rng):
        """Return the commands of the lines: some items, most in order, with what was found."""
        chosen = items if visit["full"] else [items[i] for i in sorted(rng.sample(range(len(items)), SHORT))]
        findings = self._found_in(visit, chosen, rng)
        commands = []
        for vals, words in chosen:
            found = vals["item_id"] in findings
            result = "not" if found else "na" if rng.random() < 0.05 else "conform"
            spot = found and vals["severity"] == "general" and "told" not in visit and rng.random() < ON_THE_SPOT
            note = words[2] if found else False
            commands.append(Command.create({**vals, "result": result, "note": note, "fixed_on_spot": spot}))
        return commands

    def _found_in(self, visit, items, rng):
        """Return the ids of the items that were found wanting."""
        industry = visit["enterprise"].industry
        speakable = [
            (vals["item_id"], words[0]) for vals, words in items if words and re.match("".join(words[3:]), industry)
        ]
        if told := visit.get("told"):
            by_number = {vals["sequence"]: vals["item_id"] for vals, words in items if words}
            return {by_number.get(told["item"], speakable[0][0])}
        if rng.random() >= visit["chance"]:
            return set()
        ids, weights = zip(*speakable, strict=True)
        return set(rng.choices(ids, weights, k=1 + (rng.random() < 0.2)))

    def _photograph_findings(self, inspections):
        """Give each finding a photo, before and, where it was put right on the spot, afterwards."""
        lines = inspections.line_ids.filtered(lambda line: line.result == "not")
        scenes = self._scenes()
        for fixed, field in ((False, "photo_ids"), (True, "after_photo_ids")):
            pictured = lines.filtered("fixed_on_spot") if fixed else lines
            photos = self.env["ir.attachment"].create(
                [
                    self._photo_vals(scenes[line.note], fixed, line.id, line, line.inspection_id.date)
                    for line in pictured
                ]
            )
            for line, photo in zip(pictured, photos, strict=True):
                line[field] = photo

    def _scenes(self):
        """Return {words of a finding: what its picture shows}."""
        return {words[2]: words[1] for words in self._findings()["items"].values()}
