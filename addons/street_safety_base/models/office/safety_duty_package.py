from datetime import timedelta

from odoo import models


class SafetyDuty(models.Model):
    """A duty that a package proves leads to the package of its period, which the night has drafted."""

    _inherit = "safety.duty"

    def _do_action(self, target=None, unit=None):
        """Open the last version of the package; a new one of the right kind and period, where there is none."""
        action = super()._do_action(target, unit)
        rule = self.rule_id.sudo()
        code = rule._code_asked("safety.package", "kind_id.code")
        kind = code and self.env["safety.package.kind"].search([("code", "=", code)], limit=1)
        if not kind:
            return action
        packages = self.env["safety.package"]
        day = self.period_start - timedelta(days=1) if rule.reports_on == "previous" else self.period_start
        values = {
            "kind_id": kind.id,
            "unit_id": self.unit_id.id,
            "period_start": packages._period_of(kind, day),
        }
        if known := packages.search(
            [(name, "=", value) for name, value in values.items()], order="version desc", limit=1
        ):
            return {**action, "res_id": known.id}
        return {**action, "context": action["context"] | {f"default_{name}": value for name, value in values.items()}}
