from odoo import api, models
from odoo.fields import Domain


class SafetyDuty(models.Model):
    """What the registers and the month close leave waiting on the start page."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        user = self.env.user
        mine = Domain("unit_id", "in", user._safety_seats().unit_id.ids)
        above = Domain("unit_id", "child_of", user.safety_approve_unit_ids.ids)
        return [
            *super()._waiting(),
            self._waiting_for(
                self.env._("Packages to hand in"),
                "street_safety_base.safety_package_action",
                mine & Domain("state", "in", ("draft", "signed")),
            ),
            self._waiting_for(
                self.env._("Packages to receive"),
                "street_safety_base.safety_package_action_close",
                Domain("state", "=", "submitted")
                & Domain("unit_id.parent_id", "child_of", user.safety_approve_unit_ids.ids),
            ),
            self._waiting_for(
                self.env._("Answers due"),
                "street_safety_base.safety_document_action",
                mine & Domain("answer_state", "in", ("open", "late")) & Domain("state", "=", "registered"),
            ),
            self._waiting_for(
                self.env._("Deliveries to make"),
                "street_safety_base.safety_document_delivery_action",
                mine & Domain("state", "=", "open"),
            ),
            self._waiting_for(
                self.env._("Documents past their time"),
                "street_safety_base.safety_document_action",
                above & Domain("state", "=", "filed") & Domain("past_time", "=", True),
            ),
        ]
