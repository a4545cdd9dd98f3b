from odoo import fields, models


class SafetyMeeting(models.Model):
    """Minutes that reach the office: they wait in its queue until they are filed, then show the day (XT-1.1c)."""

    _inherit = "safety.meeting"

    filed_on = fields.Date(related="number_id.issued_on", string="Filed on", store=True)
