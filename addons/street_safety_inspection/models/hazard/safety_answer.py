from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from odoo.addons.street_safety_base.models.patterns.safety_workflow import Transition


class SafetyAnswer(models.Model):
    """What an enterprise says about a hazard: rectified with photos, its plan, another deadline (ZF-T10.1).

    A proposal, sent from the portal or by the link on the notice, until staff accept it; nothing is taken over before.
    """

    _name = "safety.answer"
    _description = "Answer of an enterprise"
    _inherit = ["safety.reasoned", "safety.workflow", "safety.scope.mixin", "safety.photos", "mail.thread"]
    _order = "id desc"

    _workflow = {
        "accept": Transition(("proposed",), "accepted", values="_decision_values", after="_after_accept"),
        "reject": Transition(("proposed",), "rejected", values="_decision_values"),
    }
    _workflow_frozen = ("accepted", "rejected")
    _workflow_fields = ("decided_by_id", "decided_on", "reject_reason")
    _reason_fields = {"reject": "reject_reason"}
    _photo_fields = ("file_ids",)

    hazard_id = fields.Many2one("safety.hazard", required=True, readonly=True, index=True, ondelete="restrict")
    enterprise_id = fields.Many2one(related="hazard_id.enterprise_id", store=True, index=True)
    kind = fields.Selection(
        [("rectified", "Rectified"), ("plan", "Rectification plan"), ("extension", "Extension")],
        string="What is sent",
        required=True,
        readonly=True,
    )
    text = fields.Text(string="Words of the enterprise", readonly=True)
    sender = fields.Char(string="Sent by", readonly=True)
    sent_at = fields.Datetime(string="Sent on", readonly=True, default=fields.Datetime.now)
    date_until = fields.Date(string="Asked until", readonly=True)
    file_ids = fields.Many2many("ir.attachment", string="Files", readonly=True, bypass_search_access=True)
    by_link = fields.Boolean(string="Sent by link", readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_on = fields.Date(string="Decided on", readonly=True, copy=False)
    reject_reason = fields.Text(string="Rejected because", readonly=True, copy=False)
    state = fields.Selection(
        [("proposed", "Proposed"), ("accepted", "Taken over"), ("rejected", "Rejected")],
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    @api.depends("hazard_id", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for answer in self:
            answer.display_name = f"{labels.get(answer.kind, '')} · {answer.hazard_id.name or ''}"

    def write(self, vals):
        if not self.env.su and vals.keys() - self._frozen_writable:
            raise AccessError(self.env._("What the enterprise has sent is accepted or rejected, not rewritten."))
        return super().write(vals)

    def action_accept(self):
        """Take the answer over with the rights of the user: hand in the rectification, keep the plan, extend."""
        return self._workflow_do("accept")

    def action_reject(self):
        """Ask why; the enterprise reads the reason."""
        return self._open_reason("reject", self.env._("Reject the answer"))

    def _decision_values(self):
        return {"decided_by_id": self.env.uid, "decided_on": self[:1].company_id._safety_today()}

    def _after_accept(self):
        for answer in self:
            getattr(answer, f"_take_{answer.kind}")()

    def _copies(self):
        return [Command.create({"name": one.name, "raw": one.raw}) for one in self.file_ids.sudo()]

    def _take_rectified(self):
        """Hand in the rectification: whoever takes it over has looked at it and does not accept it.

        What the enterprise found itself and put right at once is settled with it; its entry's time counts (XY-3.7d).
        """
        hazard = self.hazard_id
        hazard.write({"after_photo_ids": self._copies(), "rectification_note": self.text, "rectified_by": self.sender})
        if hazard.state != "reported":
            hazard._workflow_do("submit")
            return
        hazard._workflow_do("fix")
        day = self.company_id._safety_date(self.sent_at)
        hazard.sudo()._workflow_write({"submitted_on": day, "submitted_at": self.sent_at})

    def _take_plan(self):
        self.hazard_id._note_act(
            "hazard_measure", self.env._("Rectification plan"), self.text, photo_ids=self._copies()
        )

    def _take_extension(self):
        """Pass the wish on as a request for an extension: an officer other than this one decides it."""
        self.hazard_id._request_extension(self.date_until, self.text)

    def _portal_values(self):
        """Return what the enterprise reads of its answer, as plain values."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "day": self.company_id._safety_date(self.sent_at),
            "kind": labels[self.kind],
            "state": self.state,
            "state_label": states[self.state],
            "text": self.text,
            "reason": self.reject_reason,
        }
