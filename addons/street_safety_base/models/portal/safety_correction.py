from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from ..patterns.safety_workflow import Transition


class SafetyCorrection(models.Model):
    """What an enterprise says is wrong in its file: proposed in the portal, accepted or rejected by the staff."""

    _name = "safety.correction"
    _description = "Proposed correction"
    _inherit = ["safety.reasoned", "safety.workflow", "safety.scope.mixin", "safety.photos", "mail.thread"]
    _order = "create_date desc, id desc"
    _rec_name = "enterprise_id"

    _workflow = {
        "accept": Transition(
            ("proposed",), "accepted", guard="_check_fresh", values="_decision_values", after="_after_accept"
        ),
        "accept_stale": Transition(
            ("proposed",), "accepted", guard="_check_decidable", values="_decision_values", after="_after_accept"
        ),
        "reject": Transition(("proposed",), "rejected", values="_decision_values", after="_after_reject"),
        "withdraw": Transition(("proposed",), "withdrawn"),
    }
    _workflow_frozen = ("accepted", "rejected", "withdrawn")
    _workflow_fields = ("proposed_by_id", "decided_by_id", "decided_on", "reject_reason")
    _reason_fields = {"reject": "reject_reason"}
    _photo_fields = ("file_ids",)

    enterprise_id = fields.Many2one("safety.enterprise", required=True, readonly=True, index=True, ondelete="restrict")
    line_ids = fields.One2many("safety.correction.line", "correction_id", string="Changes")
    summary = fields.Char(string="Changed fields", compute="_compute_summary")
    has_stale = fields.Boolean(string="File changed since", compute="_compute_summary")
    note = fields.Text(string="Words of the enterprise", readonly=True)
    file_ids = fields.Many2many("ir.attachment", string="Files", readonly=True, bypass_search_access=True)
    proposed_by_id = fields.Many2one(
        "res.users", string="Proposed by", readonly=True, copy=False, default=lambda self: self.env.uid
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_on = fields.Date(string="Decided on", readonly=True, copy=False)
    reject_reason = fields.Text(string="Rejected because", readonly=True, copy=False)
    state = fields.Selection(
        [("proposed", "Proposed"), ("accepted", "Accepted"), ("rejected", "Rejected"), ("withdrawn", "Withdrawn")],
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    @api.depends("line_ids.field", "line_ids.is_stale", "note", "file_ids", "state")
    def _compute_summary(self):
        labels = dict(self.env["safety.correction.line"]._fields["field"]._description_selection(self.env))
        for correction in self:
            words = [labels.get(line.field, line.field) for line in correction.line_ids]
            words += [self.env._("files")] if correction.file_ids else []
            correction.summary = format_list(self.env, words) or self.env._("a message")
            correction.has_stale = correction.state == "proposed" and any(correction.line_ids.mapped("is_stale"))

    def write(self, vals):
        if not self.env.su and vals.keys() - self._frozen_writable - {"line_ids"}:
            raise AccessError(self.env._("What the enterprise proposed is accepted or rejected, not rewritten."))
        return super().write(vals)

    def _check_decidable(self):
        for correction in self:
            enterprise = correction.enterprise_id
            if not enterprise.active:
                raise UserError(
                    self.env._("“%s” is off the roll. Reject the proposal and say so.", enterprise.display_name)
                )
            if correction.line_ids and not correction.line_ids.filtered("apply") and not correction.file_ids:
                raise UserError(
                    self.env._("Nothing is ticked to be taken over. Tick a change, or reject the proposal.")
                )

    def _check_fresh(self):
        self._check_decidable()
        if stale := self.line_ids.filtered(lambda line: line.is_stale and line.apply)[:1]:
            raise UserError(
                self.env._(
                    "The file has changed since: %(field)s is “%(now)s” by now. Compare, then press "
                    "“Accept all the same” or untick the change.",
                    field=dict(stale._fields["field"]._description_selection(self.env))[stale.field],
                    now=stale.current_value or "",
                )
            )

    def _decision_values(self):
        return {"decided_by_id": self.env.uid, "decided_on": self[:1].company_id._safety_today()}

    def _after_accept(self):
        values = {}
        for line in self.line_ids.filtered("apply"):
            values.setdefault(line.correction_id.enterprise_id, {})[line.field] = line._stored_value()
        self.env["safety.enterprise"]._write_each(values)
        for correction in self:  # one mail for each who proposed
            correction._tell(self.env._("Thank you. Your correction has been taken over into the file."))

    def _after_reject(self):
        for correction in self:
            correction._tell(self.env._("Your correction has not been taken over: %s", correction.reject_reason or ""))

    def _tell(self, words):
        """Tell the proposer, by mail and in the chatter."""
        proposer = self.sudo().proposed_by_id.partner_id
        self.message_post(body=words, partner_ids=proposer.ids, message_type="comment", subtype_xmlid="mail.mt_comment")

    def _portal_values(self):
        """Return what the enterprise reads of one proposal, as plain values."""
        self.ensure_one()
        labels = dict(self.line_ids._fields["field"]._description_selection(self.env))
        return {
            "id": self.id,
            "date": self.company_id._safety_date(self.create_date),
            "state": self.state,
            "state_label": dict(self._fields["state"]._description_selection(self.env))[self.state],
            "reason": self.reject_reason,
            "note": self.note,
            "files": self.file_ids.mapped("name"),
            "lines": [
                {"label": labels[line.field], "old": line.old_value, "new": line.new_value, "taken": line.apply}
                for line in self.line_ids
            ],
        }

    def action_accept(self):
        """Take the ticked changes over into the file, with the rights of the user; refused where the file has moved."""
        return self._workflow_do("accept")

    def action_accept_stale(self):
        """Take the ticked changes over although the file has changed since they were proposed."""
        return self._workflow_do("accept_stale")

    def action_reject(self):
        """Ask why, then reject; the enterprise reads the reason."""
        return self._open_reason("reject", self.env._("Reject the proposal"))
