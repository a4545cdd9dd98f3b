from odoo import api, fields, models
from odoo.exceptions import UserError

from ..patterns.safety_workflow import Transition


class SafetyDocumentDelivery(models.Model):
    """A circular brought to one enterprise: open until delivered or refused, with receipt (BF-1.1.5c)."""

    _name = "safety.document.delivery"
    _description = "Delivery to an enterprise"
    _inherit = ["safety.document.line", "safety.photos"]
    _order = "document_id, unit_id, id"
    _rec_name = "enterprise_id"
    _photo_fields = ("receipt_ids",)
    _workflow = {
        "deliver": Transition(("open",), "delivered", guard="_check_receiver", values="_delivered_values"),
        "refuse": Transition(("open",), "refused", guard="_check_note", values="_delivered_values"),
        "cancel": Transition(("open",), "cancelled", guard="_check_note"),
    }
    _workflow_frozen = ("delivered", "refused", "cancelled")
    _workflow_fields = ("delivered_on", "delivered_by_id")

    enterprise_id = fields.Many2one("safety.enterprise", required=True, index=True, ondelete="restrict")
    unit_id = fields.Many2one(
        compute="_compute_unit_id", store=True, readonly=False, precompute=True, default=None, required=True
    )
    way = fields.Selection(
        [("hand", "Handed over"), ("post", "By post"), ("message", "By message"), ("left", "Left at the place")],
        required=True,
        default="hand",
    )
    receiver = fields.Char(string="Received by")
    receipt_ids = fields.Many2many("ir.attachment", bypass_search_access=True)
    note = fields.Char()
    delivered_on = fields.Date(string="Delivered on", readonly=True, copy=False)
    delivered_by_id = fields.Many2one("res.users", string="Delivered by", readonly=True, copy=False)
    state = fields.Selection(
        [("open", "Open"), ("delivered", "Delivered"), ("refused", "Refused"), ("cancelled", "Cancelled")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    _enterprise_uniq = models.Constraint(
        "UNIQUE(document_id, enterprise_id)", "The document is already on its way to this enterprise."
    )

    @api.depends("enterprise_id")
    def _compute_unit_id(self):
        for line in self:
            line.unit_id = line.enterprise_id.unit_id  # of the day: it stays

    def _check_receiver(self):
        for line in self:
            if line.way in ("hand", "message") and not line.receiver:
                raise UserError(self.env._("Fill in who received it at %s.", line.enterprise_id.name))

    def _check_note(self):
        for line in self:
            if not line.note:
                raise UserError(
                    self.env._("Fill in the note: why was it not delivered to %s?", line.enterprise_id.name)
                )

    def _delivered_values(self):
        return self._stamp("delivered")

    def action_deliver(self):
        """Note that the enterprise has the document; today, by the current user."""
        return self._workflow_do("deliver")

    def action_refuse(self):
        """Note that the enterprise refused it; needs a note."""
        return self._workflow_do("refuse")

    def action_cancel(self):
        """Take the enterprise off the list; needs a note."""
        return self._workflow_do("cancel")
