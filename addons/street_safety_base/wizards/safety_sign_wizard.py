from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetySignWizard(models.TransientModel):
    """Sign a record on the screen, and take the step that the signature was for."""

    _name = "safety.sign.wizard"
    _description = "Sign"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    document_name = fields.Char(string="Document", compute="_compute_document_name")
    purpose = fields.Char(required=True, readonly=True)
    step = fields.Char(readonly=True, help="Workflow step taken once signed.")
    outside = fields.Boolean(string="Signed by an outside person", readonly=True)
    signer_name = fields.Char(string="Name of the signer")
    image = fields.Binary(string="Signature", attachment=False)

    @api.depends("res_model", "res_id")
    def _compute_document_name(self):
        for wizard in self:
            wizard.document_name = wizard._document().display_name

    def _document(self):
        """Return the record to sign; refuse models that are not signed ones and records out of sight."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        if model is None or not hasattr(model, "_signature_content") or model._abstract:
            raise UserError(self.env._("This kind of record is not signed."))
        document = model.browse(self.res_id).exists()
        document.check_access("read")
        return document

    def action_sign(self):
        """Store the signature, then take the step."""
        document = self._document()
        if not self.image:
            raise UserError(self.env._("Please sign in the box."))
        if self.outside and not self.signer_name:
            raise UserError(self.env._("Fill in “Name of the signer”."))
        document._sign(self.purpose, self.image, signer_name=self.outside and self.signer_name)
        if self.step:
            document._workflow_do(self.step)
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _open_for(self, record, purpose, step=None, outside=False):
        """Return the action that opens the dialog for ``record``."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": record._name,
                "default_res_id": record.id,
                "default_purpose": purpose,
                "default_step": step,
                "default_outside": outside,
            },
        }
