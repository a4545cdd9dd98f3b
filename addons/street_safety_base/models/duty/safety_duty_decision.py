from odoo import fields, models
from odoo.exceptions import UserError

from ..patterns.safety_workflow import Transition


class SafetyDutyDecision(models.Model):
    """What people decided about a duty, with the reason: waived, handed over, reopened. A closed duty changes only so.

    A review is proposed by the engine when evidence of a closed duty no longer counts; an officer decides.
    """

    _name = "safety.duty.decision"
    _description = "Decision about a duty"
    _inherit = ["safety.workflow", "safety.scope.mixin"]
    _order = "id desc"
    _rec_name = "duty_id"

    _workflow = {
        "accept": Transition(("proposed",), "accepted", "approve", guard="_check_reason", after="_after_accept"),
        "reject": Transition(("proposed",), "rejected", "approve", guard="_check_reason"),
    }
    _workflow_frozen = ("accepted", "rejected")

    duty_id = fields.Many2one("safety.duty", required=True, readonly=True, index=True, ondelete="cascade")
    type = fields.Selection(
        [("waive", "Waived"), ("hand_over", "Handed over"), ("review", "Review")], required=True, readonly=True
    )
    reason = fields.Text()
    user_id = fields.Many2one("res.users", string="Handed to", readonly=True)
    evidence_id = fields.Many2one("safety.duty.evidence", string="About", readonly=True, ondelete="set null")
    state = fields.Selection(
        [("proposed", "Proposed"), ("accepted", "Decided"), ("rejected", "Rejected")],
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    _review_uniq = models.UniqueIndex("(duty_id, evidence_id) WHERE type = 'review'", "It is reviewed already.")

    def _check_reason(self):
        for decision in self:
            if not (decision.reason or "").strip():
                raise UserError(self.env._("Write the reason first."))

    def _after_accept(self):
        for decision in self:
            decision.duty_id.sudo()._apply_decision(decision)

    def action_accept(self):
        """Decide as proposed: a review opens the duty again. Needs a seat that approves for the unit, and a reason."""
        return self._workflow_do("accept")

    def action_reject(self):
        """Leave the duty as it is, with the reason."""
        return self._workflow_do("reject")

    def action_open(self):
        """Open the duty."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.duty",
            "res_id": self.duty_id.id,
            "view_mode": "form",
        }
