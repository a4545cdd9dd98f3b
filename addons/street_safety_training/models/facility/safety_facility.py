from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

#: What counts as being there.
USABLE = ("good", "worn")
#: Told by the checks; nobody writes them.
CHECKED = {"condition", "last_check_date"}


class SafetyFacility(models.Model):
    """A board, sign, micro fire station, its equipment, material: where it is, in which condition, when it is checked.

    It belongs to an enterprise, and goes where that goes, or to a unit. Its condition changes by a check, so that who
    saw it when is known.
    """

    _name = "safety.facility"
    _description = "Safety facility"
    _inherit = ["safety.scope.mixin", "safety.photos", "mail.thread"]
    _order = "type_id, unit_id, name, id"
    _parent_name = "station_id"
    _photo_fields = ("photo_ids",)

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True, required=True, tracking=True
    )
    type_id = fields.Many2one(
        "safety.facility.type", required=True, index=True, ondelete="restrict", tracking=True,
        default=lambda self: self.env["safety.facility.type"].search([], limit=1),
    )  # fmt: skip
    group = fields.Selection(related="type_id.group", string="Group", store=True)
    type_note = fields.Text(related="type_id.note", string="Hint")
    enterprise_id = fields.Many2one("safety.enterprise", index="btree_not_null", ondelete="cascade", tracking=True)
    unit_id = fields.Many2one(
        compute="_compute_unit_id",
        store=True,
        readonly=False,
        precompute=True,
        recursive=True,
        default=None,
        tracking=True,
    )
    station_id = fields.Many2one(
        "safety.facility", string="Part of", index="btree_not_null", ondelete="restrict",
        domain="[('group', '=', 'station')]", help="The micro fire station whose equipment it is.",
    )  # fmt: skip
    part_ids = fields.One2many("safety.facility", "station_id", string="Equipment")
    part_count = fields.Integer(string="Pieces of equipment", compute="_compute_part_count")
    part_broken_count = fields.Integer(string="Not usable", compute="_compute_part_count")
    place = fields.Char(help="Where it stands or hangs.")
    quantity = fields.Integer(default=1)
    keeper = fields.Char(help="Who looks after it.")
    installed_on = fields.Date(
        string="There since", required=True, tracking=True, default=lambda self: self.env.company._safety_today()
    )
    removed_on = fields.Date(string="Removed on", tracking=True, copy=False)
    expires_on = fields.Date(string="Usable until", tracking=True, help="Powder, batteries, masks: the last day.")
    condition = fields.Selection(
        [("good", "Good"), ("worn", "Worn, usable"), ("broken", "Not usable"), ("gone", "Gone")],
        default="good",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    last_check_date = fields.Date(string="Last check", readonly=True, copy=False)
    next_check_date = fields.Date(
        string="Next check", compute="_compute_next_check_date", store=True, readonly=False, index=True
    )
    is_check_due = fields.Boolean(string="Check due", compute="_compute_is_check_due", search="_search_is_check_due")
    check_ids = fields.One2many("safety.facility.check", "facility_id", string="Checks", readonly=True)
    photo_ids = fields.Many2many("ir.attachment", string="Photos", bypass_search_access=True, copy=False)
    active = fields.Boolean(default=True)

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "The quantity is at least one.")
    _days_ordered = models.Constraint("CHECK(removed_on >= installed_on)", "It cannot be removed before it was there.")
    _of_enterprise = models.Index("(enterprise_id, type_id) WHERE active")

    @api.depends("type_id")
    def _compute_name(self):
        known = set(self.env["safety.facility.type"].search(Domain.TRUE).mapped("name"))
        for facility in self:
            if not facility.name or facility.name in known:
                facility.name = facility.type_id.name

    @api.depends("enterprise_id.unit_id", "station_id.unit_id")
    def _compute_unit_id(self):
        for facility in self:
            above = facility.enterprise_id.unit_id or facility.station_id.unit_id
            facility.unit_id = above or facility.unit_id or self.env.user._safety_default_unit()

    @api.depends("part_ids.condition", "part_ids.active")
    def _compute_part_count(self):
        groups = self._read_group([("station_id", "in", self._origin.ids)], ["station_id", "condition"], ["__count"])
        total, broken = {}, {}
        for station, condition, count in groups:
            total[station.id] = total.get(station.id, 0) + count
            broken[station.id] = broken.get(station.id, 0) + (0 if condition in USABLE else count)
        for facility in self:
            facility.part_count = total.get(facility._origin.id, 0)
            facility.part_broken_count = broken.get(facility._origin.id, 0)

    @api.depends("last_check_date", "installed_on", "type_id.check_months")
    def _compute_next_check_date(self):
        for facility in self:
            since, months = facility.last_check_date or facility.installed_on, facility.type_id.check_months
            facility.next_check_date = since + relativedelta(months=months) if since and months else False

    @api.depends("next_check_date", "expires_on", "condition", "removed_on")
    def _compute_is_check_due(self):
        for facility in self:
            today = (facility.company_id or self.env.company)._safety_today()
            days = [day for day in (facility.next_check_date, facility.expires_on) if day]
            facility.is_check_due = not facility.removed_on and any(day < today for day in days)

    def _search_is_check_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._safety_today()
        due = Domain("next_check_date", "<", today) | Domain("expires_on", "<", today)
        due &= Domain("removed_on", "=", False)
        return due if True in value else ~due

    @api.constrains("station_id")
    def _check_station(self):
        for facility in self.filtered("station_id"):
            if facility.station_id.group != "station" or facility.station_id.station_id:
                raise ValidationError(
                    self.env._("“%s” is part of a micro fire station, not of something else.", facility.name)
                )

    @api.constrains("installed_on")
    def _check_installed(self):
        for facility in self:
            if facility.installed_on > facility.company_id._safety_today():
                raise ValidationError(
                    self.env._("“%s” is not there yet: “There since” lies in the future.", facility.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        kept = [{key: val for key, val in vals.items() if key not in CHECKED} for vals in vals_list]
        for vals in kept:
            if not vals.get("unit_id"):
                vals.pop("unit_id", None)  # it follows from the enterprise or the station
        return super().create(kept)

    def write(self, vals):
        return super().write({key: val for key, val in vals.items() if key not in CHECKED})

    def _write_checked(self, vals):
        # Past the refusal in write(), on purpose.
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_except_checked(self):
        if checked := self.filtered("check_ids"):
            raise UserError(self.env._("“%s” was checked: enter the day it was removed instead.", checked[0].name))

    @api.model
    def _usable_domain(self):
        """Return the Domain of what is there today and usable."""
        today = self.env.company._safety_today()
        here = Domain("removed_on", "=", False) | Domain("removed_on", ">", today)
        return here & Domain("condition", "in", USABLE) & Domain("installed_on", "<=", today)

    def action_check(self):
        """Open a new check of the facility."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check"),
            "res_model": "safety.facility.check",
            "view_mode": "form",
            "target": "new",
            "context": {"default_facility_id": self.id, "default_condition": self.condition},
        }

    def action_open_parts(self):
        """Open the equipment of the station."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_facility_action")
        return {**action, "domain": [("station_id", "=", self.id)], "context": {"default_station_id": self.id},
                "display_name": self.name}  # fmt: skip
