from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_list

from ...recurrence import RecurrenceError
from .safety_duty_rule_calendar import PERIODIC

# The days a preview looks ahead: the next five dates of a yearly rule lie within them.
AHEAD = 6 * 366
PREVIEW = 5


class SafetyDutyRule(models.Model):
    """The rule as a sentence while it is written, its next dates, who gets it, and what is wrong with it."""

    _inherit = "safety.duty.rule"

    summary = fields.Char(string="In words", compute="_compute_summary")
    next_dates = fields.Char(compute="_compute_next_dates")
    seat_count = fields.Integer(string="Seats", compute="_compute_load")
    vacant_count = fields.Integer(string="Vacant seats", compute="_compute_load")
    load_month = fields.Float(string="Duties a month", compute="_compute_load", digits=(9, 1))
    warning = fields.Text(string="Look at this", compute="_compute_warning")
    configurable_words = fields.Char(
        string="Ours, not printed",
        compute="_compute_configurable_words",
        help="What the regulation does not say and the rule assumes. Look at it before adoption.",
    )

    @api.depends_context("lang")
    @api.depends("configurable")
    def _compute_configurable_words(self):
        """The paths of the exchange file by what they lead to: ``due.days`` is the deadline."""
        labels = self._configurable_labels()
        for rule in self:
            heads = dict.fromkeys(path.partition(".")[0] for path in (rule.configurable or "").split(",") if path)
            words = dict.fromkeys(labels.get(head, head) for head in heads)
            rule.configurable_words = format_list(self.env, list(words)) if words else False

    @api.model
    def _configurable_labels(self):
        who, when = self.env._("Who owes it"), self.env._("The days")
        return {
            "due": self.env._("The deadline"),
            "window": self.env._("The window"),
            "period": self.env._("The period"),
            "anchor": when,
            "fixed_dates": when,
            "special_days": when,
            "repeat": self.env._("The repetition"),
            "records": self.env._("How many records"),
            "times": self.env._("How often"),
            "targets": self.env._("What has to be covered"),
            "record": self.env._("What causes it"),
            "standing": self.env._("What is valid, and how long"),
            "evidence_domain": self.env._("What counts as evidence"),
            "rotation": self.env._("The order of turns"),
            "unit_types": who,
            "posts": who,
            "actors": who,
        }

    @api.depends(
        "cause", "period_unit", "required_count", "times", "coverage", "coverage_percent", "coverage_count",
        "coverage_min", "coverage_max", "per_target", "unit_type_id", "other_unit_type_ids", "post_ids", "actor_mode",
        "window_first_day", "window_last_day", "window_month", "window_last_month", "window_weekday_first",
        "window_weekday_last", "window_nth", "window_nth_weekday", "window_anchor_day", "window_tolerance",
        "window_after", "due_kind", "due_value", "offset_to", "offset_unit", "cause_model_id", "cause_date_field_id",
        "repeat_months", "fixed_dates", "special_kind_ids", "lead_days", "only_weekdays", "only_months",
        "rotation_type_id", "name",
    )  # fmt: skip
    def _compute_summary(self):
        for rule in self:
            joiner = {"joint": self.env._(" with "), "each": self.env._(" and each ")}
            posts = joiner.get(rule.actor_mode, self.env._(" or ")).join(rule.post_ids.mapped("name")) or "…"
            units = self.env._(" and each ").join(rule._unit_types().mapped("name")) or "…"
            rule.summary = self.env._(
                "Each %(unit)s, %(when)s: %(posts)s – %(what)s %(how_much)s",
                unit=units,
                when=rule._summary_when(),
                posts=posts,
                what=rule.name or "…",
                how_much=rule._summary_required(),
            )

    def _summary_when(self):
        if self.cause == "record":
            return self._summary_cause()
        if self.cause == "launched":
            return self.env._("when it is launched, within %s", self._summary_offset())
        when = self._summary_period() + self._summary_due()
        return self.env._("at all times, looked at %s", when) if self.cause == "standing" else when

    def _summary_period(self):
        labels = dict(self._fields["period_unit"]._description_selection(self.env))
        if self.period_unit == "fixed_dates":
            period = self.env._("on %s", self.fixed_dates or "…")
        elif self.period_unit == "special_days":
            period = self.env._("at %s", format_list(self.env, self.special_kind_ids.mapped("name")) or "…")
        else:
            period = self.env._("every %s", (labels.get(self.period_unit) or "…").lower())
        if self.lead_days and self.period_unit in ("fixed_dates", "special_days"):
            period = self.env._("%(period)s and the %(days)s days before", period=period, days=self.lead_days)
        if self.only_months:
            period = self.env._("%(period)s in the months %(months)s", period=period, months=self.only_months)
        if self.only_weekdays:
            period = self.env._("%(period)s on weekdays %(days)s", period=period, days=self.only_weekdays)
        return self._summary_window(period)

    def _summary_window(self, period):
        if self.window_month:
            months = str(self.window_month)
            if self.window_last_month:
                months = f"{months}–{self.window_last_month}"
            period = self.env._("%(period)s in month %(months)s of it", period=period, months=months)
        if self.window_first_day or self.window_last_day:
            days = f"{self.window_first_day or 1}–{self.window_last_day or -1}"
            return self.env._("%(period)s on days %(days)s", period=period, days=days)
        if self.window_weekday_first:
            days = f"{self.window_weekday_first}–{self.window_weekday_last or 7}"
            return self.env._("%(period)s on weekdays %(days)s", period=period, days=days)
        if self.window_nth:
            return self.env._(
                "%(period)s on weekday %(day)s number %(nth)s",
                period=period,
                day=self.window_nth_weekday,
                nth=self.window_nth,
            )
        if self.window_anchor_day:
            days = f"{self.window_anchor_day} ± {self.window_tolerance}"
            return self.env._("%(period)s around day %(days)s", period=period, days=days)
        if self.window_after:
            return self.env._("for %s, after its end", period)
        return period

    def _summary_due(self):
        sentences = {
            "period_end": self.env._(", at the latest at the end of the period"),
            "day_of_next_period": self.env._(", at the latest on day %s of the next", self.due_value),
            "offset_days": self.env._(", at the latest %s days later", self.due_value),
            "offset_workdays": self.env._(", at the latest %s working days later", self.due_value),
            "hours": self.env._(", at the latest %s hours later", self.due_value),
        }
        return sentences.get(self.due_kind, "")

    def _summary_offset(self):
        units = {
            "days": self.env._("%s days"),
            "workdays": self.env._("%s working days"),
            "hours": self.env._("%s hours"),
        }
        return units[self.offset_unit or "days"] % self.offset_to

    def _summary_cause(self):
        names = self.sudo()  # users do not read Odoo's own list of models
        once = self.env._(
            "for each %(record)s within %(days)s of its %(date)s",
            record=names.cause_model_id.name or "…",
            days=self._summary_offset(),
            date=names.cause_date_field_id.field_description or "…",
        )
        if not self.repeat_months:
            return once
        return self.env._("%(once)s, again every %(months)s months", once=once, months=self.repeat_months)

    def _summary_required(self):
        pieces = []
        if self.rotation_type_id:
            pieces.append(self.env._("with the next %s in turn", self.rotation_type_id.name))
        if self.times > 1:
            pieces.append(self.env._("%s times", self.times))
        if self.coverage == "all":
            pieces.append(self.env._("all targets"))
        elif self.coverage == "percent":
            pieces.append(self.env._("%s %% of the targets, rounded up", f"{self.coverage_percent:g}"))
        elif self.coverage == "count":
            most = f"–{self.coverage_max}" if self.coverage_max > self.coverage_count else ""
            pieces.append(self.env._("%s targets", f"{self.coverage_count}{most}"))
        else:
            pieces.append(self.env._("%s records", self.required_count))
        if self.per_target > 1:
            pieces.append(self.env._("each %s times", self.per_target))
        return f"({', '.join(pieces)})"

    # ---- what it will make -------------------------------------------------------------------------------------------

    @api.depends(
        "cause", "period_unit", "anchor_date", "fixed_dates", "special_kind_ids", "lead_days", "only_weekdays",
        "only_months", "window_first_day", "window_last_day", "window_month", "window_last_month",
        "window_weekday_first", "window_weekday_last", "window_nth", "window_nth_weekday", "window_anchor_day",
        "window_tolerance", "window_after", "due_kind", "due_value", "due_to_workday", "date_from", "date_to",
        "regulation_id",
    )  # fmt: skip
    def _compute_next_dates(self):
        for rule in self:
            rule.next_dates = False
            if rule.cause not in PERIODIC or not rule.period_unit:
                continue
            try:
                items = rule._next_occurrences(PREVIEW)
            except RecurrenceError as error:
                rule.next_dates = rule._recurrence_message(error)
                continue
            rule.next_dates = "  ·  ".join(
                f"{item.window_start:%m-%d} – {item.window_end:%m-%d}"
                if item.window_start != item.window_end
                else f"{item.window_start:%Y-%m-%d}"
                for item in items
            )

    def _next_occurrences(self, number):
        """Return the next occurrences from today on, or from when the rule begins."""
        today = (self.company_id or self.env.company)._safety_today()
        first = max(today, self._valid_span()[0] or today)
        spans = self.env["safety.special.day"]._spans(self.company_id, self.special_kind_ids)
        found, days = [], 40
        while len(found) < number and days <= AHEAD:
            found = self._occurrences(first, first + timedelta(days=days), spans)
            found = [item for item in found if item.due >= today]
            days *= 6
        return found[:number]

    @api.depends("unit_type_id", "other_unit_type_ids", "post_ids", "actor_mode", "cause", "period_unit")
    def _compute_load(self):
        for rule in self:
            seats = rule._seats()
            rule.seat_count = len(seats)
            rule.vacant_count = sum(1 for _unit, _post, held in seats if not held)
            rule.load_month = 0
            if rule.cause in PERIODIC and rule.period_unit:
                today = (rule.company_id or self.env.company)._safety_today()
                try:
                    found = rule._occurrences(today, today + timedelta(days=364), valid=False)
                except RecurrenceError:
                    continue
                begun = sum(1 for item in found if item.period.start >= today)
                rule.load_month = begun * len(seats) / 12

    def _seats(self):
        """Return (unit id, post id, whether it is held today) of the seats that owe the rule, on the form too."""
        self.ensure_one()
        company = self.company_id or self.env.company
        today = company._safety_today()
        types = self._unit_types()._origin
        units = self.env["safety.unit"].search([("type_id", "in", types.ids), ("company_id", "=", company.id)])
        units = units & self.unit_ids._origin or units
        posts = self.post_ids._origin.sorted(lambda post: (post.sequence, post.id))
        holders = self.env["safety.appointment"].sudo()
        held = holders.search(
            [("post_id", "in", posts.ids), ("unit_id", "in", units.ids), *holders._in_office(today)]
        ).grouped(lambda seat: (seat.unit_id.id, seat.post_id.id))
        rows = []
        for unit in units:
            owing = posts.filtered(lambda post, unit=unit: unit.type_id in post.unit_type_ids)
            if self.actor_mode == "each":
                rows += [(unit.id, post.id, (unit.id, post.id) in held) for post in owing]
            elif owing:
                rows.append((unit.id, owing[0].id, any((unit.id, post.id) in held for post in owing)))
        return rows

    @api.depends(
        "unit_type_id", "other_unit_type_ids", "post_ids", "actor_mode", "coverage", "target_domain", "target_kind",
        "kind_id", "evidence_domain", "cause", "cause_domain", "cause_model_id", "standing_domain",
    )  # fmt: skip
    def _compute_warning(self):
        for rule in self:
            rule.warning = "\n".join(rule._warnings()) or False

    def _warnings(self):
        """Return what an author should look at: nobody in the seat, no targets, a condition that fails."""
        found = []
        if rule_types := self._unit_types():
            seats = self._seats()
            if not seats:
                found.append(self.env._("There is no unit of the type %s.", rule_types[0].name))
            elif vacant := sum(1 for _unit, _post, held in seats if not held):
                found.append(
                    self.env._("Nobody holds the post in %(vacant)s of %(all)s units.", vacant=vacant, all=len(seats))
                )
        parse = self.env["safety.duty.kind"]._parse_domain
        checks = [(self.evidence_domain, self.kind_model)]
        if self.cause == "record":
            checks.append((self.cause_domain, self.cause_model))
        for text, model in checks:
            if model and (problem := self._domain_problem(text, model)):
                found.append(problem)
        if self.coverage != "none" and self.target_model:
            if problem := self._domain_problem(self.target_domain, self.target_model):
                found.append(problem)
            else:
                company = self.company_id or self.env.company
                targets = self.env[self.target_model].sudo()
                domain = parse(self.target_domain, self.target_model, self.name or "")
                if "company_id" in targets._fields:
                    domain &= parse(f"[('company_id', '=', {company.id})]", self.target_model, "")
                if not targets.search_count(domain, limit=1):
                    found.append(self.env._("No target fits the condition today: nothing would be owed."))
        return found

    def _domain_problem(self, text, model):
        """Return the sentence about a condition that fails, also one that fails only when it becomes SQL.

        It is not run: a failing statement would need a savepoint, and that forgets what is typed in the form.
        """
        try:
            domain = self.env["safety.duty.kind"]._parse_domain(text, model, self.name or "")
            self.env[model].sudo()._search(domain).select()
        except Exception as error:  # noqa: BLE001 – whatever is wrong with it, the author is told in the form
            return error.args[0] if error.args else str(error)
        return None
