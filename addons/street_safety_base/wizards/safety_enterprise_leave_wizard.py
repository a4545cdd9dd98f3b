from odoo import fields, models


class SafetyEnterpriseLeaveWizard(models.TransientModel):
    """Take enterprises off the roll, with the day and the reason."""

    _name = "safety.enterprise.leave.wizard"
    _description = "Take enterprises off the roll"
    _inherit = ["safety.wizard"]

    enterprise_ids = fields.Many2many("safety.enterprise", string="Enterprises", required=True)
    date_left = fields.Date(string="Left on", required=True, default=lambda self: self.env.company._safety_today())
    leave_reason = fields.Char(string="Reason for leaving", required=True)

    def action_confirm(self):
        """Write date and reason on the enterprises; their movements follow."""
        self.ensure_one()
        self.enterprise_ids._leave(self.date_left, self.leave_reason)
        return {"type": "ir.actions.act_window_close"}
