from odoo import api, models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    """The text that a package's hash was taken of stays as it was signed, whoever asks."""

    _inherit = "ir.attachment"

    def write(self, vals):
        self._check_not_signed_text()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed_text(self):
        self._check_not_signed_text()

    def _check_not_signed_text(self):
        texts = self.sudo().filtered(lambda file: file.res_model == "safety.package")
        if not texts:
            return
        package = self.env["safety.package"].sudo().search([("file_id", "in", texts.ids)], limit=1)
        if package:
            raise UserError(
                self.env._(
                    "“%s” is the signed text of a package and cannot be changed or deleted.", package.file_id.name
                )
            )
