import re
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...recurrence import FIXED, DueSpec, RecurrenceError, WindowSpec, occurrences

NUMBERS = re.compile(r"\s*\d+\s*(,\s*\d+\s*)*")
FIXED_DATE = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})")
# Rules whose duties follow the calendar; a lasting condition is looked at period by period.
PERIODIC = ("calendar", "standing")


class SafetyDutyRule(models.Model):
    """When: the period, the days in it that count, and the day after which it is missed."""

    _inherit = "safety.duty.rule"

    period_unit = fields.Selection(
        [
            ("day", "Day"),
            ("week", "Week"),
            ("fortnight", "Fortnight"),
            ("month", "Month"),
            ("two_months", "Two months"),
            ("quarter", "Quarter"),
            ("half_year", "Half-year"),
            ("year", "Year"),
            ("fixed_dates", "Fixed dates"),
            ("special_days", "Special days"),
        ],
        string="Every",
        default="month",
    )
    times = fields.Integer(default=1, required=True, help="How many times in a period, on different days.")
    anchor_date = fields.Date(string="Counted from", help="A fortnight is counted from this day.")
    fixed_dates = fields.Char(help="Month-day of every year, or full dates, separated by commas: 06-30, 2027-02-06.")
    special_kind_ids = fields.Many2many("safety.special.day.kind", string="Special days")
    lead_days = fields.Integer(string="Days before", help="Days before the date or special days that belong to it.")
    only_weekdays = fields.Char(help="Daily duties: 1 = Monday … 7 = Sunday, e.g. 1,3,5. Empty: every day.")
    only_months = fields.Char(help="Months of the year in which it is owed, e.g. 6,12. Empty: all.")
    window_first_day = fields.Integer(string="From day", help="Day of the period, from 1; −1 is the last. 0: no limit.")
    window_last_day = fields.Integer(string="To day")
    window_month = fields.Integer(string="In month", help="Month within the quarter, half-year or year. 0: any.")
    window_last_month = fields.Integer(string="To month", help="Last month, where several follow each other. 0: one.")
    window_weekday_first = fields.Integer(string="From weekday", help="1 = Monday … 7 = Sunday. 0: no limit.")
    window_weekday_last = fields.Integer(string="To weekday")
    window_nth = fields.Integer(string="The n-th", help="2: the second such weekday, −1: the last. 0: not so.")
    window_nth_weekday = fields.Integer(string="Weekday", help="1 = Monday … 7 = Sunday.")
    window_anchor_day = fields.Integer(string="Around day")
    window_tolerance = fields.Integer(string="± days")
    window_after = fields.Boolean(
        string="After the period",
        help="It is a report on the period: done after its end, up to the due date, and belongs to the period.",
    )
    due_kind = fields.Selection(
        [
            ("window_end", "End of the window"),
            ("period_end", "End of the period"),
            ("day_of_next_period", "Day of the next period"),
            ("offset_days", "Days after the window"),
            ("offset_workdays", "Working days after the window"),
            ("hours", "Hours after the window begins"),
        ],
        string="Missed after",
        default="window_end",
        required=True,
        help="Done after the window but before this day counts as met late.",
    )
    due_value = fields.Integer(string="Day / days")
    due_to_workday = fields.Boolean(string="Moves to the next working day")
    edge_mode = fields.Selection(
        [("full", "Counts in full"), ("clip", "Counts from the start date"), ("skip", "Is skipped")],
        string="A partial first or last period",
        default="skip",
        required=True,
    )

    _times_positive = models.Constraint("CHECK(times > 0)", "At least once in a period.")

    @api.constrains(
        "cause", "period_unit", "anchor_date", "fixed_dates", "special_kind_ids", "lead_days", "only_weekdays",
        "only_months", "window_first_day", "window_last_day", "window_month", "window_last_month",
        "window_weekday_first", "window_weekday_last", "window_nth", "window_nth_weekday", "window_anchor_day",
        "window_tolerance", "window_after", "due_kind", "due_value",
    )  # fmt: skip
    def _check_window(self):
        for rule in self.filtered(lambda r: r.cause in PERIODIC):
            if not rule.period_unit:
                raise ValidationError(self.env._("“%s” needs a period: how often is it owed?", rule.name))
            if rule.period_unit == "special_days" and not rule.special_kind_ids:
                raise ValidationError(self.env._("“%s”: choose the special days.", rule.name))
            if rule.period_unit == "fixed_dates" and not rule.fixed_dates:
                raise ValidationError(self.env._("“%s”: write the dates, e.g. 06-30.", rule.name))
            try:
                rule._occurrences(date(2024, 1, 1), date(2024, 1, 1))
            except RecurrenceError as error:
                raise ValidationError(rule._recurrence_message(error)) from error

    @api.onchange("due_kind")
    def _onchange_due_kind(self):
        spec = self._window_spec()
        self.window_after = self.due_kind == "day_of_next_period" and spec in (WindowSpec(), WindowSpec(after=True))

    def _library_unit(self):
        return FIXED if self.period_unit in ("fixed_dates", "special_days") else self.period_unit

    def _window_spec(self):
        """Return the rule's window as a WindowSpec of the recurrence library (0 in a field means "no limit")."""
        weekdays = nth = None
        if self.window_weekday_first or self.window_weekday_last:
            weekdays = (self.window_weekday_first or 1, self.window_weekday_last or 7)
        if self.window_nth:
            nth = (self.window_nth, self.window_nth_weekday)
        return WindowSpec(
            first_day=self.window_first_day or None,
            last_day=self.window_last_day or None,
            weekdays=weekdays,
            month=self.window_month or None,
            last_month=self.window_last_month or None,
            nth_weekday=nth,
            anchor_day=self.window_anchor_day or None,
            tolerance=self.window_tolerance,
            after=self.window_after,
        )

    def _due_spec(self):
        kind = "window_end" if self.due_kind == "hours" else self.due_kind
        return DueSpec(kind=kind, value=self.due_value, to_workday=self.due_to_workday)

    def _occurrences(self, first, last, spans=None, calendar=None, edge_mode=None, valid=True):
        """Return the rule's occurrences between two dates.

        :param spans: {special day kind id: [(first, last)]}, read once for many rules; None: read here
        :param calendar: WorkCalendar of the street
        :param valid: False leaves out the validity of rule and regulation (simulation)
        :raises RecurrenceError: a figure that no calendar can satisfy
        """
        if spans is None:
            spans = self.env["safety.special.day"]._spans(self.company_id, self.special_kind_ids)
        start, end = self._valid_span() if valid else (None, None)
        if start and end and start > end:
            return []
        special = self.period_unit == "special_days"
        return occurrences(
            first,
            last,
            unit=self._library_unit(),
            anchor=self.anchor_date or None,
            fixed_dates=self._parse_dates() if self.period_unit == "fixed_dates" else (),
            spans=[span for kind in self.special_kind_ids for span in spans.get(kind.id, ())] if special else (),
            lead=self.lead_days if self._library_unit() == FIXED else 0,
            weekdays=self._parse_numbers("only_weekdays", 7),
            months=self._parse_numbers("only_months", 12),
            window_spec=self._window_spec(),
            due_spec=self._due_spec(),
            valid_from=start,
            valid_to=end,
            edge_mode=edge_mode or self.edge_mode,
            calendar=calendar,
        )

    def _parse_numbers(self, name, limit):
        text = self[name] or ""
        if not text.strip():
            return frozenset()
        numbers = {int(part) for part in text.split(",")} if NUMBERS.fullmatch(text) else {0}
        if not numbers <= set(range(1, limit + 1)):
            raise RecurrenceError("window_outside_period", field=name, value=text, limit=limit)
        return frozenset(numbers)

    def _parse_dates(self):
        """Return the fixed dates as (month, day) or date."""
        found = []
        for part in (self.fixed_dates or "").replace("，", ",").split(","):
            match = FIXED_DATE.fullmatch(part.strip())
            if not match:
                raise RecurrenceError("no_such_date", text=part)
            year, month, day = (int(number) if number else 0 for number in match.groups())
            try:
                found.append(date(year, month, day) if year else (month, day))
            except ValueError as error:
                raise RecurrenceError("no_such_date", text=part) from error
        return found

    def _recurrence_message(self, error):
        labels = dict(self._fields["period_unit"]._description_selection(self.env))
        period = labels.get(self.period_unit)
        outside = self.env._(
            "“%(rule)s”: the window lies outside of its period (%(period)s). Choose days that exist in it.",
            rule=self.name,
            period=period,
        )
        messages = {
            "window_outside_period": outside,
            "window_reversed": self.env._("“%s”: the window ends before it begins.", self.name),
            "window_mixed": self.env._("“%s”: say the days of the window in one way only.", self.name),
            "no_such_date": self.env._("“%s”: there is no such date. Write 06-30 or 2027-02-06.", self.name),
            "due_outside_period": self.env._("“%s”: the next period has no such day.", self.name),
        }
        return messages.get(
            error.code,
            self.env._("“%(rule)s”: the period and its window do not fit (%(code)s).", rule=self.name, code=error.code),
        )
