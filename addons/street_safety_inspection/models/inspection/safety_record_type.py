from odoo import api, models


class SafetyRecordType(models.Model):
    """Types and topics of work records that this addon works with, whether or not a regulation has brought them."""

    _inherit = "safety.record.type"

    @api.model
    def _ensure(self, types, topics=()):
        """Make the types and topics (rows with code and name) that do not exist; what exists stays as it is."""
        for model, rows in (("safety.record.type", types), ("safety.record.topic", topics)):
            table = self.env[model].sudo().with_context(active_test=False)
            known = set(table.search([("code", "in", [row["code"] for row in rows])]).mapped("code"))
            table.create([row for row in rows if row["code"] not in known])
