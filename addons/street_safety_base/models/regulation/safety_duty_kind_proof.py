from odoo import fields, models


class SafetyDutyKind(models.Model):
    """Evidence that is its own cause, and who did it."""

    _inherit = "safety.duty.kind"

    person_field_id = fields.Many2one(
        "ir.model.fields",
        string="Person field",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('relation', '=', 'res.users'), ('store', '=', True)]",
        help="Who did it: asked by rules that want the holder of the seat in person. Empty: who is named or wrote it.",
    )

    def _cause_model(self):
        """Return the model of the records that the evidence points to; its own when it proves itself (field id)."""
        field = self.sudo().cause_field_id
        return self.sudo().model if field.name == "id" else field.relation or False

    def _person_field(self):
        """Return the name of the field that says who did the work, or False."""
        kind = self.sudo()
        names = (kind.person_field_id.name, "inspector_ids", "user_id")
        return next((name for name in names if name and kind.model and name in self.env[kind.model]._fields), False)
