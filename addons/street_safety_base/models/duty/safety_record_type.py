from odoo import fields, models


class SafetyRecordType(models.Model):
    """A kind of generic work record, as data: what must be filled in before it counts as proof."""

    _name = "safety.record.type"
    _description = "Work record type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    needs_photo = fields.Boolean(string="Photo required")
    needs_participants = fields.Boolean(string="Participants required")
    needs_targets = fields.Boolean(string="Enterprises required")
    note = fields.Text(string="What to write", translate=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This record type code is taken.")

    def _to_file(self):
        """Return the type as the keys of a regulation's exchange file."""
        self.ensure_one()
        flags = ("needs_photo", "needs_participants", "needs_targets")
        return {
            "code": self.code,
            "name": self.name,
            **{name: True for name in flags if self[name]},
            **({"note": self.note} if self.note else {}),
        }
