from odoo import api, models
from odoo.fields import Domain


class SafetyDuty(models.Model):
    """What the office's papers and meetings leave waiting on the start page."""

    _inherit = "safety.duty"

    @api.model
    def _waiting(self):
        user = self.env.user
        return [
            *super()._waiting(),
            self._waiting_for(
                self.env._("Documents to read"),
                "street_safety_base.safety_document_circulation_action",
                Domain("state", "in", ("open", "read"))
                & Domain("unit_id", "in", user._safety_seats().unit_id.ids)
                & Domain("user_id", "in", (False, user.id)),
            ),
            self._waiting_for(
                self.env._("Minutes to write"),
                "street_safety_base.safety_meeting_action",
                Domain("state", "=", "held") & Domain("recorder_id", "=", user.id),
            ),
            self._waiting_for(
                self.env._("Resolutions to carry out"),
                "street_safety_base.safety_resolution_action",
                Domain("state", "=", "open") & Domain("user_id", "=", user.id),
            ),
            self._waiting_for(
                self.env._("Resolutions to close"),
                "street_safety_base.safety_resolution_action",
                Domain("state", "=", "done")
                & Domain("meeting_id.unit_id", "child_of", user.safety_approve_unit_ids.ids),
            ),
        ]
