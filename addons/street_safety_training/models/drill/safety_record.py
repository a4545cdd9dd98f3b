from odoo import api, fields, models


class SafetyRecord(models.Model):
    """A task may follow from a drill: what has to become better, by whom and by when."""

    _inherit = "safety.record"

    drill_id = fields.Many2one(
        "safety.drill", string="Follows from the drill", index="btree_not_null", ondelete="restrict", copy=False
    )

    @api.model
    def _check_links(self, vals_list):
        result = super()._check_links(vals_list)
        drills = self.env["safety.drill"].browse({vals["drill_id"] for vals in vals_list if vals.get("drill_id")})
        if drills:
            # A task changes the figures of its drill, and a link tells its name.
            self.env["safety.access"]._check(drills.sudo().unit_id, "act")
        return result
