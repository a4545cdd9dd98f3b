from odoo import api, fields, models


class SafetyDutySwapWizard(models.TransientModel):
    """Exchange two turns of a rotation or roster, with the reason."""

    _name = "safety.duty.swap.wizard"
    _description = "Swap turns"
    _inherit = ["safety.wizard"]

    duty_id = fields.Many2one("safety.duty", string="This turn", required=True, readonly=True)
    rule_id = fields.Many2one(related="duty_id.rule_id")
    unit_id = fields.Many2one(related="duty_id.unit_id", string="Unit of the duty")
    other_id = fields.Many2one(
        "safety.duty",
        string="With",
        required=True,
        domain="[('rule_id', '=', rule_id), ('unit_id', '=', unit_id), ('id', '!=', duty_id),"
        " ('state', 'in', ('planned', 'open')), '|', ('turn_unit_id', '!=', False), ('handed_to_id', '!=', False)]",
    )
    reason = fields.Text(required=True)
    preview = fields.Text(string="Afterwards", compute="_compute_preview")

    @api.depends("duty_id", "other_id")
    def _compute_preview(self):
        for wizard in self:
            first, second = wizard.duty_id, wizard.other_id
            wizard.preview = first and second and f"{first._turn_text(second)}\n{second._turn_text(first)}"

    def action_confirm(self):
        """Swap; the user's seats must approve for both units."""
        self.ensure_one()
        self.duty_id._swap(self.other_id, self.reason)
        return {"type": "ir.actions.act_window_close"}
