from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SafetyDutyStep(models.Model):
    """A step after a duty is due can propose its miss as a violation, without a penalty rule: it costs nothing."""

    _inherit = "safety.duty.step"

    propose = fields.Selection(
        selection_add=[("violation", "A violation")],
        ondelete={"violation": lambda steps: steps._keep_proposal()},
        help="A violation: the missed duty is proposed to the office, which decides. Where a penalty rule punishes the"
        " duty, that one proposes it and says what it costs.",
    )

    @api.constrains("propose", "offset")
    def _check_propose(self):
        for step in self.filtered(lambda step: step.propose == "violation" and step.offset < 1):
            raise ValidationError(
                self.env._(
                    "“%s” proposes a violation before it is known that the duty is missed: let the step come after it"
                    " is due.",
                    step.rule_id.name,
                )
            )

    def _keep_proposal(self):
        """Keep what the regulation proposes as it was before this addon: noted, and proposed by nothing."""
        self.write({"propose": "none", "propose_code": "violation"})

    @api.model
    def _take_up_proposals(self):
        """Let the steps of regulations that were read before this addon was there propose from now on."""
        waiting = self.sudo().search([("propose", "=", "none"), ("propose_code", "=", "violation"), ("offset", ">", 0)])
        waiting.write({"propose": "violation", "propose_code": False})
