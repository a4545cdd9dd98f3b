from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

MAX_TEXT = 2000
#: A day's worth of reminders from one enterprise.
MAX_A_DAY = 5


class SafetyEnterprise(models.Model):
    """The safety manager reminds the head of the enterprise of the main responsibility, in the portal (XY-3.7b)."""

    _inherit = "safety.enterprise"

    def _portal_remind(self, text):
        """Keep, as a completed work record of today, of what the head was reminded; the caller checked whose it is.

        :raises UserError: in words for the person who typed it
        """
        self.ensure_one()
        text, today = (text or "").strip(), self.company_id._safety_today()
        if not text:
            raise UserError(self.env._("Write what the head of the enterprise was reminded of, and how."))
        if len(text) > MAX_TEXT:
            raise UserError(self.env._("The text is too long: %s characters at most.", MAX_TEXT))
        if len(self._portal_reminders(today)) >= MAX_A_DAY:
            raise UserError(self.env._("%s reminders were recorded today already.", MAX_A_DAY))
        record = (
            self.env["safety.record"]
            .sudo()
            .create(
                {
                    "name": self.env._("Reminder to the head of %s", self.name),
                    "type_id": self.env.ref("street_safety_base.record_type_reminder").id,
                    "unit_id": self.unit_id.id,
                    "date": today,
                    "enterprise_ids": self.ids,
                    "note": Markup("<p>%s</p>") % text,
                }
            )
        )
        record._workflow_do("done")
        return record

    def _portal_reminders(self, day=None):
        """Return the reminders that the enterprise's own people recorded, of ``day`` or the last ones."""
        domain = [
            ("enterprise_ids", "in", self.ids),
            ("type_id", "=", self.env.ref("street_safety_base.record_type_reminder").id),
            ("create_uid.share", "=", True),
            ("state", "=", "done"),
        ]
        records = self.env["safety.record"].sudo()
        return records.search(domain + ([("date", "=", day)] if day else []), limit=10)

    def _portal_file(self):
        reminders = [{"date": record.date, "text": html2plaintext(record.note)} for record in self._portal_reminders()]
        return {**super()._portal_file(), "reminders": reminders}
