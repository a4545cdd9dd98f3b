from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date


class SafetyAppointment(models.Model):
    """The open duties and work records that go with a seat when it is handed over."""

    _inherit = "safety.appointment"

    def _handover_sections(self):
        return [*super()._handover_sections(), self._handover_duties(), self._handover_records()]

    def _handover_duties(self):
        duties = self.env["safety.duty"].search(
            Domain("unit_id", "=", self.unit_id.id)
            & Domain("state", "=", "open")
            & (Domain("post_id", "=", self.post_id.id) | Domain("rule_id.post_ids", "in", self.post_id.ids))
        )
        owed = duties.filtered(lambda duty: self.post_id in duty._owing_posts())
        return {
            "title": self.env._("Open duties"),
            "head": [self.env._("What"), self.env._("To be done by"), self.env._("Progress")],
            "rows": [[duty.rule_id.name, format_date(self.env, duty.window_end), duty.progress_text] for duty in owed],
        }

    def _handover_records(self):
        records = self.env["safety.record"].search(
            [("user_id", "=", self.user_id.id), ("unit_id", "child_of", self.unit_id.id), ("state", "=", "draft")]
        )
        return {
            "title": self.env._("Work records not completed"),
            "head": [self.env._("Subject"), self.env._("Type"), self.env._("Date")],
            "rows": [[record.name, record.type_id.name, format_date(self.env, record.date)] for record in records],
        }
