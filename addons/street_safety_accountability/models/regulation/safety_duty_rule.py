from odoo import models
from odoo.fields import Command


class SafetyDutyRule(models.Model):
    """A new version of a duty rule is punished like the one it follows."""

    _inherit = "safety.duty.rule"

    def _new_version(self):
        change = super()._new_version()
        rules = self.env["safety.penalty.rule"].sudo().search([("duty_rule_ids", "in", self.ids)])
        rules.write({"duty_rule_ids": [Command.link(change.id)]})
        return change
