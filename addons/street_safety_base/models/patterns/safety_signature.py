import base64
import binascii
import io

from PIL import Image

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SafetySignature(models.Model):
    """One person's signature on one record: who, in which seat, when, on which content. Never changed or deleted."""

    _name = "safety.signature"
    _description = "Signature"
    _inherit = ["safety.scope.mixin"]
    _order = "signed_at, id"

    res_model = fields.Char(string="Document model", required=True, readonly=True, index=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True, index=True
    )
    purpose = fields.Char(required=True, readonly=True, help="What was signed for, e.g. issue, acceptance.")
    purpose_label = fields.Char(string="Signed for", compute="_compute_purpose_label")
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    signer_name = fields.Char(string="Signed by", required=True, readonly=True)
    appointment_id = fields.Many2one("safety.appointment", string="Seat", readonly=True, ondelete="restrict")
    image = fields.Binary(string="Drawn signature", required=True, readonly=True, attachment=True)
    signed_at = fields.Datetime(string="Signed on", required=True, readonly=True)
    content_hash = fields.Char(string="Content hash (SHA-256)", required=True, readonly=True)

    _signer_uniq = models.UniqueIndex(
        "(res_model, res_id, purpose, user_id, content_hash) WHERE user_id IS NOT NULL",
        "This person has already signed.",
    )

    @api.model
    def _purpose_labels(self):
        """Return {purpose: what a person reads}; a purpose that is not here is shown as it is."""
        return {
            "accept": self.env._("Acceptance"),
            "archive": self.env._("Filing the minutes"),
            "done": self.env._("The inspection"),
            "hand_in": self.env._("Handing in the package"),
            "issue": self.env._("Issuing"),
            "list": self.env._("Listing for supervision"),
            "receipt": self.env._("Receipt"),
            "representative": self.env._("Representative on site"),
            "sign": self.env._("The report form"),
            "submit": self.env._("Handing in the rectification"),
        }

    @api.depends("purpose")
    @api.depends_context("lang")
    def _compute_purpose_label(self):
        labels = self._purpose_labels()
        for signature in self:
            signature.purpose_label = labels.get(signature.purpose, signature.purpose)

    @api.depends("signer_name", "appointment_id")
    def _compute_display_name(self):
        for signature in self:
            post = signature.sudo().appointment_id.post_id.name  # who reads the document reads who signed it
            signature.display_name = f"{signature.signer_name} ({post})" if post else signature.signer_name

    @api.constrains("image")
    def _check_image(self):
        for signature in self:
            self._check_drawn(signature.with_context(bin_size=False).image)

    @api.model
    def _check_drawn(self, image):
        """Refuse what is not a picture, and a blank one: an empty pad is not a signature."""
        try:
            picture = Image.open(io.BytesIO(base64.b64decode(image or b""))).convert("RGBA")
        except (OSError, ValueError, binascii.Error) as error:
            raise ValidationError(self.env._("The signature is not a picture. Please sign again.")) from error
        canvas = Image.new("RGBA", picture.size, "white")
        canvas.alpha_composite(picture)
        darkest, brightest = canvas.convert("L").getextrema()
        if brightest - darkest < 32:
            raise ValidationError(self.env._("The signature is empty. Please sign in the box."))

    def write(self, vals):
        if self:
            raise UserError(self.env._("A signature cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A signature cannot be deleted."))


class SafetySignatureRule(models.Model):
    """How many distinct people of which posts must sign before a step, as data."""

    _name = "safety.signature.rule"
    _description = "Signature requirement"
    _order = "model_id, purpose, id"

    model_id = fields.Many2one("ir.model", string="Document kind", required=True, ondelete="cascade")
    model = fields.Char(related="model_id.model", store=True, index=True)
    purpose = fields.Char(string="Step", required=True, help="The code of the step that needs signatures, e.g. issue.")
    purpose_label = fields.Char(string="Signed for", compute="_compute_purpose_label")
    post_ids = fields.Many2many("safety.post", string="Posts", help="Empty: any post.")
    signers = fields.Integer(string="Distinct signers", default=1, required=True)
    company_id = fields.Many2one("res.company", string="Street", help="Empty: every street.")
    active = fields.Boolean(default=True)

    _signers_positive = models.Constraint("CHECK(signers > 0)", "At least one signer is needed.")

    @api.depends("purpose")
    @api.depends_context("lang")
    def _compute_purpose_label(self):
        labels = self.env["safety.signature"]._purpose_labels()
        for rule in self:
            rule.purpose_label = labels.get(rule.purpose, rule.purpose)

    @api.depends("model_id", "purpose", "signers")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.model_id.name} / {rule.purpose_label} × {rule.signers}"
