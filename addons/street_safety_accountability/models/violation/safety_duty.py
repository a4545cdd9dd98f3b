from odoo import fields, models
from odoo.tools import SQL


class SafetyDuty(models.Model):
    """What followed from a missed duty."""

    _inherit = "safety.duty"

    violation_ids = fields.One2many("safety.violation", "duty_id", string="Violations", readonly=True)
    violation_state = fields.Selection(related="violation_ids.state", string="Status of the violation")

    def _propose_violation(self, duties, step):
        """Do what ``step`` proposes: the missed ones of ``duties`` become violations that the office decides."""
        self.env["safety.violation"]._propose_at_step(step.company_id, duties)

    def _consequences(self):
        """A step may propose a violation that costs nothing by itself."""
        lines = super()._consequences()
        steps = self.rule_id.step_ids.filtered(lambda step: step.propose == "violation")
        if steps:
            lines.append(self.env._("Missed, it is proposed to the safety committee office as a violation."))
        return lines

    def _set_aside(self, rules):
        """A violation keeps its duty from being deleted: for the time of a trial it has none."""
        self.env.cr.execute(
            SQL(
                "UPDATE safety_violation SET duty_id = NULL"
                " WHERE duty_id IN (SELECT id FROM safety_duty WHERE rule_id = ANY(%s))",
                rules.ids,
            )
        )
        return super()._set_aside(rules)

    def action_open_violation(self):
        """Open the violation that the missed duty led to."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.violation",
            "res_id": self.violation_ids[:1].id,
            "view_mode": "form",
        }
