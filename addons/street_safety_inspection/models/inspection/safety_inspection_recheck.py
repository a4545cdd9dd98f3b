from odoo import fields, models
from odoo.exceptions import UserError


class SafetyInspectionRecheck(models.Model):
    """One hazard of the notice, looked at again: fixed or not (XT-2.2d)."""

    _name = "safety.inspection.recheck"
    _description = "Re-inspected hazard"
    _inherit = ["safety.frozen.line", "safety.photos"]
    _frozen_parent = "inspection_id"
    _photo_fields = ("photo_ids",)
    _order = "inspection_id, id"
    _rec_name = "hazard_id"

    inspection_id = fields.Many2one(
        "safety.inspection", string="Re-inspection", required=True, index=True, ondelete="cascade"
    )
    hazard_id = fields.Many2one("safety.hazard", required=True, index=True, ondelete="restrict")
    name = fields.Char(related="hazard_id.name", string="Problem")
    measure = fields.Text(related="hazard_id.measure", string="Measure asked for")
    severity = fields.Selection(related="hazard_id.severity", string="Severity")
    deadline = fields.Date(related="hazard_id.deadline", string="Deadline")
    date = fields.Date(related="inspection_id.date", string="Re-inspected on")
    state = fields.Selection(related="inspection_id.state", string="Re-inspection status")
    result = fields.Selection([("fixed", "Fixed"), ("not_fixed", "Not fixed")])
    note = fields.Char(string="What was seen")
    photo_ids = fields.Many2many(
        "ir.attachment", "safety_inspection_recheck_photo_rel", string="Photos", bypass_search_access=True, copy=False
    )

    _hazard_uniq = models.Constraint(
        "UNIQUE(inspection_id, hazard_id)", "A hazard is looked at once in a re-inspection."
    )

    def _check_results(self):
        """Raise UserError for a result that lacks its proof."""
        for line in self:
            hazard = line.hazard_id.sudo()
            needs_photo = line.inspection_id.company_id.safety_rectification_photo
            if line.result == "fixed" and needs_photo and not (line.photo_ids or hazard.after_photo_ids):
                raise UserError(self.env._("“%s” is said to be fixed: take a photo that shows it.", line.name))
        self._check_photos()
