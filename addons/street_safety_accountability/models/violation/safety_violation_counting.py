from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from .safety_violation import COUNTED


class Reached(NamedTuple):
    """A threshold that was reached: by whose violations, under which rule, and which of them was the deciding one."""

    rule: models.BaseModel
    start: object
    subject: models.BaseModel
    violations: models.BaseModel
    deciding: models.BaseModel


class SafetyViolation(models.Model):
    """Counters: what the confirmed violations of a person or unit add up to in a period, and what follows."""

    _inherit = "safety.violation"

    @api.model
    def _follow_counts(self, rules, starts):
        """Bring disqualifications and proposed measures in line with the violations under ``rules``.

        Counts everybody under their counters anew, so that it can be repeated at any time. Constant queries.

        :param rules: safety.penalty.rule
        :param starts: first days of the periods concerned
        """
        counters = rules.sudo()._counted_with()
        if not starts or not counters.filtered(lambda rule: rule.consequence != "none"):
            return
        reached = self.sudo()._reached(counters, starts)
        self.env["safety.disqualification"]._sync(counters, starts, reached)
        self.env["safety.measure"]._sync_counts(counters, starts, reached)

    @api.model
    def _reached(self, counters, starts):
        """Return every :class:`Reached` threshold. The rule of the deciding violation governs. One query."""
        violations = self.search(
            Domain("rule_id", "in", counters.ids)
            & Domain("count_start", "in", starts)
            & Domain("state", "in", COUNTED),
            order="date, id",
        )
        tallies = {}
        for violation in violations:
            rule = violation.rule_id
            subjects = violation.unit_id if rule.counted_per == "unit" else violation.user_ids
            for subject in subjects:
                key = (rule._counter_key(), violation.count_start, subject)
                tally = tallies.setdefault(key, {"count": 0, "points": 0, "amount": 0, "ids": [], "deciding": None})
                tally["ids"].append(violation.id)
                tally["count"] += 1
                tally["points"] += violation.points
                tally["amount"] += violation.amount
                if not tally["deciding"] and rule.consequence != "none" and rule._is_reached(tally[rule.measured]):
                    tally["deciding"] = violation
        return [
            Reached(tally["deciding"].rule_id, start, subject, self.browse(tally["ids"]), tally["deciding"])
            for (_key, start, subject), tally in tallies.items()
            if tally["deciding"]
        ]
