from odoo import models


class SafetyInspection(models.Model):
    """Where the street wants it, each inspection has its notice: also when nothing was found (BF-1.1.3i, BF-2.1.1)."""

    _inherit = "safety.inspection"

    def _hazards_to_order(self):
        hazards = super()._hazards_to_order()
        if self.company_id.safety_notice_always:
            hazards |= self.hazard_ids.filtered(lambda hazard: hazard.fixed_on_spot and hazard.state == "closed")
        return hazards

    def action_create_notice(self):
        """Open the notice of this inspection; one that lists nothing where the street wants it all the same."""
        self.ensure_one()
        notices = self.notice_ids.filtered(lambda notice: notice.state != "void")
        empty = self.company_id.safety_notice_always and self.state == "done" and not notices
        if empty and not self._hazards_to_order():
            notices = self.env["safety.notice"].create({"inspection_id": self.id})
            return {
                "type": "ir.actions.act_window",
                "res_model": "safety.notice",
                "res_id": notices.id,
                "view_mode": "form",
            }
        return super().action_create_notice()
