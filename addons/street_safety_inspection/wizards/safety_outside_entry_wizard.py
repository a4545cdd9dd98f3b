from odoo import fields, models


class SafetyOutsideEntryWizard(models.TransientModel):
    """On which day, under which number inspections were entered in the district's system."""

    _name = "safety.outside.entry.wizard"
    _description = "Entry in the district's system"
    _inherit = ["safety.wizard"]

    inspection_ids = fields.Many2many("safety.inspection", string="Inspections", required=True)
    date = fields.Date(string="Entered on", required=True, default=lambda self: self.env.company._safety_today())
    reference = fields.Char(string="Number there", required=True, help="One number for all that are marked.")

    def action_confirm(self):
        """Note the entry of each inspection."""
        self.ensure_one()
        self.inspection_ids._enter_outside(self.date, self.reference)
        return {"type": "ir.actions.act_window_close"}
