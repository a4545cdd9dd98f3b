from odoo import fields, models


class SafetyHazard(models.Model):
    """A general hazard that has become a major one is a fact of its own (BF-4.3.2)."""

    _inherit = "safety.hazard"

    grown_major_on = fields.Date(
        string="Became major on", readonly=True, copy=False, index="btree_not_null",
        help="It was reported as a general one.",
    )  # fmt: skip

    def write(self, vals):
        growing = self.filtered(lambda hazard: hazard.severity == "general") if vals.get("severity") == "major" else ()
        result = super().write(vals)
        for company, hazards in self.browse(hazard.id for hazard in growing).grouped("company_id").items():
            super(SafetyHazard, hazards.sudo()).write({"grown_major_on": company._safety_today()})
        return result
