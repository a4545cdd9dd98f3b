from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SafetyInspectionLine(models.Model):
    """One item of an inspection and what was found. It keeps the words of the checklist of its day."""

    _name = "safety.inspection.line"
    _description = "Inspection item"
    _inherit = ["safety.frozen.line", "safety.photos"]
    _frozen_parent = "inspection_id"
    _photo_fields = ("photo_ids", "after_photo_ids")
    _order = "inspection_id, sequence, id"

    inspection_id = fields.Many2one("safety.inspection", required=True, index=True, ondelete="cascade")
    item_id = fields.Many2one("safety.checklist.item", string="Checklist item", readonly=True, ondelete="restrict")
    sequence = fields.Integer(default=1000)
    section = fields.Char(default=lambda self: self.env._("Other findings"))
    name = fields.Char(string="What to check", required=True)
    legal_basis = fields.Char(string="Legal basis")
    measure = fields.Char(string="Measure asked for")
    result = fields.Selection([("conform", "Conforms"), ("not", "Does not conform"), ("na", "Not applicable")])
    note = fields.Char(string="What is wrong", help="Empty: that the item is not met.")
    severity = fields.Selection([("general", "General"), ("major", "Major")], default="general", required=True)
    deadline = fields.Date(string="To be rectified by", help="Empty: the number of days the street has set.")
    fixed_on_spot = fields.Boolean(string="Put right on the spot")
    photo_ids = fields.Many2many(
        "ir.attachment", "safety_inspection_line_photo_rel", string="Photos", bypass_search_access=True, copy=False
    )
    after_photo_ids = fields.Many2many(
        "ir.attachment",
        "safety_inspection_line_after_photo_rel",
        string="Photos afterwards",
        bypass_search_access=True,
        copy=False,
    )
    state = fields.Selection(related="inspection_id.state", string="Inspection status")

    @api.constrains("severity", "fixed_on_spot", "result")
    def _check_fixed_on_spot(self):
        for line in self.filtered("fixed_on_spot"):
            if line.severity == "major":
                raise ValidationError(
                    self.env._("“%s” is a major hazard: it cannot be settled on the spot.", line._problem())
                )

    def _problem(self):
        """Return what is wrong in words: the inspector's, else those of the item that is not met."""
        if self.note or not self.item_id:
            return self.note or self.name
        return self.env._("Not as required: %s", self.name)

    def _check_findings(self):
        """Raise UserError for a finding that is not complete enough to become a hazard."""
        findings = self.filtered(lambda line: line.result == "not")
        for line in findings:
            inspection = line.inspection_id
            if line.deadline and line.deadline < inspection.date:
                raise UserError(self.env._("“%s”: the deadline lies before the inspection.", line._problem()))
            needs_photo = inspection.company_id.safety_rectification_photo
            if line.fixed_on_spot and needs_photo and not line.after_photo_ids:
                raise UserError(
                    self.env._("“%s” was put right on the spot: take a photo that shows it.", line._problem())
                )
        self._check_photos()

    def _hazard_vals(self):
        """Return the values of the hazard that this finding becomes."""
        inspection = self.inspection_id
        return {
            "name": self._problem(),
            "enterprise_id": inspection.enterprise_id.id,
            "inspection_id": inspection.id,
            "line_id": self.id,
            "date": inspection.date,
            "user_id": self.env.uid,
            "severity": self.severity,
            "section": self.section,
            "legal_basis": self.legal_basis,
            "measure": self.measure,
            "deadline": inspection.date if self.fixed_on_spot else self.deadline or inspection.default_deadline,
            "before_photo_ids": self.photo_ids.ids,
            "after_photo_ids": self.after_photo_ids.ids,
        }
