from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SafetyFacilityCheck(models.Model):
    """Somebody looked at a facility: on which day, in which condition. Kept as it was written."""

    _name = "safety.facility.check"
    _description = "Check of a facility"
    _inherit = ["safety.photos"]
    _order = "date desc, id desc"
    _rec_name = "facility_id"
    _photo_fields = ("photo_ids",)

    facility_id = fields.Many2one("safety.facility", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="facility_id.unit_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="facility_id.company_id", store=True, precompute=True)
    enterprise_id = fields.Many2one(related="facility_id.enterprise_id", store=True, precompute=True)
    type_id = fields.Many2one(related="facility_id.type_id", store=True, precompute=True)
    date = fields.Date(required=True, index=True, default=lambda self: self.env.company._safety_today())
    user_id = fields.Many2one(
        "res.users", string="Checked by", required=True, readonly=True, default=lambda self: self.env.user
    )
    condition = fields.Selection(
        [("good", "Good"), ("worn", "Worn, usable"), ("broken", "Not usable"), ("gone", "Gone")], required=True
    )
    note = fields.Char(help="What is wrong, what was done: refilled, replaced, cleaned.")
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True)

    @api.constrains("date", "facility_id")
    def _check_date(self):
        for check in self:
            facility = check.facility_id
            if not facility.installed_on <= check.date <= facility.company_id._safety_today():
                raise ValidationError(
                    self.env._("The check of “%s” lies before it was there, or in the future.", facility.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create([{**vals, "user_id": self.env.uid} for vals in vals_list])
        for check in checks:
            if check.type_id.needs_photo and check.condition in ("broken", "gone") and not check.photo_ids:
                raise UserError(self.env._("Take a photo of what is wrong with “%s”.", check.facility_id.name))
        self._tell_facilities(checks.facility_id)
        self.env["safety.duty"]._prove(checks)
        return checks

    @api.model
    def _tell_facilities(self, facilities):
        """Let the last check of each facility say its condition: an older one entered later changes nothing."""
        found = self.sudo().search_fetch([("facility_id", "in", facilities.ids)], order="date, id")
        last = {check.facility_id: check for check in found}
        for facility, check in last.items():
            facility._write_checked({"condition": check.condition, "last_check_date": check.date})

    def action_save(self):
        """Close the dialog: the check is saved."""
        return {"type": "ir.actions.act_window_close"}
