from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .safety_measure import OFFICE, STANDING


class SafetyMeasure(models.Model):
    """Steps of a measure: issue, reply, conclusion."""

    _inherit = "safety.measure"

    # ---- guards ------------------------------------------------------------------------------------------------------

    def _check_not_party(self):
        if own := self.filtered("is_party"):
            raise AccessError(self.env._("%s concerns yourself: somebody else decides.", own[0].display_name))

    def _check_issuer(self):
        self._check_not_party()
        for measure in self:
            measure._check_desk(measure.kind_id.issuer)
        # Read here, while it is a proposal: the words follow the facts only until it is issued.
        if blank := self.filtered(lambda one: not (one.body or "").strip()):
            raise UserError(self.env._("%s has no words yet: fill in “Words of the document”.", blank[0].display_name))
        if empty := self.filtered(lambda one: one.subject == "person" and not one.user_ids):
            raise UserError(
                self.env._("“%s” concerns persons: name at least one under “Persons”.", empty[0].display_name)
            )

    def _check_closer(self):
        self._check_not_party()
        for measure in self:
            measure._check_desk(measure.kind_id.closer)

    def _check_reply(self):
        """The persons answer for themselves, the head of a unit for the unit; the office writes down a paper."""
        for measure in self.filtered(lambda one: not one.is_party):
            level = "approve" if measure.subject == "unit" or self.env.user.has_group(OFFICE) else None
            if not level:
                raise AccessError(self.env._("%s is answered by those it concerns.", measure.display_name))
            self.env["safety.access"]._check(measure.sudo().unit_id, level)

    # ---- values ------------------------------------------------------------------------------------------------------

    def _today(self):
        return self.company_id[:1]._safety_today()

    def _issued_values(self):
        return {"issued_on": self._today(), "issued_by_id": self.env.uid}

    def _decided_values(self):
        return {"closed_on": self._today(), "closed_by_id": self.env.uid}

    def _closed_values(self):
        return {"closed_on": self._today(), "closed_by_id": self.env.uid}

    def _replied_values(self):
        return {"replied_on": self._today()}

    def _after_issue(self):
        today = self._today()
        for measure in self.sudo():
            kind, values = measure.kind_id, {}
            if kind.reply_days and not measure.reply_until:
                values["reply_until"] = fields.Date.add(today, days=kind.reply_days)
            if kind.followup_days and not measure.followup_on:
                values["followup_on"] = fields.Date.add(today, days=kind.followup_days)
            if values:
                measure._workflow_write(values)
        for measure in self:
            measure._tell(measure._addressees(), self.env._("A measure was issued"))
        self._issue_number()

    def _after_reply(self):
        for measure in self:
            measure._tell(measure.issued_by_id, self.env._("A measure was answered"))

    def _addressees(self):
        """Return who is told: the persons, or the heads of the unit."""
        if self.sudo().user_ids:
            return self.sudo().user_ids
        seats = self.env["safety.appointment"].sudo().search([("unit_id", "=", self.unit_id.id)])
        today = self._today()
        return seats.filtered(
            lambda seat: (
                seat.post_id.is_head and seat.date_start <= today and (not seat.date_end or seat.date_end >= today)
            )
        ).user_id

    def _tell(self, users, subject):
        if users:
            self.env["mail.thread"].message_notify(
                partner_ids=users.partner_id.ids, subject=subject, body=self.display_name
            )

    # ---- buttons -----------------------------------------------------------------------------------------------------

    def action_issue(self):
        """Issue: the document gets its number and is frozen, those it concerns are told, the reply's clock runs."""
        return self._workflow_do("issue")

    def action_reject(self):
        """Ask for the reason, then reject the proposal."""
        return self._open_reason("reject", self.env._("Reject the proposal"))

    def action_reply(self):
        """Ask for the reply."""
        return self._open_reason("reply", self.env._("Reply"))

    def action_close(self):
        """Ask for the conclusion, then conclude: a listing is lifted."""
        return self._open_reason("close", self.env._("Conclude"))

    def action_print(self):
        """Print the document."""
        self.check_access("read")
        return self.env.ref("street_safety_accountability.report_measure_action").report_action(self)

    def action_open_evidence(self):
        """Open exactly the records it was proposed from."""
        self.ensure_one()
        if not self.evidence_model:
            raise UserError(self.env._("It was entered by hand; its facts are written in the measure."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evidence"),
            "res_model": self.evidence_model,
            "view_mode": "list,form",
            "domain": [("id", "in", self.evidence_ids or [])],
            "context": {"active_test": False, "create": False},
        }

    def action_open_earlier(self):
        """Open the measures that stood in the unit before: the rungs it has been on."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_accountability.safety_measure_action")
        return {
            **action,
            "domain": [("unit_id", "=", self.unit_id.id), ("state", "in", STANDING), ("id", "!=", self.id)],
            "context": {},
        }
