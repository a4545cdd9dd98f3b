from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SafetyCampaign(models.Model):
    """Patterns: a campaign that is drafted anew before each special day of a kind – holidays, key periods, the flood
    season. A draft starts nothing: an officer looks at it and starts it (ZF-T9.2)."""

    _inherit = "safety.campaign"

    is_pattern = fields.Boolean(
        string="Pattern", copy=False, help="It is never started itself; before each special day a draft is made of it."
    )
    special_kind_ids = fields.Many2many(
        "safety.special.day.kind", string="Before each", copy=False, help="The special days it is drafted for."
    )
    lead_days = fields.Integer(
        string="Days before", default=7, copy=False, aggregator=None, help="So many days ahead the draft is made."
    )
    month_day = fields.Integer(
        string="Each month on day",
        copy=False,
        aggregator=None,
        help="Also drafted for this day of every month, e.g. 26 for the monthly inspection day (XT-1.3c). 0: not.",
    )
    days_ahead = fields.Integer(
        string="Begins days ahead",
        copy=False,
        aggregator=None,
        help="So many days before its special day or day of the month the campaign begins, e.g. 6 for a week with the "
        "day itself (XY-2.3d). 0: on that day.",
    )
    pattern_id = fields.Many2one(
        "safety.campaign", string="Made from", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )

    _pattern_uniq = models.UniqueIndex(
        "(pattern_id, special_day_id) WHERE pattern_id IS NOT NULL", "The draft for this special day exists already."
    )
    _pattern_day_uniq = models.UniqueIndex(
        "(pattern_id, date_to) WHERE pattern_id IS NOT NULL AND special_day_id IS NULL",
        "The draft for this day exists already.",
    )
    _month_day_sensible = models.Constraint(
        "CHECK(month_day BETWEEN 0 AND 28)", "The day of the month is between 1 and 28; 0 is none."
    )
    _days_ahead_positive = models.Constraint(
        "CHECK(days_ahead BETWEEN 0 AND 60)", "A campaign begins between 0 and 60 days ahead."
    )
    _lead_positive = models.Constraint("CHECK(lead_days BETWEEN 0 AND 366)", "The days before are between 0 and 366.")

    @api.model
    def _draft_from_patterns(self, company):
        """Draft the campaigns of the special days that come near, one a day and pattern; return them. Idempotent."""
        today = company._safety_today()
        patterns = self.sudo().search([("company_id", "=", company.id), ("is_pattern", "=", True)])
        if not patterns:
            return patterns
        ahead = max(patterns.mapped("days_ahead"))
        farthest = today + timedelta(days=max(patterns.mapped("lead_days")) + ahead)
        days = self.env["safety.special.day"].sudo().search(
            Domain("company_id", "in", [company.id, False])
            & Domain("kind_id", "in", patterns.special_kind_ids.ids)
            & Domain("date_to", ">=", today)
            & Domain("date_from", "<=", farthest)
        )  # fmt: skip
        made = self.sudo().with_context(active_test=False).search([("pattern_id", "in", patterns.ids)])
        known = {(one.pattern_id, one.special_day_id) for one in made}
        drafts = self.browse()
        for pattern in patterns:
            near = today + timedelta(days=pattern.lead_days + pattern.days_ahead)
            for day in days.filtered(lambda day, p=pattern: day.kind_id in p.special_kind_ids):
                if day.date_from <= near and (pattern, day) not in known:
                    drafts |= pattern._draft_for(day.name, day.date_from, day.date_to, day)
        return drafts | patterns._draft_months(today, made)

    def _draft_months(self, today, made):
        """Draft the campaigns of a day of the month, as far ahead as each pattern says; return them."""
        known, drafts = {(one.pattern_id, one.date_to) for one in made if not one.special_day_id}, self.browse()
        for pattern in self.filtered("month_day"):
            last = today + timedelta(days=pattern.lead_days + pattern.days_ahead)
            day = today + relativedelta(day=pattern.month_day)
            while day <= last:
                if day >= today and (pattern, day) not in known:
                    drafts |= pattern._draft_for(day.isoformat(), day, day)
                day += relativedelta(months=1)
        return drafts

    def _draft_for(self, label, first, last, special_day=None):
        """Return the draft made from this pattern for the days, and tell those who may start it."""
        name = self.env._("%(campaign)s: %(day)s", campaign=self.name, day=label)
        draft = self.copy(
            {
                "name": name,
                "special_day_id": special_day.id if special_day else False,
                "date_from": first - timedelta(days=self.days_ahead),
                "date_to": last,
            }
        )
        draft.task_ids.filtered("deadline").deadline = False
        draft._workflow_write({"pattern_id": self.id})
        people = self.env["safety.access"].sudo().search(
            [("unit_id", "=", draft.unit_id.id), ("level", "=", "approve")]
        ).user_id  # fmt: skip
        draft.message_notify(
            partner_ids=people.partner_id.ids,
            subject=self.env._("Look at “%s” and start it", name),
            body=self.env._("It was drafted because %(day)s begins on %(date)s.", day=label, date=first),
        )
        return draft

    def _check_startable(self):
        if pattern := self.filtered("is_pattern"):
            raise UserError(
                self.env._("“%s” is a pattern: the drafts made from it are started, or duplicate it.", pattern[0].name)
            )
        return super()._check_startable()
