from odoo import api, models


class SafetyPackageKind(models.Model):
    """A regulation's file may have brought the kind before this addon ships what it is made of."""

    _inherit = "safety.package.kind"

    @api.model
    def _claim_code(self, code, name):
        """Let the kind with ``code`` that is there already be the one this addon knows as ``name``. At install."""
        known = self.with_context(active_test=False).search([("code", "=", code)])
        module = "street_safety_accountability"
        if known and not self.env.ref(f"{module}.{name}", raise_if_not_found=False):
            self.env["ir.model.data"].create(
                {"module": module, "name": name, "model": self._name, "res_id": known.id, "noupdate": True}
            )
