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
        # Nobody receives their own papers: what the highest of one's units hands in goes to those above it.
        own = self._highest_units().filtered("parent_id")
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
                Domain("state", "=", "submitted") & above & Domain("unit_id", "not in", own.ids),
                group="approve",
            ),
            self._waiting_for(
                self.env._("Packages handed in, not received yet"),
                "street_safety_base.safety_package_action",
                mine & Domain("state", "=", "submitted"),
                group="others",
            ),
            self._waiting_for(
                self.env._("My documents, not read or delivered everywhere"),
                "street_safety_base.safety_document_action",
                mine
                & Domain("state", "=", "registered")
                & (Domain("circulation_ids.state", "in", ("open", "read")) | Domain("delivery_ids.state", "=", "open")),
                group="others",
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
