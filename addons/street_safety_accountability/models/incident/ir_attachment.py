from odoo import api, models
from odoo.exceptions import UserError

#: What a sealed file may still have written: where it hangs is for the photos of a record that is saved later.
HARMLESS = {"access_token", "description"}


class IrAttachment(models.Model):
    """A sealed file of an accident stays what it was, whoever asks."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if not HARMLESS.issuperset(vals):
            self._check_not_sealed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        self._check_not_sealed()

    def _check_not_sealed(self):
        models_of_accidents = ("safety.incident", "safety.incident.log", "safety.incident.point")
        files = self.sudo().filtered(lambda file: file.res_model in models_of_accidents)
        if not files:
            return
        sealed = self.env["safety.incident"].sudo().search([("sealed_on", "!=", False)])
        ids = {row["id"] for incident in sealed for row in incident.sealed_files or ()}
        if caught := files.filtered(lambda file: file.id in ids):
            raise UserError(
                self.env._("“%s” is a sealed file of an accident: it cannot be changed or deleted.", caught[0].name)
            )
