from odoo import models


class SafetyDuty(models.Model):
    """The monthly joint action begins with those who were reported in the field of the committee (XT-2.3a)."""

    _inherit = "safety.duty"

    def _do_action(self, target=None, unit=None):
        action = super()._do_action(target, unit)
        context = action.get("context")
        if self.kind_id.sudo().model != "safety.enforcement" or not isinstance(context, dict) or action.get("res_id"):
            return action
        day = min(self.company_id._safety_today(), self.window_end)
        planned = self.env["safety.enforcement"].new({"unit_id": (unit or self.unit_id).id, "date": day})
        targets = [
            (0, 0, {name: value for name, value in vals.items() if name != "enforcement_id"})
            for vals in planned._target_values()
        ]
        name = self.rule_id.sudo().name
        return {**action, "context": {**context, "default_name": name, "default_line_ids": targets}}
