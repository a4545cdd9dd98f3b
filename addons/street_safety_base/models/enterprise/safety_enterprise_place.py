import secrets
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

TOKEN_BYTES = 24


class SafetyEnterprise(models.Model):
    """Where the enterprise is, what it looks like, and the plate at its door."""

    _name = "safety.enterprise"
    _inherit = ["safety.enterprise", "safety.photos"]
    _photo_fields = ("photo_ids",)

    latitude = fields.Float(digits=(9, 6), aggregator=None, help="Degrees north, as the phone says (WGS 84).")
    longitude = fields.Float(digits=(9, 6), aggregator=None, help="Degrees east, as the phone says (WGS 84).")
    has_position = fields.Boolean(compute="_compute_has_position")
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True, copy=False)
    plate_token = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="What the code on the plate leads to; nobody guesses it.",
    )

    _position_on_earth = models.Constraint(
        "CHECK(latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "Latitude lies between -90 and 90, longitude between -180 and 180.",
    )
    _plate_token_uniq = models.UniqueIndex("(plate_token) WHERE plate_token IS NOT NULL", "This plate exists already.")

    @api.depends("latitude", "longitude")
    def _compute_has_position(self):
        for enterprise in self:
            enterprise.has_position = bool(enterprise.latitude or enterprise.longitude)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_plate_vals({name for vals in vals_list for name in vals})
        return super().create(vals_list)

    def write(self, vals):
        self._check_plate_vals(vals)
        return super().write(vals)

    def _check_plate_vals(self, names):
        if "plate_token" in names and not self.env.su:
            raise AccessError(self.env._("The code of a plate is drawn at random, not typed in."))

    # ---- position ----------------------------------------------------------------------------------------------------

    def action_open_map(self):
        """Open the position in the map that the street has chosen."""
        self.ensure_one()
        self.check_access("read")
        if not self.has_position:
            raise UserError(self.env._("“%s” has no position yet. Stand there and press “Use my position”.", self.name))
        link = self.company_id.safety_map_link or ""
        for name, value in (("latitude", self.latitude), ("longitude", self.longitude), ("name", quote(self.name))):
            link = link.replace(f"{{{name}}}", str(value))
        return {"type": "ir.actions.act_url", "url": link, "target": "new"}

    # ---- plate -------------------------------------------------------------------------------------------------------

    def action_print_plates(self):
        """Return the plates of the enterprises, one a page."""
        self.check_access("read")
        return self.env.ref("street_safety_base.report_plate_pdf").report_action(self)

    def action_new_plate(self):
        """Give the enterprises other codes: what is on the old plates leads nowhere from now on."""
        self._safety_check_level("act")
        self.sudo().write({"plate_token": False})
        return self.action_print_plates()

    def _ensure_plates(self):
        """Give a code to those that have none. For whoever may read them: printing a plate changes nothing else."""
        self.check_access("read")
        for enterprise in self.sudo().filtered(lambda one: not one.plate_token):
            enterprise.plate_token = secrets.token_urlsafe(TOKEN_BYTES)

    def _plate_url(self):
        """Return what the code on the plate says."""
        return f"{self.get_base_url()}/street-safety/plate/{self.sudo().plate_token}"

    @api.model
    def _of_plate(self, token):
        """Return, for everybody, the enterprise that a plate stands for now (its survivor), or an empty record."""
        found = self.sudo().with_context(active_test=False).search([("plate_token", "=", token)], limit=1)
        return found._safety_current()
