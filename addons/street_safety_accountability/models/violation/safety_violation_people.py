from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import date_utils

from .safety_penalty_rule import period_start
from .safety_violation import COUNTED, OFFICE


class SafetyViolation(models.Model):
    """Who answers for a violation, what it costs, and how often it happened in the period."""

    _inherit = "safety.violation"

    @api.depends("date", "rule_id")
    def _compute_count_start(self):
        for violation in self:
            period = violation.rule_id.count_period or "year"
            violation.count_start = violation.date and period_start(violation.date, period)

    @api.depends("rule_id")
    def _compute_cost(self):
        for violation in self:
            violation.amount = violation.rule_id.amount
            violation.points = violation.rule_id.points

    # Not on the rule's own fields: a rule edited later changes no violation already there.
    @api.depends("date", "rule_id")
    def _compute_seat_date(self):
        for violation in self:
            day, when = violation.date, violation.rule_id.holder_day
            if when == "period_end" and violation.duty_id:
                day = violation.duty_id.period_end
            violation.seat_date = date_utils.end_of(day, "month") if day and when == "month_end" else day

    @api.depends("unit_id", "post_id", "seat_date", "rule_id")
    def _compute_user_ids(self):
        """Who held the seat, for violations entered by hand; the engine writes its own by SQL. One query."""
        seats = self.env["safety.appointment"].sudo().search([("unit_id", "child_of", self.unit_id.ids)])
        for violation in self:
            rule, own = violation.rule_id, violation._seats_that_day(seats)
            if rule.subject == "everybody":
                reached = own.filtered(lambda s, p=rule.post_ids: s.post_id in p if p else s.post_id.penalised)
            else:
                posts = rule.post_ids or violation.post_id.filtered("penalised")
                reached = own.filtered(lambda s, p=posts, u=violation.unit_id: s.post_id in p and s.unit_id == u)
            violation.user_ids = reached.user_id

    def _seats_that_day(self, seats):
        """Return those of ``seats`` that somebody held on the day in the unit, or below it where all are reached."""
        day, path = self.seat_date, self.unit_id.parent_path
        below = self.rule_id.subject == "everybody"
        return seats.filtered(
            lambda seat: (
                (seat.unit_id == self.unit_id or (below and path and seat.unit_id.parent_path.startswith(path)))
                and day
                and seat.date_start <= day
                and (not seat.date_end or seat.date_end >= day)
            )
        )

    @api.depends("user_ids")
    def _compute_user_id(self):
        for violation in self:
            violation.user_id = violation.user_ids[:1]
            violation.is_vacant = not violation.user_ids

    @api.depends("is_party", "state")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        """For the form: the office edits proposals, but nobody those about themselves."""
        officer = self.env.user.has_group(OFFICE)
        for violation in self:
            violation.can_edit = officer and violation.state == "proposed" and not violation.is_party

    @api.depends("rule_id", "count_start", "user_ids", "state")
    def _compute_count_in_year(self):
        """A constant number of queries for any number of violations."""
        counters = self.sudo().rule_id._counted_with()
        domain = Domain("rule_id", "in", counters.ids) & Domain("state", "in", COUNTED)
        domain &= Domain("count_start", "in", [day for day in self.mapped("count_start") if day])
        found = {}
        for field in ("user_ids", "unit_id"):
            groups = self.sudo()._read_group(
                domain, ["rule_id", "count_start:day", field], ["__count", "points:sum", "amount:sum"]
            )
            for rule, start, subject, *figures in groups:
                key = (rule._counter_key(), start, subject)
                found[key] = [old + new for old, new in zip(found.get(key, (0, 0, 0)), figures, strict=True)]
        for violation in self:
            violation._set_count(found)

    def _set_count(self, found):
        """Fill in the count of one violation; ``found`` has the figures of each counter, period and subject."""
        rule = self.sudo().rule_id
        subjects = self.unit_id if rule.counted_per == "unit" else self.user_ids
        key = (rule._counter_key() if rule else False, self.count_start)
        figures = max((found.get((*key, subject), (0, 0, 0)) for subject in subjects), default=(0, 0, 0))
        self.count_in_year = figures[0]
        shown = figures[("count", "points", "amount").index(rule.measured or "count")]
        sign = "" if rule.threshold_inclusive else ">"
        self.count_text = f"{shown:g} / {sign}{rule.threshold:g}" if rule.threshold else str(figures[0])

    @api.constrains("user_ids", "unit_id", "seat_date")
    def _check_user_ids(self):
        """Only people who held a seat at the unit that day can answer for it. One query."""
        seats = self.env["safety.appointment"].sudo().search([("unit_id", "child_of", self.unit_id.ids)])
        for violation in self:
            if strangers := violation.user_ids - violation._seats_that_day(seats).user_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s held no post of %(unit)s on %(day)s.",
                        person=strangers[0].name,
                        unit=violation.unit_id.name,
                        day=violation.seat_date,
                    )
                )
