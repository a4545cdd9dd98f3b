import base64
import secrets

from odoo import api, fields, models


class SafetyUnit(models.Model):
    """The code of a unit under which everybody can give a tip; it hangs on notice boards."""

    _inherit = "safety.unit"

    tip_token = fields.Char(copy=False, groups=fields.NO_ACCESS, index="btree_not_null")

    def action_print_tip_posters(self):
        """Return the posters of the units, one a page."""
        self.check_access("read")
        return self.env.ref("street_safety_inspection.report_tip_poster_action").report_action(self)

    def _tip_url(self):
        """Return the address of the page on which a tip about the unit is given."""
        self.ensure_one()
        self.check_access("read")
        unit = self.sudo()
        if not unit.tip_token:
            unit.tip_token = secrets.token_urlsafe(16)
        return f"{self.get_base_url()}/street-safety/tip/at/{unit.tip_token}"

    def _tip_qr(self):
        """Return the code of the page as a data URI."""
        png = self.env["ir.actions.report"].barcode("QR", self._tip_url(), width=420, height=420)
        return f"data:image/png;base64,{base64.b64encode(png).decode()}"

    @api.model
    def _of_tip_token(self, token):
        """Return the unit (as superuser) that the token stands for; empty for any other."""
        return self.sudo().search([("tip_token", "=", token)], limit=1) if token else self.sudo()
