from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _safety_streets(self):
        """Return the companies that are streets: those with a unit at the top of a tree."""
        tops = self.env["safety.unit"].sudo()._read_group([("parent_id", "=", False)], ["company_id"])
        return self.sudo().union(*(company for (company,) in tops))
