from odoo import fields, models


class SafetyIncidentType(models.Model):
    """A class of accident by the standard (GB 6441); an edition that was replaced stays for history."""

    _name = "safety.incident.type"
    _description = "Incident type"
    _order = "edition desc, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    edition = fields.Char(required=True, help="Standard and year, e.g. GB 6441-2025.")
    followup_days = fields.Integer(
        string="Casualties followed for (days)",
        default=30,
        required=True,
        aggregator=None,
        help="How long changes of the casualty figures are reported: 30 days, 7 for traffic and fire (Decree 493).",
    )
    active = fields.Boolean(default=True, help="Types of a replaced edition are archived: they stay on old incidents.")

    _name_uniq = models.Constraint("UNIQUE(edition, name)", "The edition already has a type of this name.")
    _followup_positive = models.Constraint("CHECK(followup_days >= 0)", "The number of days cannot be negative.")
