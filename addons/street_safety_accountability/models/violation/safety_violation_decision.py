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

    def _check_heard(self):
        """Confirm only after the person had notice and answered, or the days for it are over (invariant 3)."""
        self._check_not_party()
        for violation in self.filtered(lambda v: v.user_ids and v.sudo().rule_id.hearing_days):
            if not violation.notified_on:
                raise UserError(
                    self.env._("%s: give the person notice first, so that they can answer.", violation.display_name)
                )
            if not violation.statement and self._decision_day() <= violation.statement_until:
                raise UserError(
                    self.env._(
                        "%(violation)s: the person may answer until %(day)s. Confirm when they have, or later.",
                        violation=violation.display_name,
                        day=violation.statement_until,
                    )
                )

    def _check_other_officer(self):
        """An appeal is decided by somebody else than who confirmed."""
        self._check_not_party()
        if own := self.filtered(lambda v: v.state == "appealed" and v.confirmed_by_id == self.env.user):
            raise AccessError(
                self.env._(
                    "You confirmed %s yourself: somebody else of the office decides about the appeal.",
                    own[0].display_name,
                )
            )

    def _check_statement(self):
        if late := self.filtered(lambda violation: violation.state != "proposed"):
            raise UserError(self.env._("%s has been decided; an appeal is the way now.", late[0].display_name))
        self._check_party_or_office()

    def _check_appeal(self):
        self._check_party_or_office()
        today = self._decision_day()
        if late := self.filtered(lambda v: v.appeal_until and v.appeal_until < today):
            raise UserError(
                self.env._(
                    "%(violation)s: the deadline for an appeal was %(day)s.",
                    violation=late[0].display_name,
                    day=late[0].appeal_until,
                )
            )

    def _appealed_values(self):
        return {"appealed_on": self._decision_day()}

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
        self._set_deadlines()
        self._punish()
        self._tell_people(self.env._("A violation was confirmed"))

    def _after_uphold(self):
        self._tell_people(self.env._("Your appeal was rejected"))

    def _after_reverse(self):
        """A reversal restores money, counters and awards (invariant 3)."""
        self.sudo().penalty_ids._take_back()
        self._count_anew()
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
                    "points": violation.points,
                    "fund": violation.rule_id.fund,
                    "date": day or violation.confirmed_on,
                    "year": violation.year,
                }
                for violation in self.sudo()
                for user, amount in violation._shares().items()
            ]
        )
        self._count_anew()

    def _count_anew(self):
        """Let follow what follows from the numbers of the counters these violations belong to."""
        starts = [day for day in self.mapped("count_start") if day]
        self._follow_counts(self.sudo().rule_id, starts)

    def _set_deadlines(self):
        """Write until when each may be appealed against."""
        for days, group in self.grouped(lambda violation: violation.sudo().rule_id.appeal_days).items():
            if days:
                until = fields.Date.add(group._decision_day(), days=days)
                group.sudo()._workflow_write({"appeal_until": until})

    def _shares(self):
        """Return who pays how much (user → amount)."""
        self.ensure_one()
        rule, people = self.rule_id, self.user_ids
        if not rule or not people:
            return {}
        if not self.amount and not self.points:
            return {}
        if rule.payer == "each":
            return dict.fromkeys(people, self.amount)
        part = rule.currency_id.round(self.amount / len(people))
        shares = dict.fromkeys(people, part)
        shares[people[0]] = rule.currency_id.round(self.amount - part * (len(people) - 1))
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
                self._punish(day)  # what was decided before this system has no deadline any more
            elif step == "reversed":
                self.sudo().penalty_ids._take_back()
                self._count_anew()

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_confirm(self):
        """Confirm as a named officer of the office: penalties are made, and what follows from their number."""
        return self._workflow_do("confirm")

    def action_notify(self):
        """Give the people of proposals notice: they may answer until the day the rule gives them."""
        self._check_officer()
        self._check_not_party()
        if decided := self.filtered(lambda violation: violation.state != "proposed"):
            raise UserError(self.env._("%s has been decided; an appeal is the way now.", decided[0].display_name))
        today = self._decision_day()
        fresh = self.filtered(lambda violation: not violation.notified_on)
        for days, group in fresh.grouped(lambda violation: violation.sudo().rule_id.hearing_days).items():
            values = {"notified_on": today, "notified_by_id": self.env.uid}
            group.sudo()._workflow_write({**values, "statement_until": fields.Date.add(today, days=days)})
        fresh._tell_people(self.env._("A violation is proposed: please write your statement"))
        return True

    def action_print_notice(self):
        """Print the notice to the person, the confirmation or the decision, as it stands."""
        self.check_access("read")
        return self.env.ref("street_safety_accountability.report_violation_notice_action").report_action(self)

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
