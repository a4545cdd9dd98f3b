from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class SafetyViolation(models.Model):
    """Decisions: hearing, confirmation, appeal, reversal, and what follows from each."""

    _inherit = "safety.violation"

    # ---- guards ------------------------------------------------------------------------------------------------------

    def _check_not_party(self):
        """Nobody decides about themselves."""
        if own := self.filtered("is_party"):
            raise AccessError(
                self.env._("%s concerns yourself: somebody else of the office decides.", own[0].display_name)
            )

    def _check_statement(self):
        if late := self.filtered(lambda violation: violation.state != "proposed"):
            raise UserError(self.env._("%s has been decided; an appeal is the way now.", late[0].display_name))
        self._check_party_or_office()

    def _check_appeal(self):
        self._check_party_or_office()

    def _check_party_or_office(self):
        """The person speaks for themselves; the office may write down what was handed in on paper."""
        strangers = self.filtered(lambda violation: not violation.is_party)
        if strangers:
            strangers._check_officer()

    # ---- values ------------------------------------------------------------------------------------------------------

    def _confirmed_values(self):
        return {"confirmed_by_id": self.env.uid, "confirmed_on": self._decision_day()}

    def _decided_values(self):
        return {"decided_by_id": self.env.uid, "decided_on": self._decision_day()}

    def _decision_day(self):
        return self.company_id[:1]._safety_today()

    # ---- what follows ------------------------------------------------------------------------------------------------

    def _after_confirm(self):
        self._punish()
        self._tell_people(self.env._("A violation was confirmed"))

    def _after_uphold(self):
        self._tell_people(self.env._("Your appeal was rejected"))

    def _after_reverse(self):
        """A reversal restores money and counters (invariant 3)."""
        due = self.sudo().penalty_ids.filtered(lambda penalty: penalty.state == "due")
        due._workflow_do("cancel")
        self.env["safety.disqualification"]._sync(self.rule_id, self.mapped("year"))
        self._tell_people(self.env._("A violation was reversed"))

    def _punish(self, day=None):
        """Make the penalties of confirmed violations and the disqualifications they lead to.

        :param day: the date of the deduction; None: today
        """
        self.env["safety.penalty"].sudo().create(
            [
                {
                    "violation_id": violation.id,
                    "rule_id": violation.rule_id.id,
                    "unit_id": violation.unit_id.id,
                    "user_id": user.id,
                    "amount": amount,
                    "date": day or violation.confirmed_on,
                    "year": violation.year,
                }
                for violation in self.sudo()
                for user, amount in violation._shares().items()
            ]
        )
        self.env["safety.disqualification"]._sync(self.rule_id, self.mapped("year"))

    def _shares(self):
        """Return who pays how much (user → amount)."""
        self.ensure_one()
        rule, people = self.rule_id, self.user_ids
        if not rule or not people:
            return {}
        if rule.payer == "each":
            return dict.fromkeys(people, rule.amount)
        part = rule.currency_id.round(rule.amount / len(people))
        shares = dict.fromkeys(people, part)
        shares[people[0]] += rule.amount - part * len(people)
        return shares

    def _tell_people(self, subject):
        """Tell each person concerned once, whatever the number of violations decided together."""
        for user in self.user_ids:
            self.filtered(lambda violation, user=user: user in violation.user_ids)._tell(user, subject)

    def _tell(self, user, subject):
        """Send ``user`` one message that names these violations."""
        self.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=subject,
            body=Markup("<br/>").join(self.mapped("display_name")),
        )

    def _settle(self, state, officer, day):
        """Bring proposals into ``state`` as decided by ``officer`` (res.users) on ``day``, with all that follows.

        Internal, for history that was decided before this system (demo data, migrations): the same records as the
        buttons make, without messages.
        """
        path = {
            "rejected": ("rejected",),
            "confirmed": ("confirmed",),
            "appealed": ("confirmed", "appealed"),
            "upheld": ("confirmed", "appealed", "upheld"),
            "reversed": ("confirmed", "reversed"),
        }[state]
        for step in path:
            vals = {"state": step, "frozen_at": fields.Datetime.now()}
            if step == "confirmed":
                vals |= {"confirmed_by_id": officer.id, "confirmed_on": day}
            elif step != "appealed":
                vals |= {"decided_by_id": officer.id, "decided_on": day}
            self.sudo()._workflow_write(vals)
            if step == "confirmed":
                self._punish(day)
            elif step == "reversed":
                self.sudo().penalty_ids._workflow_do("cancel")
                self.env["safety.disqualification"]._sync(self.rule_id, self.mapped("year"))

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_confirm(self):
        """Confirm as a named officer of the office: penalties are made, and what follows from their number."""
        return self._workflow_do("confirm")

    def action_statement(self):
        """Ask for the person's statement."""
        return self._open_reason("statement", self.env._("Statement"))

    def action_reject(self):
        """Ask for the reason, then reject the proposal."""
        return self._open_reason("reject", self.env._("Reject the proposal"))

    def action_appeal(self):
        """Ask for the grounds, then appeal."""
        return self._open_reason("appeal", self.env._("Appeal"))

    def action_uphold(self):
        """Ask for the reason, then uphold the violation against the appeal."""
        return self._open_reason("uphold", self.env._("Uphold the violation"))

    def action_reverse(self):
        """Ask for the reason, then reverse: penalties are cancelled, counters and awards restored."""
        return self._open_reason("reverse", self.env._("Reverse the violation"))

    def action_open_duty(self):
        """Open the missed duty."""
        self.ensure_one()
        if not self.duty_id:
            raise UserError(self.env._("This violation was entered by hand; no duty caused it."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.duty",
            "res_id": self.duty_id.id,
            "view_mode": "form",
        }
