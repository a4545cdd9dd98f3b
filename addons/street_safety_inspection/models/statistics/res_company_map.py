from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Which map the street puts under its points. Without one the points stand on a bare grid, which works offline."""

    _inherit = "res.company"

    safety_map_tiles = fields.Char(
        string="Address of map tiles",
        help="With {x}, {y}, {z} for what is filled in. Empty: no map below the points; nothing is "
        "asked of any server.",
    )
    safety_map_attribution = fields.Char(string="Words on the map", help="The source the provider wants to be named.")
    safety_map_datum = fields.Selection(
        [("wgs84", "WGS-84"), ("gcj02", "GCJ-02")],
        string="Coordinates of the tiles",
        default="wgs84",
        required=True,
        help="Positions are kept in WGS-84, as phones say them. Chinese providers draw in GCJ-02: then points are "
        "shifted for the map, and back when one is set on it.",
    )

    @api.constrains("safety_map_tiles")
    def _check_safety_map_tiles(self):
        for company in self.filtered("safety_map_tiles"):
            address = company.safety_map_tiles
            if not address.startswith("https://") or not all(part in address for part in ("{x}", "{y}", "{z}")):
                raise ValidationError(
                    self.env._("“Address of map tiles” begins with https:// and has {x}, {y} and {z} in it.")
                )
