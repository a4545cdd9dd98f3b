from odoo import fields, models


class SafetyDrawWizard(models.TransientModel):
    """The moment of the draw: the word of a witness, said when the pool is sealed already."""

    _name = "safety.draw.wizard"
    _description = "Draw with a witness"
    _inherit = ["safety.wizard"]

    draw_id = fields.Many2one("safety.draw", required=True, readonly=True)
    witness_id = fields.Many2one("res.users", required=True)
    word = fields.Char(
        string="What the witness says",
        required=True,
        help="Anything nobody knew before: the figures of some dice, a closing price. It decides together with the "
        "sealed secret.",
    )

    def action_draw(self):
        """Draw, and show what was drawn."""
        self.ensure_one()
        self.draw_id._draw(self.word, self.witness_id)
        return {"type": "ir.actions.act_window_close"}
