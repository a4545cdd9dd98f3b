from odoo import fields, models
from odoo.exceptions import UserError


class SafetyHazardMergeWizard(models.TransientModel):
    """Which of several reports of one thing stays."""

    _name = "safety.hazard.merge.wizard"
    _description = "Merge hazards"
    _inherit = ["safety.wizard"]

    hazard_ids = fields.Many2many("safety.hazard", string="The same thing", readonly=True)
    hazard_id = fields.Many2one(
        "safety.hazard", string="This one stays", required=True, domain="[('id', 'in', hazard_ids)]"
    )

    def action_merge(self):
        """Void the others; they point to the one that stays."""
        self.ensure_one()
        if self.hazard_id not in self.hazard_ids:
            raise UserError(self.env._("Choose one of the selected hazards."))
        self.hazard_ids._merge_into(self.hazard_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.hazard",
            "res_id": self.hazard_id.id,
            "view_mode": "form",
        }
