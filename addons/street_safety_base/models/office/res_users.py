from odoo import fields, models


class ResUsers(models.Model):
    """Who gets the daily digest. How – by mail or in the application – is Odoo's own preference."""

    _inherit = "res.users"

    safety_digest = fields.Boolean(
        string="Daily work digest",
        default=True,
        help="One message a day with what is overdue, due and waiting. Without it you still get invitations to "
        "meetings and what is escalated to you.",
    )
    safety_digest_on = fields.Date(string="Last digest", readonly=True, copy=False)

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "safety_digest"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "safety_digest"]
