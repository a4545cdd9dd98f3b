from odoo import fields, models


class ResCompany(models.Model):
    """What the plates at the doors say, and which map the street uses."""

    _inherit = "res.company"

    safety_hotline = fields.Char(
        string="Number for reporting dangers",
        default="12350",
        help="Printed on the plates and told to whoever scans one.",
    )
    safety_map_link = fields.Char(
        string="Map link",
        default="geo:{latitude},{longitude}",
        help="Opened for a position; {latitude}, {longitude}, {name} are filled in. “geo:” opens the map of the phone.",
    )
