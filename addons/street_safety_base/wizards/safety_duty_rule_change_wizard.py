from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date


class SafetyDutyRuleChangeWizard(models.TransientModel):
    """From when a prepared change of a rule holds, and what becomes of its open duties."""

    _name = "safety.duty.rule.change.wizard"
    _description = "Put a change in force"

    rule_id = fields.Many2one("safety.duty.rule", required=True, readonly=True)
    changes = fields.Text(related="rule_id.changes")
    date_from = fields.Date(string="From", required=True, default=lambda self: self.env.company._safety_today())
    follow = fields.Selection(
        [("stay", "They stay as they are"), ("follow", "They follow the change")],
        string="Duties already open",
        default="stay",
        required=True,
    )
    old_id = fields.Many2one(related="rule_id.previous_id", string="Version in force")
    old_summary = fields.Char(related="old_id.summary", string="Now")
    new_summary = fields.Char(related="rule_id.summary", string="After the change")
    next_dates = fields.Char(related="rule_id.next_dates", string="Next dates of the change")
    old_load = fields.Float(related="old_id.load_month", string="Duties a month now")
    new_load = fields.Float(related="rule_id.load_month", string="Duties a month afterwards")
    open_count = fields.Integer(string="Open duties concerned", compute="_compute_effect")
    effect = fields.Text(compute="_compute_effect", string="What happens")

    @api.depends("date_from", "rule_id", "follow")
    def _compute_effect(self):
        """Say how many open duties are concerned, and from which day the change makes duties."""
        for wizard in self:
            [(count, last)] = self.env["safety.duty"]._read_group(
                [
                    ("rule_id", "=", wizard.rule_id.previous_id.id),
                    ("state", "=", "open"),
                    ("cause_res_id", "=", 0),
                    ("period_end", ">=", wizard.date_from),
                ],
                aggregates=["__count", "period_end:max"],
            )
            wizard.open_count = count
            wizard.effect = wizard._effect_sentence(count, last)

    def _effect_sentence(self, count, last):
        if not count or not self.date_from:
            return self.env._("The change makes duties from %s on; none is open today.", self._day(self.date_from))
        if self.follow == "follow":
            return self.env._(
                "%(count)s open duties are taken away and made anew by the change from %(day)s on.",
                count=count,
                day=self._day(self.date_from),
            )
        return self.env._(
            "%(count)s open duties stay as they are; the change makes duties when they are over, from %(day)s on.",
            count=count,
            day=self._day(max(self.date_from, last + timedelta(days=1))),
        )

    def _day(self, day):
        return format_date(self.env, day) if day else ""

    def action_confirm(self):
        """Put the change in force."""
        self.ensure_one()
        self.rule_id._apply_change(self.date_from, self.follow == "follow")
        return {"type": "ir.actions.act_window_close"}
