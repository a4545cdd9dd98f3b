from odoo import fields, models


class SafetyEnterprise(models.Model):
    """The safety facilities of an enterprise: detectors, smart electricity, boards, signs (BF-1.1.4d, BF-1.3.6b)."""

    _inherit = "safety.enterprise"

    facility_ids = fields.One2many("safety.facility", "enterprise_id", string="Facilities")
    facility_count = fields.Integer(string="Number of facilities", compute="_compute_facility_count")

    def _compute_facility_count(self):
        facilities = self.env["safety.facility"]
        groups = facilities._read_group(
            facilities._usable_domain() & fields.Domain("enterprise_id", "in", self._origin.ids),
            ["enterprise_id"],
            ["__count"],
        )
        counts = {firm.id: count for firm, count in groups}
        for firm in self:
            firm.facility_count = counts.get(firm._origin.id, 0)

    def action_open_facilities(self):
        """Open the facilities of the enterprise."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_facility_action")
        context = {"default_enterprise_id": self.id, "default_unit_id": self.unit_id.id}
        return {**action, "domain": [("enterprise_id", "=", self.id)], "context": context}
