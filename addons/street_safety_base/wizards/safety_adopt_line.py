from odoo import fields, models


class SafetyAdoptLine(models.TransientModel):
    """A unit type or post of the regulation, and which of ours it is."""

    _name = "safety.adopt.line"
    _description = "Mapping of a regulation"
    _order = "type, id"

    wizard_id = fields.Many2one("safety.adopt.wizard", required=True, index=True, ondelete="cascade")
    type = fields.Selection([("unit_types", "Unit type"), ("posts", "Post")], required=True, readonly=True)
    code = fields.Char(readonly=True)
    name = fields.Char(string="In the regulation", readonly=True)
    rule_count = fields.Integer(string="Rules", readonly=True)
    unit_type_id = fields.Many2one("safety.unit.type", string="Our unit type")
    post_id = fields.Many2one("safety.post", string="Our post")

    def _ours(self):
        return self.unit_type_id if self.type == "unit_types" else self.post_id
