from odoo import models


class SafetyDuty(models.Model):
    """A duty that its causing record proves itself: the next step is that record."""

    _inherit = "safety.duty"

    def _do_action(self, target=None, unit=None):
        kind = self.kind_id.sudo()
        if not self.cause_res_id or kind.cause_field_id.name != "id":
            return super()._do_action(target, unit)
        return {
            "type": "ir.actions.act_window",
            "res_model": kind.model,
            "res_id": self.cause_res_id,
            "name": kind.name,
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "current",
        }
