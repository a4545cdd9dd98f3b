from odoo import models
from odoo.fields import Domain


class SafetyDuty(models.Model):
    """An inspection that is owed begins on the screen of the phone, not in the form of the desk."""

    _inherit = "safety.duty"

    def _do_action(self, target=None, unit=None):
        """Start the visit at the enterprise ``target`` for this duty.

        Where a unit is to be inspected, list its enterprises; where nothing is named, show today's route. Only where
        the kind of the duty starts an inspection: a re-inspection goes by its notice, a self-check is the enterprise's
        own.
        """
        starts = self.env["ir.model.data"]._xmlid_to_res_id("street_safety_inspection.safety_inspection_action_start")
        if self.kind_id.sudo().action_id.id != starts:
            return super()._do_action(target, unit)
        if unit and not target:
            domain = Domain("unit_id", "child_of", unit.id) & Domain("active", "=", True)
            return self._targets_action(self.env._("Enterprises of %s", unit.name), "safety.enterprise", domain)
        action = self.env["ir.actions.client"]._for_xml_id("street_safety_inspection.safety_inspection_action_visit")
        params = {"duty_id": self.id} | ({"enterprise_id": target} if target else {})
        return {**action, "params": params}
