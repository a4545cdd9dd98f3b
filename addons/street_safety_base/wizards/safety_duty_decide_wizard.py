from odoo import fields, models
from odoo.exceptions import UserError


class SafetyDutyDecideWizard(models.TransientModel):
    """Waive duties, hand them to somebody else, or open again what is over; with the reason."""

    _name = "safety.duty.decide.wizard"
    _description = "Waive or hand over"

    duty_ids = fields.Many2many("safety.duty", string="Duties", required=True)
    type = fields.Selection(
        [("waive", "Waive"), ("hand_over", "Hand over")], string="What", default="waive", required=True
    )
    is_review = fields.Boolean(readonly=True, help="The duties are over: they are opened again.")
    user_id = fields.Many2one("res.users", string="To whom", domain="[('safety_appointment_ids', '!=', False)]")
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Decide for every chosen duty; the user's seats must approve for each unit."""
        self.ensure_one()
        if self.is_review:
            self.duty_ids._decide("review", self.reason)
            return {"type": "ir.actions.act_window_close"}
        if self.type == "hand_over" and not self.user_id:
            raise UserError(self.env._("Choose to whom the duty is handed."))
        self.duty_ids._decide(self.type, self.reason, self.user_id if self.type == "hand_over" else None)
        return {"type": "ir.actions.act_window_close"}
