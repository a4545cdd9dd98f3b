from odoo import api, fields, models


class SafetyListingAcceptWizard(models.TransientModel):
    """The acceptance by the body that listed the hazard: who, when, by which document (XY-2.5g)."""

    _name = "safety.listing.accept.wizard"
    _description = "Acceptance by superiors"
    _inherit = ["safety.wizard"]

    listing_id = fields.Many2one("safety.listing", required=True, readonly=True)
    body = fields.Char(string="Accepted by", required=True)
    date = fields.Date(string="Accepted on", required=True, default=lambda self: self.env.company._safety_today())
    reference = fields.Char(string="Acceptance document", required=True, help="Its number, or how it can be found.")

    @api.model
    def _open_for(self, listing):
        """Return the action that opens the dialog for ``listing``."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Acceptance by superiors"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_listing_id": listing.id, "default_body": listing.authority_name},
        }

    def action_confirm(self):
        """Note the acceptance; the street closes the hazard afterwards."""
        self.ensure_one()
        self.listing_id._accept_superior(self.body, self.date, self.reference)
        return {"type": "ir.actions.act_window_close"}
