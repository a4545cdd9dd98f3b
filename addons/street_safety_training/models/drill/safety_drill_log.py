from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyDrillLog(models.Model):
    """What happened at which moment of a drill."""

    _name = "safety.drill.log"
    _description = "Log entry of a drill"
    _inherit = ["safety.frozen.line"]
    _order = "moment, id"
    _frozen_parent = "drill_id"

    drill_id = fields.Many2one("safety.drill", required=True, index=True, ondelete="cascade")
    moment = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    name = fields.Char(string="What happened", required=True)

    @api.constrains("moment", "drill_id")
    def _check_moment(self):
        for entry in self:
            drill = entry.drill_id
            if (entry.moment.date() - drill.date_start.date()).days not in (-1, 0, 1):
                raise ValidationError(
                    self.env._("“%(entry)s” lies on another day than “%(drill)s”.", entry=entry.name, drill=drill.name)
                )
