from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...hazard.safety_enterprise_answer import MAX_TEXT
from .safety_credit_entry import LIVE


class SafetyCreditEntry(models.Model):
    """What the enterprise says itself, from the portal or by its link: that it objects, or what it has put right."""

    _inherit = "safety.credit.entry"

    sent_by = fields.Char(string="Sent by", readonly=True, copy=False, help="Who of the enterprise wrote it last.")
    sent_ids = fields.Many2many(
        "ir.attachment", string="Sent by the enterprise", readonly=True, copy=False, bypass_search_access=True
    )

    def _open_step(self):
        """Return the step that the enterprise may take now: "object", "repair", or None."""
        self.ensure_one()
        if self.state == "notified" and not self.decision and self.objection_until >= self._today():
            return "object"
        return "repair" if self.state == "listed" else None

    def _hear(self, values, files):
        """Keep the objection or the repair that the enterprise sends; the caller has checked whose entry it is.

        :param values: text and sender as typed
        :param files: [(name, bytes)], told by their content
        :raises UserError: in words for the person who typed it
        """
        entry = self.sudo()
        step, text = entry._open_step(), (values.get("text") or "").strip()
        if not step:
            raise UserError(self.env._("Nothing can be sent about this listing now."))
        if not text:
            raise UserError(self.env._("Write what you object, or what you have put right."))
        if len(text) > MAX_TEXT:
            raise UserError(self.env._("The text is too long: %s characters at most.", MAX_TEXT))
        mine = {"res_model": self._name, "res_id": self.id}
        attachments = [{**one, **mine} for one in entry.enterprise_id._portal_attachments(files)]
        entry._do_because(step, text)
        entry._workflow_write(
            {
                "sent_by": (values.get("sender") or "").strip()[:80],
                "sent_ids": [Command.create(attachment) for attachment in attachments],
            }
        )

    def _enterprise_values(self):
        """Return what the enterprise reads of one entry, as plain values: the template gets no record."""
        self.ensure_one()
        kinds = dict(self._fields["list_type"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "number": self.number or "",
            "kind": kinds[self.list_type],
            "blacklist": self.list_type == "blacklist",
            "state_label": states[self.state],
            "ground": self.ground,
            "objection_until": self.objection_until,
            "listed_on": self.listed_on,
            "date_to": self.date_to,
            "step": self._open_step(),
            "said": [(label, text) for label, text in self._said() if text],
        }

    def _said(self):
        return [
            (self.env._("You objected"), self.objection),
            (self.env._("Decision"), self.decision),
            (self.env._("You asked for repair"), self.repair),
            (self.env._("Repair refused because"), self.repair_refusal),
        ]


class SafetyEnterprise(models.Model):
    """What the enterprise is told of its listings."""

    _inherit = "safety.enterprise"

    def _told_credit(self):
        """Return the entries (as superuser) that the enterprise is told of."""
        told = Domain("enterprise_id", "=", self.id) & Domain("state", "in", LIVE)
        return self.env["safety.credit.entry"].sudo().search(told)

    def _portal_file(self):
        return {**super()._portal_file(), "credit_count": len(self._told_credit())}
