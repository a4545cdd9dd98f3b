from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class SafetyHandoverWizard(models.TransientModel):
    """Hand seats over: the holder's last day, who comes after, and the open work on paper."""

    _name = "safety.handover.wizard"
    _description = "Hand over"

    appointment_ids = fields.Many2many("safety.appointment", string="Seats handed over", required=True)
    also_held = fields.Char(
        string="Also holds",
        compute="_compute_also_held",
        help="Other seats of the same people; add them if they go along.",
    )
    mode = fields.Selection(
        [("end", "The holder leaves"), ("deputise", "The holder stays, somebody stands in")],
        string="What happens",
        default="end",
        required=True,
    )
    date = fields.Date(
        string="Last day of the holder",
        default=lambda self: self.env.company._safety_today(),
        help="The successor begins on the next day. Yesterday's facts stay with who held the seat yesterday.",
    )
    successor_id = fields.Many2one("res.users", help="Empty: the seats are vacant from the next day.")
    date_start = fields.Date(string="Stands in from", default=lambda self: self.env.company._safety_today())
    is_acting = fields.Boolean(string="Acting", help="The successor holds the seat for a time.")
    date_end = fields.Date(string="Until", help="Last day of the successor. Empty: open.")

    @api.depends("appointment_ids")
    def _compute_also_held(self):
        for wizard in self:
            chosen = wizard.appointment_ids._origin
            held = chosen.search([("user_id", "in", chosen.user_id.ids), ("is_current", "=", True)])
            wizard.also_held = format_list(self.env, (held - chosen).mapped("display_name"))

    @api.onchange("mode")
    def _onchange_mode(self):
        self.is_acting = self.mode == "deputise"

    def action_confirm(self):
        """Hand the seats over, then print the hand-over report. Needs the right to change the appointments."""
        self.ensure_one()
        seats = self.appointment_ids
        seats.check_access("write")
        seats._safety_check_level("approve")
        if self.mode == "deputise":
            self._check_deputy()
            seats._appoint_besides(
                self.successor_id, date_start=self.date_start, date_end=self.date_end, is_acting=True
            )
        else:
            self._check_leaving()
            seats._hand_over(self.date, self.successor_id, is_acting=self.is_acting, date_end=self.date_end)
        report = self.env.ref("street_safety_base.report_handover_action")
        return {**report.report_action(seats, config=False), "close_on_report_download": True}

    def _check_deputy(self):
        if not (self.successor_id and self.date_start):
            raise UserError(self.env._("Fill in who stands in, and from when."))

    def _check_leaving(self):
        if not self.date:
            raise UserError(self.env._("Fill in “Last day of the holder”."))
        for seat in self.appointment_ids:
            if seat.date_start > self.date or (seat.date_end and seat.date_end < self.date):
                raise UserError(
                    self.env._(
                        "%(seat)s is not held on %(date)s. Choose a day in that appointment, or leave the seat out.",
                        seat=seat.display_name,
                        date=fields.Date.to_string(self.date),
                    )
                )
