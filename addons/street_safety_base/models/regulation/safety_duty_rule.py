from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...recurrence import DueSpec, RecurrenceError, WindowSpec, validate


class SafetyDutyRule(models.Model):
    """Which seats owe what by when: one rule generates one duty per seat and period, or per causing record.

    Every figure a regulation prints (how often, which days, what share, due when) is a field here, so that an
    administrator changes it without code.
    """

    _name = "safety.duty.rule"
    _description = "Duty rule"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "regulation_id"
    _order = "regulation_id, sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(string="What", required=True, help="A plain sentence: what has to be done.")
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    regulation_id = fields.Many2one("safety.regulation", required=True, index=True, ondelete="cascade")
    regulation_state = fields.Selection(related="regulation_id.state", string="Regulation status")
    company_id = fields.Many2one(related="regulation_id.company_id", store=True, index=True)
    clause_id = fields.Many2one("safety.clause", index=True, domain="[('regulation_id', '=', regulation_id)]")
    kind_id = fields.Many2one("safety.duty.kind", string="Proved by", required=True, index=True, ondelete="restrict")
    kind_model = fields.Char(related="kind_id.model", string="Evidence model")
    evidence_domain = fields.Char(string="Only records where", default="[]", required=True)

    # Actors: the subject is the seat (post × unit), never the person.
    unit_type_id = fields.Many2one(
        "safety.unit.type", string="Per", required=True, ondelete="restrict", help="One duty for each such unit."
    )
    post_ids = fields.Many2many("safety.post", string="Owed by", required=True)
    actor_mode = fields.Selection(
        [("any", "Any of them, once"), ("joint", "All together, once"), ("each", "Each of them")],
        string="Who of them",
        default="any",
        required=True,
    )

    # Cause.
    cause = fields.Selection(
        [("calendar", "Calendar"), ("record", "A record")],
        default="calendar",
        required=True,
        help="Calendar: once per period. A record: once per causing record, e.g. a revisit for each notice.",
    )
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
        ],
        string="Every",
        default="month",
    )
    anchor_date = fields.Date(string="Counted from", help="A fortnight is counted from this day.")
    cause_model_id = fields.Many2one("ir.model", string="Causing record", ondelete="cascade")
    cause_model = fields.Char(related="cause_model_id.model", string="Causing model")
    cause_domain = fields.Char(string="Caused where", default="[]")
    cause_date_field_id = fields.Many2one(
        "ir.model.fields",
        string="Counted from its",
        ondelete="cascade",
        domain="[('model_id', '=', cause_model_id), ('ttype', 'in', ('date', 'datetime')), ('store', '=', True)]",
    )
    cause_unit_field_id = fields.Many2one(
        "ir.model.fields",
        string="At its unit",
        ondelete="cascade",
        domain="[('model_id', '=', cause_model_id), ('relation', '=', 'safety.unit'), ('store', '=', True)]",
    )
    offset_from = fields.Integer(string="May be done from (days)", help="Days after the causing date; may be negative.")
    offset_to = fields.Integer(string="Due (days)", help="Days after the causing date. 0: on the day itself.")

    # Required.
    required_count = fields.Integer(string="Records needed", default=1, required=True)
    coverage = fields.Selection(
        [("none", "No targets"), ("all", "All"), ("percent", "A share"), ("count", "A number")],
        string="Targets to cover",
        default="none",
        required=True,
        help="Distinct enterprises that must be covered. A share is rounded up.",
    )
    coverage_percent = fields.Float(string="Share (%)", digits=(5, 2))
    coverage_count = fields.Integer(string="Number of targets")
    target_domain = fields.Char(string="Targets where", default="[]", required=True)

    # Window and due.
    window_first_day = fields.Integer(string="From day", help="Day of the period, from 1; −1 is the last. 0: no limit.")
    window_last_day = fields.Integer(string="To day")
    window_month = fields.Integer(string="In month", help="Month within the quarter, half-year or year. 0: any.")
    window_weekday_first = fields.Integer(string="From weekday", help="1 = Monday … 7 = Sunday. 0: no limit.")
    window_weekday_last = fields.Integer(string="To weekday")
    window_anchor_day = fields.Integer(string="Around day")
    window_tolerance = fields.Integer(string="± days")
    due_kind = fields.Selection(
        [
            ("window_end", "End of the window"),
            ("period_end", "End of the period"),
            ("day_of_next_period", "Day of the next period"),
            ("offset_days", "Days after the window"),
            ("offset_workdays", "Working days after the window"),
        ],
        string="Missed after",
        default="window_end",
        required=True,
        help="Done after the window but before this day counts as met late.",
    )
    due_value = fields.Integer(string="Day / days")
    edge_mode = fields.Selection(
        [("full", "Counts in full"), ("clip", "Counts from the start date"), ("skip", "Is skipped")],
        string="A partial first or last period",
        default="skip",
        required=True,
    )
    date_from = fields.Date(string="Valid from", help="Empty: as the regulation.")
    date_to = fields.Date(string="Valid until")
    last_error = fields.Char(string="Last problem", readonly=True, copy=False)
    summary = fields.Char(string="In words", compute="_compute_summary")
    duty_ids = fields.One2many("safety.duty", "rule_id", string="Duties")

    _required_positive = models.Constraint("CHECK(required_count >= 0)", "Records needed cannot be negative.")
    _percent_range = models.Constraint(
        "CHECK(coverage != 'percent' OR (coverage_percent > 0 AND coverage_percent <= 100))",
        "The share of targets must lie above 0 % and at most at 100 %.",
    )
    _count_positive = models.Constraint(
        "CHECK(coverage != 'count' OR coverage_count > 0)", "The number of targets must be at least 1."
    )
    _offsets_ordered = models.Constraint(
        "CHECK(offset_from <= offset_to)", "The duty cannot be due before it may be done."
    )
    _dates_ordered = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A rule cannot end before it begins.",
    )

    @api.constrains(
        "cause", "period_unit", "window_first_day", "window_last_day", "window_month", "window_weekday_first",
        "window_weekday_last", "window_anchor_day", "window_tolerance",
    )  # fmt: skip
    def _check_window(self):
        for rule in self.filtered(lambda r: r.cause == "calendar"):
            if not rule.period_unit:
                raise ValidationError(self.env._("“%s” needs a period: how often is it owed?", rule.name))
            try:
                validate(rule.period_unit, rule._window_spec())
            except RecurrenceError as error:
                raise ValidationError(rule._recurrence_message(error)) from error

    @api.constrains("cause", "cause_model_id", "cause_date_field_id", "cause_unit_field_id", "kind_id", "cause_domain")
    def _check_cause(self):
        for rule in self.filtered(lambda r: r.cause == "record"):
            if not (rule.cause_model_id and rule.cause_date_field_id and rule.cause_unit_field_id):
                raise ValidationError(
                    self.env._("“%s” is caused by a record: choose which one, its date and its unit.", rule.name)
                )
            if rule.kind_id.cause_field_id.relation != rule.cause_model:
                raise ValidationError(
                    self.env._(
                        "The evidence of “%(rule)s” does not point to %(model)s: choose a duty kind that does.",
                        rule=rule.name,
                        model=rule.sudo().cause_model_id.name,
                    )
                )
            self.env["safety.duty.kind"]._parse_domain(rule.cause_domain, rule.cause_model, rule.name)

    @api.constrains("target_domain", "evidence_domain", "coverage", "kind_id")
    def _check_domains(self):
        for rule in self:
            parse = self.env["safety.duty.kind"]._parse_domain
            parse(rule.evidence_domain, rule.kind_model, rule.name)
            if rule.coverage != "none":
                if not rule.kind_id.target_field_id:
                    raise ValidationError(
                        self.env._("The evidence of “%s” names no target, so no targets can be covered.", rule.name)
                    )
                parse(rule.target_domain, rule.kind_id.target_field_id.relation, rule.name)

    @api.constrains("post_ids", "unit_type_id")
    def _check_post_ids(self):
        for rule in self:
            if not rule.post_ids:
                raise ValidationError(self.env._("“%s” is owed by nobody: choose at least one post.", rule.name))
            for post in rule.post_ids:
                if rule.unit_type_id not in post.unit_type_ids:
                    raise ValidationError(
                        self.env._(
                            "“%(rule)s”: the post %(post)s does not exist at a unit of type %(type)s.",
                            rule=rule.name,
                            post=post.name,
                            type=rule.unit_type_id.name,
                        )
                    )

    @api.depends(
        "cause", "period_unit", "required_count", "coverage", "coverage_percent", "coverage_count", "unit_type_id",
        "post_ids", "actor_mode", "window_first_day", "window_last_day", "window_weekday_first",
        "window_weekday_last", "window_anchor_day", "window_tolerance", "offset_to", "cause_model_id",
    )  # fmt: skip
    def _compute_summary(self):
        for rule in self:
            posts = "、".join(rule.post_ids.mapped("name")) or "…"
            when = rule._summary_cause() if rule.cause == "record" else rule._summary_period()
            rule.summary = self.env._(
                "Each %(unit)s, %(when)s: %(posts)s – %(what)s %(how_much)s",
                unit=rule.unit_type_id.name or "…",
                when=when,
                posts=posts,
                what=rule.name or "…",
                how_much=rule._summary_required(),
            )

    def _summary_period(self):
        labels = dict(self._fields["period_unit"]._description_selection(self.env))
        period = self.env._("every %s", (labels.get(self.period_unit) or "…").lower())
        if self.window_first_day or self.window_last_day:
            days = f"{self.window_first_day or 1}–{self.window_last_day or -1}"
            return self.env._("%(period)s on days %(days)s", period=period, days=days)
        if self.window_weekday_first:
            days = f"{self.window_weekday_first}–{self.window_weekday_last or 7}"
            return self.env._("%(period)s on weekdays %(days)s", period=period, days=days)
        if self.window_anchor_day:
            days = f"{self.window_anchor_day} ± {self.window_tolerance}"
            return self.env._("%(period)s around day %(days)s", period=period, days=days)
        return period

    def _summary_cause(self):
        names = self.sudo()  # users do not read Odoo's own list of models
        return self.env._(
            "for each %(record)s within %(days)s days of its %(date)s",
            record=names.cause_model_id.name or "…",
            days=self.offset_to,
            date=names.cause_date_field_id.field_description or "…",
        )

    def _summary_required(self):
        if self.coverage == "all":
            return self.env._("(all targets)")
        if self.coverage == "percent":
            return self.env._("(%s %% of the targets, rounded up)", f"{self.coverage_percent:g}")
        if self.coverage == "count":
            return self.env._("(%s targets)", self.coverage_count)
        return self.env._("(%s records)", self.required_count)

    @api.onchange("coverage")
    def _onchange_coverage(self):
        if self.coverage != "percent":
            self.coverage_percent = 0
        if self.coverage != "count":
            self.coverage_count = 0

    def _window_spec(self):
        """Return the rule's window as a WindowSpec of the recurrence library (0 in a field means "no limit")."""
        weekdays = None
        if self.window_weekday_first or self.window_weekday_last:
            weekdays = (self.window_weekday_first or 1, self.window_weekday_last or 7)
        return WindowSpec(
            first_day=self.window_first_day or None,
            last_day=self.window_last_day or None,
            weekdays=weekdays,
            month=self.window_month or None,
            anchor_day=self.window_anchor_day or None,
            tolerance=self.window_tolerance,
        )

    def _due_spec(self):
        return DueSpec(kind=self.due_kind, value=self.due_value)

    def _valid_span(self):
        """Return (first, last) date of validity: the narrower of the rule's and its regulation's; last may be None."""
        regulation = self.regulation_id
        starts = [day for day in (self.date_from, regulation.date_from) if day]
        ends = [day for day in (self.date_to, regulation.date_to) if day]
        return max(starts, default=None), min(ends, default=None)

    def _recurrence_message(self, error):
        labels = dict(self._fields["period_unit"]._description_selection(self.env))
        period = labels.get(self.period_unit)
        messages = {
            "window_outside_period": self.env._(
                "“%(rule)s”: the window lies outside of its period (%(period)s). Choose days that exist in it.",
                rule=self.name,
                period=period,
            ),
            "window_reversed": self.env._("“%s”: the window ends before it begins.", self.name),
        }
        return messages.get(
            error.code,
            self.env._("“%(rule)s”: the period and its window do not fit (%(code)s).", rule=self.name, code=error.code),
        )

    def action_open_duties(self):
        """Open the duties made by the rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_duty_action")
        return {**action, "domain": [("rule_id", "=", self.id)], "context": {}}
