from odoo import fields, models


class SafetySupervisionReplyWizard(models.TransientModel):
    """What a unit answers to a finding: what was put right, with photos."""

    _name = "safety.supervision.reply.wizard"
    _description = "Answer to a supervision"
    _inherit = ["safety.wizard"]

    line_id = fields.Many2one("safety.supervision.line", string="Finding", required=True, readonly=True)
    found = fields.Text(related="line_id.found")
    deadline = fields.Date(related="line_id.deadline")
    return_reason = fields.Char(related="line_id.return_reason")
    text = fields.Text(string="What was put right", required=True)
    photo_ids = fields.Many2many("ir.attachment", string="Photos")

    def action_confirm(self):
        """Hand in the answer."""
        self.ensure_one()
        own = self.photo_ids.sudo().filtered(lambda photo: photo.create_uid == self.env.user)
        self.line_id._reply(self.text, [{"name": one.name, "raw": one.raw or b""} for one in own])
        return {"type": "ir.actions.act_window_close"}
