from odoo import api, fields, models


class SafetyPenalty(models.Model):
    """What is published of a penalty (XT-6.4a)."""

    _inherit = "safety.penalty"

    masked_name = fields.Char(string="Person (masked)", compute="_compute_public")
    public_name = fields.Char(string="Person as published", compute="_compute_public")
    reason = fields.Char(compute="_compute_public", help="What was not done, as published.")

    @api.depends("user_id", "violation_id", "company_id.safety_mask_names")
    def _compute_public(self):
        for penalty in self:
            name = penalty.sudo().user_id.name or ""
            penalty.masked_name = name[:1] + "＊" * (len(name) - 1)
            penalty.public_name = penalty.masked_name if penalty.company_id.safety_mask_names else name
            title = penalty.sudo().violation_id.title
            penalty.reason = self.env._("Given back: %s", title) if penalty.refund_of_id else title
