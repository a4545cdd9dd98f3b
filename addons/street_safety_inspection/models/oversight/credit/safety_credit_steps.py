from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .safety_credit_entry import LISTED


class SafetyCreditEntry(models.Model):
    """What each step asks for: grounds before, a hearing in between, another officer over an objection, an end."""

    _inherit = "safety.credit.entry"

    def _today(self):
        return (self[:1].company_id or self.env.company)._safety_today()

    def _check_ground(self):
        for entry in self:
            if not (entry.ground or "").strip():
                raise UserError(
                    self.env._("Fill in “Grounds”: what did the enterprise do, and which provision says so?")
                )
            if entry.served_how == "signed" and not entry.receiver_name:
                raise UserError(self.env._("Fill in “Received by”: who of the enterprise was told?"))

    def _notify_values(self):
        days = self[:1].company_id.safety_objection_days
        return {
            "notified_on": self._today(),
            "notified_by_id": self.env.uid,
            "objection_until": fields.Date.add(self._today(), days=days),
        }

    def _after_notify(self):
        self._issue_number()
        self._mail_enterprise(
            lambda env: env._("You may be put on a credit list"),
            lambda env, entry: env._(
                "%(ground)s You may object until %(day)s: %(link)s",
                ground=entry.ground,
                day=entry.objection_until,
                link=f"{entry.enterprise_id._answer_url()}/credit",
            ),
        )

    def _check_in_time(self):
        for entry in self:
            if entry.objection_until < entry._today():
                raise UserError(self.env._("“%s”: the time to object is over.", entry.display_name))

    def _object_values(self):
        return {"objected_on": self._today()}

    def _check_other_officer(self):
        if own := self.filtered(lambda entry: entry.notified_by_id == self.env.user):
            raise UserError(
                self.env._(
                    "“%s”: another officer than who told the enterprise decides its objection.", own[0].display_name
                )
            )

    def _decide_values(self):
        return {"decided_by_id": self.env.uid}

    def _check_heard(self):
        """Raise UserError while the enterprise may still object, unless its objection was dismissed."""
        for entry in self:
            if not entry.decision and entry.objection_until >= entry._today():
                raise UserError(
                    self.env._(
                        "“%(entry)s” may object until %(day)s. It is listed after that.",
                        entry=entry.display_name,
                        day=entry.objection_until,
                    )
                )

    def _list_values(self):
        return {"listed_on": self._today(), "listed_by_id": self.env.uid}

    def _after_list(self):
        for entry in self:
            entry.sudo()._workflow_write({"date_to": entry.listed_on + relativedelta(months=entry.months)})
        self._mail_enterprise(
            lambda env: env._("You were put on a credit list"),
            lambda env, entry: env._("%(ground)s Until %(day)s.", ground=entry.ground, day=entry.date_to),
        )

    def _repair_values(self):
        return {"repair_asked_on": self._today(), "repair_refusal": False}

    def _check_over(self):
        if early := self.filtered(lambda entry: entry.date_to >= entry._today()):
            raise UserError(self.env._("“%s” is not over yet.", early[0].display_name))

    def _remove_values(self):
        return {"removed_on": self._today(), "removed_by_id": self.env.uid}

    def _after_remove(self):
        self._mail_enterprise(
            lambda env: env._("You were taken off a credit list"),
            lambda env, entry: entry.exit_reason or "",
        )

    def _mail_enterprise(self, subject, body):
        """Tell each enterprise that has an address, in the street's language. Those without are told on paper."""
        for entry in self:
            if not entry.enterprise_id.partner_id.email:
                continue
            spoken = entry.with_context(lang=entry.company_id._safety_lang())
            entry.env["mail.thread"].message_notify(
                partner_ids=entry.enterprise_id.partner_id.ids,
                subject=subject(spoken.env),
                body=body(spoken.env, spoken),
            )

    @api.model
    def _expire(self, company):
        """Take off the lists whose period is over. Idempotent; every night."""
        over = self.sudo().search(
            Domain("company_id", "=", company.id)
            & Domain("state", "in", LISTED)
            & Domain("date_to", "<", company._safety_today())
        )
        if over:
            over._workflow_write({"exit_reason": self.env._("The period is over.")})
            over._workflow_do("expire")
