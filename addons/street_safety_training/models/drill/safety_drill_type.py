from odoo import fields, models


class SafetyDrillType(models.Model):
    """A sort of drill as data: what its log must show before it counts (BF-1.1.4e)."""

    _name = "safety.drill.type"
    _description = "Drill type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short stable name used by duty rules, e.g. turn_out.")
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    needs_photo = fields.Boolean(string="Photo required", default=True)
    needs_times = fields.Boolean(
        string="Alarm and arrival required", help="A turn-out drill is about minutes: both times are written down."
    )
    needs_enterprises = fields.Boolean(string="Enterprises required", help="It must name the enterprises taking part.")
    minutes_allowed = fields.Integer(
        string="Arrival within (minutes)", help="Longer is marked on the drill. 0: no figure is set."
    )
    scenario = fields.Html(translate=True, help="Proposed for each new drill of this type.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This drill type code is taken.")
    _minutes_positive = models.Constraint("CHECK(minutes_allowed >= 0)", "Minutes cannot be negative.")

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%s (copy)", kind.name), code=f"{kind.code}_copy")
            for kind, vals in zip(self, super().copy_data(default), strict=True)
        ]
