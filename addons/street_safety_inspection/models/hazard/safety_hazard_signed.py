from odoo import fields, models


class SafetyHazard(models.Model):
    """Who took each step and at what time, signed by hand where a signature rule asks for it (ZF-T10.2, BF-1.2.3c)."""

    _name = "safety.hazard"
    _inherit = ["safety.signed", "safety.hazard"]

    assessed_at = fields.Datetime(string="Assessed at", readonly=True, copy=False)
    ordered_at = fields.Datetime(string="Ordered at", readonly=True, copy=False)
    submitted_at = fields.Datetime(string="Submitted at", readonly=True, copy=False)
    accepted_at = fields.Datetime(string="Accepted at", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed at", readonly=True, copy=False)
    class_id = fields.Many2one(related="enterprise_id.class_id", string="Supervision class")
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False)

    def _workflow_protected(self):
        return super()._workflow_protected() | {
            "assessed_at", "ordered_at", "submitted_at", "accepted_at", "closed_at", "closed_by_id",
        }  # fmt: skip

    def _signature_content(self):
        names = ("name", "severity", "location", "measure", "deadline", "rectification_note", "rectified_by")
        return {
            "enterprise": self.enterprise_id.id,
            "photos": sorted(self.after_photo_ids.ids),
            **{name: str(self[name] or "") for name in names},
        }

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_submit(self):
        """Report the rectification; ask for the signature first where a rule wants one."""
        return self._signed_step("submit", "_check_rectification") or super().action_submit()

    def action_accept(self):
        """Accept the rectification of somebody else; ask for the signature first where a rule wants one."""
        return self._signed_step("accept", "_check_acceptance") or super().action_accept()

    def _signed_step(self, step, check):
        """Return the dialog that signs a single record and takes ``step``, or None when no signature is open."""
        if len(self) != 1 or not self._lacks_own_signature(step):
            return None
        getattr(self, check)()
        return self.env["safety.sign.wizard"]._open_for(self, step, step)

    # ---- guards and values -------------------------------------------------------------------------------------------

    def _check_rectified(self):
        result = super()._check_rectified()
        self._check_signatures("submit")
        return result

    def _check_acceptable(self):
        result = super()._check_acceptable()
        self._check_signatures("accept")
        return result

    def _assess_values(self):
        return super()._assess_values() | {"assessed_at": fields.Datetime.now()}

    def _order_values(self):
        return super()._order_values() | {"ordered_at": fields.Datetime.now()}

    def _fix_values(self):
        now = fields.Datetime.now()
        return super()._fix_values() | {"accepted_at": now, "closed_at": now, "closed_by_id": self.env.uid}

    def _submit_values(self):
        return super()._submit_values() | {"submitted_at": fields.Datetime.now()}

    def _accept_values(self):
        return super()._accept_values() | {"accepted_at": fields.Datetime.now()}

    def _close_values(self):
        return super()._close_values() | {"closed_at": fields.Datetime.now(), "closed_by_id": self.env.uid}

    def _fail_values(self):
        return super()._fail_values() | {"submitted_at": False}
