from odoo import api, fields, models


class SafetyEnterprise(models.Model):
    """The tips about an enterprise."""

    _inherit = "safety.enterprise"

    tip_ids = fields.One2many("safety.tip", "enterprise_id", string="Tips", readonly=True)

    @api.model
    def _of_tip_token(self, token):
        """Return, for everybody, the enterprise that the plate stands for: its code is the code for tips too."""
        return self._of_plate(token) if token else self.sudo()
