from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    safety_incident_report_hours = fields.Float(
        string="First report of an incident within (hours)",
        default=1.0,
        help="Counted from when the incident happened. A later first report is marked late on the incident.",
    )
