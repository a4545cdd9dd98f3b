from odoo import api, fields, models


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
    open_count = fields.Integer(string="Open duties concerned", compute="_compute_open_count")

    @api.depends("date_from", "rule_id")
    def _compute_open_count(self):
        for wizard in self:
            wizard.open_count = self.env["safety.duty"].search_count(
                [
                    ("rule_id", "=", wizard.rule_id.previous_id.id),
                    ("state", "=", "open"),
                    ("period_end", ">=", wizard.date_from),
                ]
            )

    def action_confirm(self):
        """Put the change in force."""
        self.ensure_one()
        self.rule_id._apply_change(self.date_from, self.follow == "follow")
        return {"type": "ir.actions.act_window_close"}
