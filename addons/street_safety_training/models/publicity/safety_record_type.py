from odoo import api, fields, models


class SafetyRecordType(models.Model):
    """Publicity is work records of certain types: these show channel, reach and topics."""

    _inherit = "safety.record.type"

    is_publicity = fields.Boolean(
        string="Publicity",
        compute="_compute_is_publicity",
        store=True,
        readonly=False,
        help="Its records show by which channel how many people were reached, and on what.",
    )

    needs_channel = fields.Boolean(
        string="Channel, audience and topics required",
        compute="_compute_needs_channel",
        store=True,
        readonly=False,
        help="An activity is completed only with its channel, whom it addressed and what it covered.",
    )

    @api.depends("code")
    def _compute_is_publicity(self):
        """What regulations call publicity in the code of a type is; it can be switched on and off by hand."""
        for kind in self:
            kind.is_publicity = kind.is_publicity or "publicity" in (kind.code or "")

    @api.depends("is_publicity")
    def _compute_needs_channel(self):
        """Publicity says what it covered, by which channel and to whom (XT-4.1d, BF-1.1.5a), unless switched off."""
        for kind in self:
            kind.needs_channel = kind.needs_channel or kind.is_publicity

    def _shows(self):
        return f"{super()._shows()} publicity topics" if self.is_publicity else super()._shows()
