from datetime import timedelta

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import models
from odoo.fields import Command


class SafetyDemo(models.AbstractModel):
    """Work records that prove (or fail to prove) the duties of the past months, and the nights that counted them."""

    _inherit = "safety.demo"

    def _build_records(self):
        rng, content, roster = self._random(), self._content("records.json"), self._roster()
        plans = []
        for rule in self._regulation().rule_ids.filtered(lambda rule: rule.code in content["per_duty"]):
            text = content["per_duty"][rule.code]
            for unit, dates, day in self._done_on(rule, content["story"].get(rule.code, {}), rng):
                plans.append(self._record_plan(text, unit, dates, day, rng, roster))
        plans += self._extra_plans(content["extra"], rng, roster)
        plans.sort(key=lambda plan: (plan["date"], plan["name"]))
        records = self.env["safety.record"].create(plans)
        self._photograph(records.filtered("type_id.needs_photo"))
        self._complete(records, rng)

    def _spans(self, rule):
        """Return the occurrences (period start and end, window start and end, due) of the history, the latest first."""
        found = self.env["safety.duty"]._occurrence_dates(rule, self._first_day(), self._today())
        return [dates[:5] for dates in found if dates[2] <= self._today()][::-1]

    def _outcomes(self, rule, story, rng):
        """Yield (unit, occurrence, met | late | missed) of the rule's history.

        ``story`` says for a unit's code and the periods back what happened; else the unit's shares in units.csv do.
        """
        shares = {row["code"]: (int(row["late"]), int(row["missed"])) for row in self._content("units.csv")}
        spans = self._spans(rule)
        for unit in self._units(rule.unit_type_id.code):
            late, missed = shares[unit.code]
            for back, dates in enumerate(spans):
                drawn = rng.randint(1, 100)
                outcome = "missed" if drawn <= missed else "late" if drawn <= missed + late else "met"
                yield unit, dates, story.get(unit.code, {}).get(str(back), outcome)

    def _done_on(self, rule, story, rng):
        """Yield (unit, occurrence, day) of what was done for the rule."""
        for unit, dates, outcome in self._outcomes(rule, story, rng):
            _start, _end, first, last, due = dates
            if outcome == "late":
                first, last = last + timedelta(days=1), due
            if outcome != "missed" and (day := self._day_in(first, last, rng.random())):
                yield unit, dates, day

    def _day_in(self, first, last, position):
        """Return the working day at ``position`` (0 … 1) of first … last; None when it is still to come."""
        planned = first + timedelta(days=int(position * ((last - first).days + 1)))
        if first > last or planned > self._today():
            return None
        days = self._days(first, last)
        return days[int(position * len(days))]

    def _record_plan(self, text, unit, dates, day, rng, roster):
        year, week, _weekday = day.isocalendar()
        words = {
            "unit": unit.name,
            "year": year,
            "month": dates[0].month,
            "last_month": (dates[0] - relativedelta(months=1)).month,
            "week": week,
            "quarter": (dates[0].month + 2) // 3,
        }
        people = roster.people(text["people"], unit, day)
        lines = rng.sample(text["lines"], min(3, len(text["lines"])))
        return {
            "name": text["name"].format(**words),
            "type_id": self.env.ref(f"street_safety_base.record_type_{text['type']}").id,
            "unit_id": unit.id,
            "date": day,
            "user_id": people[:1].id or self.env.uid,
            "participant_ids": [Command.set(people.ids)],
            "guests": text["guests"],
            "topic_ids": self._work_safety() if text["type"] == "meeting" else [],
            "note": Markup("<ol>%s</ol>") % Markup().join(Markup("<li>%s</li>") % line for line in lines),
        }

    def _extra_plans(self, content, rng, roster):
        """Return some more records a month that no duty asks for."""
        plans = []
        members = self.env["safety.enterprise"].search([("company_id", "=", self._company().id)]).sorted("id")
        for community in self._units("community"):
            firms = members.filtered(lambda firm, community=community: firm.unit_id.parent_id == community)
            for back in range(7):
                month = self._today().replace(day=1) - relativedelta(months=back)
                text, day = rng.choice(content), rng.choice(self._days(month, month + relativedelta(day=31)))
                firm = rng.choice(firms) if text["enterprises"] else firms[:0]
                text = {**text, "people": ["safety_officer", "grid_member"], "lines": [text["line"]], "guests": ""}
                text["name"] = text["name"].replace("{enterprise}", firm.name or "")
                plan = self._record_plan(text, community, (day,), day, rng, roster)
                plans.append({**plan, "enterprise_ids": [Command.set(firm.ids)]})
        return plans

    def _photograph(self, records):
        photos = self.env["ir.attachment"].create(
            [self._photo_vals("people", True, record.id, record, record.date) for record in records]
        )
        for record, photo in zip(records, photos, strict=True):
            record.photo_ids = photo

    def _complete(self, records, rng):
        """Complete the records on their day; one in fifteen was typed in days later, which its evidence will say."""
        rows = []
        for number, record in enumerate(records, start=1):
            typed = min(record.date + timedelta(days=rng.randint(5, 9) if number % 15 == 0 else 0), self._today())
            moment = self._instant(typed, rng)
            rows.append({"id": record.id, "state": "done", **self._stamps(moment)})
        self._rewrite("safety.record", rows)

    def _build_runs(self):
        """The nights of the last two weeks, today's included, each finished."""
        company, runs = self._company(), self.env["safety.run"]
        steps = runs._steps()
        for back in range(14):
            day = self._today() - timedelta(days=back)
            started = company._safety_instant(day) + timedelta(minutes=4)
            runs.create(
                {
                    "company_id": company.id,
                    "date": day,
                    "steps_done": len(steps),
                    "last_step": steps[-1],
                    "started_at": started,
                    "finished_at": started + timedelta(seconds=20 + back),
                }
            )
