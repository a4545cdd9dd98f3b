from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..enterprise.safety_enterprise import LIMITS

# What an enterprise may correct in its own file.
PROPOSABLE = (
    "phone",
    "principal_name",
    "safety_manager_name",
    "safety_manager_phone",
    "headcount",
    "address",
    "business_scope",
)


class SafetyCorrectionLine(models.Model):
    """One field of the file: what stood there, and what the enterprise says it should be."""

    _name = "safety.correction.line"
    _description = "Line of a correction"
    _inherit = ["safety.frozen.line"]
    _frozen_parent = "correction_id"
    _order = "correction_id, id"
    _rec_name = "field"

    correction_id = fields.Many2one("safety.correction", required=True, index=True, ondelete="cascade")
    field = fields.Selection(lambda self: self._selection_field(), string="Changed field", required=True, readonly=True)
    old_value = fields.Text(string="Stood in the file", readonly=True)
    new_value = fields.Text(string="Proposed value", readonly=True)
    current_value = fields.Text(string="In the file now", compute="_compute_current_value")
    is_stale = fields.Boolean(string="Changed since", compute="_compute_current_value")
    apply = fields.Boolean(string="Take over", default=True)

    _field_uniq = models.Constraint("UNIQUE(correction_id, field)", "A field is corrected once in a proposal.")

    @api.model
    def _selection_field(self):
        known = self.env["safety.enterprise"]._fields
        return [(name, known[name]._description_string(self.env)) for name in PROPOSABLE]

    @api.depends(
        "field", "old_value", "correction_id.frozen_at", *(f"correction_id.enterprise_id.{name}" for name in PROPOSABLE)
    )
    def _compute_current_value(self):
        for line in self:
            if line.correction_id.frozen_at or not line.field:
                line.current_value, line.is_stale = False, False
                continue
            line.current_value = self._text(line.correction_id.enterprise_id[line.field])
            line.is_stale = (line.current_value or "") != (line.old_value or "")

    def write(self, vals):
        if not self.env.su and vals.keys() - {"apply"}:
            raise AccessError(self.env._("What the enterprise proposed is accepted or rejected, not rewritten."))
        return super().write(vals)

    @api.model
    def _text(self, value):
        """Return how a stored ``value`` is shown and compared: text, False when empty."""
        return str(value).strip() if value else False

    def _stored_value(self):
        """Return the new value as the enterprise stores it."""
        self.ensure_one()
        if self.env["safety.enterprise"]._fields[self.field].type == "integer":
            return int(self.new_value or 0)
        return self.new_value or False

    @api.model
    def _checked_text(self, name, text):
        """Return the proposed ``text`` of field ``name`` as text, or False; raise UserError naming the field."""
        field = self.env["safety.enterprise"]._fields[name]
        label, text = field._description_string(self.env), (text or "").strip()
        limit = LIMITS.get(name, 100)
        if len(text) > limit:
            raise UserError(
                self.env._("%(field)s is too long: %(limit)s characters at most.", field=label, limit=limit)
            )
        if field.type == "integer" and text:
            if not text.isdecimal() or len(text) > 6:
                raise UserError(self.env._("%s must be a number, for example 12.", label))
            text = str(int(text))
        return False if not text or text == "0" else text
