from odoo import fields, models


class ResUsers(models.Model):
    """Who may enforce: the number of the enforcement certificate, and until when it is valid."""

    _inherit = "res.users"

    safety_enforcement_number = fields.Char(string="Enforcement certificate", copy=False)
    safety_enforcement_until = fields.Date(
        string="Certificate valid until", copy=False, help="Empty: without an end. It is valid on this day, too."
    )

    def _safety_certified_on(self, day):
        """Return those of the users who hold a valid enforcement certificate on ``day`` (a date)."""
        return self.sudo().filtered(
            lambda user: (
                user.safety_enforcement_number
                and (not user.safety_enforcement_until or user.safety_enforcement_until >= day)
            )
        )
