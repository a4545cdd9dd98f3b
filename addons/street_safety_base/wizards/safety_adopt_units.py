from odoo import api, fields, models


class SafetyAdoptLine(models.TransientModel):
    """Units that a regulation names itself: which of ours each of them is."""

    _inherit = "safety.adopt.line"

    type = fields.Selection(selection_add=[("units", "Unit")], ondelete={"units": "cascade"})
    our_unit_id = fields.Many2one("safety.unit", string="Our unit", domain="[('company_id', '=', current_company_id)]")

    @api.depends("our_unit_id")
    def _compute_gap(self):
        return super()._compute_gap()

    def _ours(self):
        return self.our_unit_id if self.type == "units" else super()._ours()
