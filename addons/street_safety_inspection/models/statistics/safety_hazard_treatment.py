from odoo import api, fields, models

from ..hazard.safety_hazard_element import KINDS


class SafetyHazard(models.Model):
    """What the statistics count of a treatment: whether all five elements are settled, and the funds set aside."""

    _inherit = "safety.hazard"

    elements_complete = fields.Boolean(
        string="All five elements", compute="_compute_treatment", store=True, help="Each of the five is settled."
    )
    funds_planned = fields.Monetary(string="Funds set aside", compute="_compute_treatment", store=True)

    _major_days = models.Index("(company_id, date) WHERE severity = 'major'")

    @api.depends("element_ids.is_settled", "element_ids.kind", "element_ids.amount")
    def _compute_treatment(self):
        wanted = {kind for kind, _label in KINDS}
        for hazard in self:
            settled = hazard.element_ids.filtered("is_settled")
            hazard.elements_complete = wanted <= set(settled.mapped("kind"))
            hazard.funds_planned = sum(settled.filtered(lambda one: one.kind == "funds").mapped("amount"))
