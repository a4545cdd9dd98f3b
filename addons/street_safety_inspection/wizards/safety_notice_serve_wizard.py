from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SafetyNoticeServeWizard(models.TransientModel):
    """How a notice reached the enterprise: signed for on the screen, left, posted, or refused before a witness."""

    _name = "safety.notice.serve.wizard"
    _description = "Serve a notice"
    _inherit = ["safety.wizard"]

    notice_id = fields.Many2one("safety.notice", required=True, readonly=True)
    enterprise_name = fields.Char(related="notice_id.enterprise_name")
    date = fields.Date(string="Served on", required=True, default=lambda self: self.env.company._safety_today())
    how = fields.Selection(
        selection=lambda self: self.env["safety.notice"]._fields["served_how"]._description_selection(self.env),
        string="How served",
        required=True,
        default="signed",
    )
    receiver_name = fields.Char(string="Received by", compute="_compute_receiver_name", store=True, readonly=False)
    witness_name = fields.Char(string="Witness")
    image = fields.Binary(string="Signature of the receiver", attachment=False)

    @api.depends("notice_id")
    def _compute_receiver_name(self):
        for wizard in self:
            notice = wizard.notice_id
            wizard.receiver_name = notice.inspection_id.representative_name or notice.principal_name

    def action_serve(self):
        """Check what this way of serving needs, keep signature and facts, and mark the notice served.

        :raises UserError: a name, a signature or a witness is missing
        :raises ValidationError: the date lies before the issue or ahead
        """
        self.ensure_one()
        notice = self.notice_id
        self._check_facts(notice)
        if self.how == "signed":
            notice._sign("receipt", self.image, signer_name=self.receiver_name)
        notice._workflow_do("serve")
        notice.sudo()._workflow_write(
            {
                "served_on": self.date,
                "served_how": self.how,
                "receiver_name": self.receiver_name,
                "witness_name": self.witness_name,
            }
        )
        return {"type": "ir.actions.act_window_close"}

    def _check_facts(self, notice):
        if self.how == "signed" and not (self.receiver_name and self.image):
            raise UserError(self.env._("The receiver's name and signature are missing."))
        if self.how in ("left", "refused") and not self.witness_name:
            raise UserError(self.env._("A notice that nobody signs for is left before a witness: who was it?"))
        if self.date > notice.company_id._safety_today() or (notice.issued_on and self.date < notice.issued_on):
            raise ValidationError(self.env._("A notice is served between its issue and today."))
