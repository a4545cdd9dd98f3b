from odoo import api, fields, models


class SafetyHazard(models.Model):
    """Where a hazard comes from: the inspection's kind says it, otherwise whoever reports it."""

    _inherit = "safety.hazard"

    source = fields.Selection(
        [
            ("inspection", "Inspection"),
            ("self_check", "Self-check of the enterprise"),
            ("patrol", "Noticed in passing"),
            ("tip", "Tip"),
            ("supervision", "Supervision"),
            ("superior", "Passed on by superiors"),
            ("campaign", "Campaign"),
            ("enforcement", "Enforcement"),
            ("third_party", "Third party"),
        ],
        default="patrol",
        required=True,
        index=True,
    )
    expert = fields.Char(string="Third party or expert", help="Who found it: service body, expert, insurer.")

    @api.model_create_multi
    def create(self, vals_list):
        inspections = self.env["safety.inspection"].sudo()
        for vals in vals_list:
            if vals.get("inspection_id"):
                vals["source"] = inspections.browse(vals["inspection_id"]).kind_id._hazard_source()
        return super().create(vals_list)


class SafetyInspectionKind(models.Model):
    _inherit = "safety.inspection.kind"

    hazard_source = fields.Selection(
        selection=lambda self: self.env["safety.hazard"]._fields["source"]._description_selection(self.env),
        string="Findings come from",
        help="The source noted on the hazards it finds. Empty: self-check or inspection.",
    )

    def _hazard_source(self):
        """Return the source of what an inspection of this kind finds."""
        self.ensure_one()
        return self.hazard_source or ("self_check" if self.by_enterprise else "inspection")
