from datetime import date, timedelta

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.street_safety_base.recurrence import RecurrenceError

WORK_RECORD = "work_record:"


class SafetyPublicityPlanWizard(models.TransientModel):
    """The part of the year's plan that the rules in force ask for: weekly items, the 19th, June, 9 November."""

    _inherit = "safety.publicity.plan.wizard"

    with_owed = fields.Boolean(
        string="What the rules ask for",
        default=True,
        help="A draft for each publicity activity that the regulations in force ask of this unit in the year.",
    )

    def _owed_rules(self):
        """Return [(rule, type of record)] of the rules in force that ask this unit for publicity. Three queries."""
        unit = self.unit_id._origin
        types = self.env["safety.record.type"].search([("is_publicity", "=", True)])
        by_code = {kind.code: kind for kind in types}
        by_code |= {f"{WORK_RECORD}{kind.code}": kind for kind in types}
        rules = self.env["safety.duty"]._rules_in_force(unit.company_id, ["calendar"])
        here = (
            Domain("id", "in", rules.ids)
            & Domain("kind_id.code", "in", list(by_code))
            & (Domain("unit_type_id", "=", unit.type_id.id) | Domain("other_unit_type_ids", "in", unit.type_id.ids))
            & (Domain("unit_ids", "=", False) | Domain("unit_ids", "in", unit.ids))
        )
        return [(rule, by_code[rule.kind_id.code]) for rule in rules.filtered_domain(here)]

    def _windows(self, rules, first, last):
        """Return [(rule, type, begin, end)] of each period between two days; a rule that cannot be computed has none.

        Special days and the street's calendar are read once for all rules.
        """
        company, special = self.unit_id.company_id, self.env["safety.special.day"].sudo()
        spans, calendar = special._spans(company), special._work_calendar(company)
        found = []
        for rule, kind in rules:
            try:
                found += [
                    (rule, kind, item.window_start, item.window_end)
                    for item in rule._occurrences(first, last, spans, calendar)
                    if first <= item.window_end <= last
                ]
            except (RecurrenceError, ArithmeticError, ValueError):
                continue  # the night names the rule and what is wrong in it
        return found

    def _missing_owed(self, chosen=()):
        """Return [(rule, type, day)] of what the rules ask for and nothing is planned for yet, from today on.

        What stands on the calendar fulfils a period whoever planned it; so does a content about to be planned. The day
        proposed is the middle of the window.

        :param chosen: [(content, day)] that this dialog is about to plan
        """
        self.ensure_one()
        if not (self.with_owed and self.unit_id and 2000 <= self.year <= 2100):
            return []
        today = self.unit_id.company_id._safety_today()
        first, last = max(today, date(self.year, 1, 1)), date(self.year, 12, 31)
        rules = self._owed_rules() if first <= last else []
        if not rules:
            return []
        days = self._days_of_types({kind for _rule, kind in rules})
        for content, day in chosen:
            days.setdefault(content.type_id, []).append(day)
        missing = []
        for rule, kind, begin, end in self._windows(rules, first, last):
            standing = sum(begin <= day <= end for day in days.get(kind, ()))
            begin = max(begin, first)
            left = max(0, rule.required_count - standing)
            length = (end - begin).days + 1
            ahead = [begin + timedelta(days=length * (2 * number + 1) // (2 * left)) for number in range(left)]
            missing += [(rule, kind, day) for day in ahead]
            days.setdefault(kind, []).extend(ahead)  # two rules that ask for the same are met by one activity
        return missing

    def _days_of_types(self, kinds):
        """Return {type: [days]} of the unit's activities of the year, done or planned. One query."""
        records = self.env["safety.record"].search_fetch(
            [
                ("unit_id", "=", self.unit_id._origin.id),
                ("type_id", "in", [kind.id for kind in kinds]),
                ("state", "!=", "void"),
                ("date", ">=", f"{self.year}-01-01"),
                ("date", "<=", f"{self.year}-12-31"),
            ],
            ["type_id", "date"],
        )
        return {kind: found.mapped("date") for kind, found in records.grouped("type_id").items()}

    def _owed_values(self, missing):
        return [
            {"name": rule.name, "type_id": kind.id, "unit_id": self.unit_id.id, "date": day, "planned_on": day}
            for rule, kind, day in missing
        ]
