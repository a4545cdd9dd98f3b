from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .safety_violation import COUNTED


class SafetyViolation(models.Model):
    """What becomes of a violation when its duty is opened again by a review, and met, or missed once more.

    A proposal lasts as long as the duty is missed: it is withdrawn and proposed again by itself. What an officer has
    confirmed stays until an officer reverses it (invariant 3); whoever confirmed it is told.
    """

    _inherit = "safety.violation"

    duty_state = fields.Selection(related="duty_id.state", string="The duty is now")

    def _duty_opened_again(self):
        """Withdraw the proposals among these violations; tell who confirmed the others."""
        self._withdraw()
        standing = self.filtered(lambda violation: violation.state in COUNTED and violation.confirmed_by_id)
        for officer, own in standing.grouped("confirmed_by_id").items():
            own = own.with_context(lang=officer.lang)
            own._tell(officer, own.env._("A missed duty was opened again: does the violation still stand?"))

    def _withdraw(self):
        """Withdraw the proposals whose duty is not missed any more: nobody decides about them meanwhile."""
        over = self.filtered(lambda v: v.state == "proposed" and v.duty_id and v.duty_id.state != "missed")
        if over:
            over._workflow_write({"state": "withdrawn", "frozen_at": fields.Datetime.now()})

    @api.model
    def _follow_duties(self, company):
        """Bring proposals in line with their duties, whatever changed these; return what is proposed again.

        Two statements when there is nothing to do.
        """
        ours = Domain("company_id", "=", company.id) & Domain("duty_id", "!=", False)
        missed = Domain("duty_id.state", "=", "missed")
        self.search(ours & Domain("state", "=", "proposed") & ~missed)._withdraw()
        # A penalty rule that was archived meanwhile proposes nothing more.
        alive = Domain("rule_id", "=", False) | Domain("rule_id.active", "=", True)
        again = self.search(ours & Domain("state", "=", "withdrawn") & missed & alive)
        if again:
            again._workflow_write({"state": "proposed", "frozen_at": False})
        return again

    def _check_reversal(self):
        """Not the own case nor the own decision; a rejected appeal is opened by a review of the duty only."""
        self._check_other_officer()
        final = self.sudo().filtered(lambda v: v.state == "upheld" and v.duty_id.state in (False, "missed"))
        if final:
            raise UserError(
                self.env._(
                    "The appeal against %s was rejected. It can be reversed only when its duty has been opened again"
                    " and is missed no more.",
                    final[0].display_name,
                )
            )
