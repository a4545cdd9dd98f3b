from odoo import fields, models


class SafetyTransferAnswerWizard(models.TransientModel):
    """What a department answers to a case that was passed on to it."""

    _name = "safety.transfer.answer.wizard"
    _description = "Answer to a transfer"
    _inherit = ["safety.wizard"]

    notice_id = fields.Many2one("safety.notice", string="Letter", required=True, readonly=True)
    result = fields.Selection(
        selection=lambda self: self.env["safety.notice"]._fields["answer_result"]._description_selection(self.env),
        string="What it answers",
        required=True,
    )
    text = fields.Text(string="In its words", required=True)
    reference = fields.Char(string="Document number")
    date = fields.Date(string="Received on", required=True, default=lambda self: self.env.company._safety_today())

    def action_confirm(self):
        """Keep the answer with the letter."""
        self.ensure_one()
        self.notice_id._answer(self.result, self.text, self.reference, self.date)
        return {"type": "ir.actions.act_window_close"}
