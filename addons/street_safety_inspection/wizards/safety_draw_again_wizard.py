from odoo import fields, models


class SafetyDrawAgainWizard(models.TransientModel):
    """Why others are drawn, and how many: the re-draw is appended to the draw, which stays as it is."""

    _name = "safety.draw.again.wizard"
    _description = "Draw again"
    _inherit = ["safety.wizard"]

    draw_id = fields.Many2one("safety.draw", required=True, readonly=True)
    number = fields.Integer(string="How many more", required=True, default=1, help="Of each group.")
    reason = fields.Char(required=True, help="It stands on the proof of both draws.")

    def action_confirm(self):
        """Open the re-draw as a draft."""
        self.ensure_one()
        draft = self.draw_id._redraw(self.reason, self.number)
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.draw",
            "res_id": draft.id,
            "view_mode": "form",
        }
