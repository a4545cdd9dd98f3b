from collections import Counter
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models

#: Violations younger than this many days still wait for the office.
FRESH = 10
#: The day of the next month on which the office decides.
DECISION_DAY = 6


class SafetyDemo(models.AbstractModel):
    """Decisions on the violations of the past months: one careless cadre reaches the threshold, the others do not."""

    _inherit = "safety.demo"

    def _decide_violations(self, content):
        """Settle the proposals that are old enough, month by month, as the office would have."""
        violations = self.env["safety.violation"].search(
            [("company_id", "=", self._company().id), ("state", "=", "proposed")], order="date, id"
        )
        old = violations.filtered(lambda violation: (self._today() - violation.date).days > FRESH)
        groups = {}
        for violation, state in self._verdicts(old, content):
            day = violation.date + relativedelta(months=1, day=DECISION_DAY)
            key = (min(day, self._today()), state)
            groups[key] = groups.get(key, old.browse()) | violation
        # A reversal comes first in its month: the counters never see it.
        for (day, state), group in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] != "reversed")):
            group._workflow_write(self._words(state, content))
            group._settle(state, self._user("office"), day)
        self._date_violations(violations)

    def _verdicts(self, violations, content):
        """Yield (violation, state): the careless one reaches the threshold in the year, nobody else does."""
        careless, counts = self._user(content["careless"]), Counter()
        own = violations.filtered(lambda violation: careless in violation.user_ids)
        others = violations - own
        # The last of the others waits: its duty is opened again today.
        for violation in violations - others[1:][-1:]:
            keys = [(violation.rule_id, violation.year, user) for user in violation.user_ids]
            keys.append((violation.rule_id, violation.year, violation.unit_id))
            most = content["most_careless"] if violation in own else content["most_others"]
            if violation == others[:1]:
                yield violation, "reversed"
            elif max(counts[key] for key in keys) >= most:
                yield violation, "rejected"
            else:
                counts.update(keys)
                yield violation, "upheld" if violation == own[:1] else "confirmed"

    def _words(self, state, content):
        """Return what was said and written on the way to ``state``."""
        words = {"statement": content["statement"]}
        if state in ("upheld", "reversed"):
            words["appeal"] = content["appeal"]
        if state in ("upheld", "reversed", "rejected"):
            words["decision"] = content[state]
        return words

    def _date_violations(self, violations):
        """Give the violations the night in which they were proposed and the day of their decision."""
        rows = []
        for violation in violations:
            born = self._company()._safety_instant(violation.date + timedelta(days=1))
            day = violation.confirmed_on or violation.decided_on
            closed = self._company()._safety_instant(day) if day else None
            rows.append({"id": violation.id, **self._stamps(born), "frozen_at": closed})
        self._rewrite("safety.violation", rows)

    def _decide_today(self, content):
        """Today, by the people themselves: one entered by hand, a confirmation, an appeal, a duty opened again."""
        office, deputy, careless = self._user("office"), self._user("deputy"), self._user(content["careless"])
        told = content["by_hand"]
        rule = self._penalty_rules().filtered(lambda rule: not rule.duty_rule_ids)
        found = (
            self.env["safety.violation"]
            .with_user(office)
            .create(
                {
                    "name": told["name"],
                    "description": told["description"],
                    "unit_id": self._unit(told["unit"]).id,
                    "post_id": self._post(told["post"]).id,
                    "rule_id": rule.id,
                    "clause_id": rule.clause_id.id,
                    "date": self._today() - timedelta(days=told["back"]),
                }
            )
        )
        found.with_user(deputy).action_confirm()
        last = self.env["safety.violation"].search(
            [("user_ids", "in", careless.ids), ("state", "=", "confirmed")], order="date desc, id desc", limit=1
        )
        last.with_user(careless)._do_because("appeal", content["appeal"])
        waiting = self.env["safety.violation"].search(
            [("company_id", "=", self._company().id), ("state", "=", "proposed"), ("duty_id", "!=", False)],
            order="date desc, id desc",
            limit=1,
        )
        waiting.duty_id.with_user(office)._decide("review", content["opened_again"])
