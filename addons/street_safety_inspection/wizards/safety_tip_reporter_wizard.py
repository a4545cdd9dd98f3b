from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetyTipReporterWizard(models.TransientModel):
    """Who gave a tip, for the named posts: with a reason, and noted. The dialog stores nothing of it."""

    _name = "safety.tip.reporter.wizard"
    _description = "See who gave a tip"
    _inherit = ["safety.wizard"]

    tip_id = fields.Many2one("safety.tip", required=True, readonly=True)
    reason = fields.Char(help="Why you have to know. It is noted with your name.")
    is_shown = fields.Boolean(readonly=True)
    name = fields.Char(string="Name of the person", compute="_compute_reporter")
    phone = fields.Char(string="Telephone", compute="_compute_reporter")

    @api.depends("is_shown", "tip_id")
    def _compute_reporter(self):
        reporters = self.env["safety.tip.reporter"].sudo()
        for wizard in self:
            found = reporters
            if wizard.is_shown:
                wizard.tip_id._check_reporter_reader()
                found = reporters.search([("tip_id", "=", wizard.tip_id.id)])
            wizard.name, wizard.phone = found.name, found.phone

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, "is_shown": False} for vals in vals_list])

    def write(self, vals):
        if vals.get("is_shown") and not self.env.su:
            raise UserError(self.env._("Say why, and press “Show”."))
        return super().write(vals)

    def action_show(self):
        """Show it, and note who looked and why."""
        self.ensure_one()
        self.tip_id._check_reporter_reader()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why you have to know who gave it: it is noted."))
        words = self.env._(
            "%(user)s looked at who gave the tip: %(reason)s", user=self.env.user.name, reason=self.reason
        )
        self.tip_id.sudo().message_post(body=words)
        self.sudo().is_shown = True
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who gave it"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
