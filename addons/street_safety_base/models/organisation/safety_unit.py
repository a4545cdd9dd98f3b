from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list


class SafetyUnit(models.Model):
    """A unit of a street: the tree that answers for territory, and beside it the sectors that answer for a field.

    Clauses XT-0.1 and the organisation rows of the other regulations.
    """

    _name = "safety.unit"
    _description = "Unit"
    _inherit = ["mail.thread"]
    _parent_store = True
    _order = "level, sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(index=True)
    type_id = fields.Many2one("safety.unit.type", required=True, index=True, tracking=True)
    type_code = fields.Char(related="type_id.code", string="Type code")
    level = fields.Integer(related="type_id.level", store=True, aggregator=None)
    is_territory = fields.Boolean(related="type_id.is_territory", store=True)
    color = fields.Integer(related="type_id.color")
    parent_id = fields.Many2one(
        "safety.unit",
        string="Belongs to",
        index=True,
        ondelete="restrict",
        tracking=True,
        domain="[('company_id', '=', company_id)]",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("safety.unit", "parent_id", string="Units below")
    company_id = fields.Many2one(
        "res.company",
        string="Street",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="Each street is a company. A district runs several streets in one database.",
    )
    sequence = fields.Integer(default=10)
    date_start = fields.Date(string="Since")
    date_end = fields.Date(string="Dissolved on", tracking=True, help="Closed figures keep a dissolved unit.")
    active = fields.Boolean(default=True)
    path_name = fields.Char(string="Path", compute="_compute_path_name", recursive=True)
    appointment_ids = fields.One2many("safety.appointment", "unit_id", string="Appointments")

    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL", "This unit code is taken in the street."
    )
    _dates_ordered = models.Constraint(
        "CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "A unit cannot be dissolved before it exists.",
    )

    @api.depends("name", "parent_id.path_name")
    def _compute_path_name(self):
        for unit in self:
            above = unit.sudo().parent_id.path_name
            unit.path_name = f"{above} / {unit.name}" if above else unit.name

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A unit cannot lie below itself. Choose another unit above it."))

    @api.constrains("parent_id", "company_id", "type_id")
    def _check_place(self):
        for unit in self.filtered("parent_id"):
            parent = unit.parent_id
            if unit.company_id != parent.company_id:
                raise ValidationError(
                    self.env._(
                        "%(unit)s and %(parent)s belong to different streets.", unit=unit.name, parent=parent.name
                    )
                )
            if unit.type_id.level <= parent.type_id.level:
                raise ValidationError(
                    self.env._(
                        "%(unit)s (%(type)s) cannot lie below %(parent)s (%(parent_type)s): "
                        "choose a unit of a higher level above it.",
                        unit=unit.name,
                        type=unit.type_id.name,
                        parent=parent.name,
                        parent_type=parent.type_id.name,
                    )
                )
            if not unit.type_id._fits_below(parent.type_id):
                raise ValidationError(
                    self.env._(
                        "%(unit)s (%(type)s) cannot lie directly below %(parent)s (%(parent_type)s), only below: "
                        "%(allowed)s. Choose another unit, or change “Lies below” of the unit type.",
                        unit=unit.name,
                        type=unit.type_id.name,
                        parent=parent.name,
                        parent_type=parent.type_id.name,
                        allowed=format_list(self.env, unit.type_id.parent_type_ids.mapped("name")),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        units = super().create(vals_list)
        if not all(vals.get("parent_id") for vals in vals_list):
            # A new street: its administrators serve it at once.
            self.env["safety.access"]._rebuild()
        return units

    def write(self, vals):
        result = super().write(vals)
        if {"parent_id", "active", "date_end", "company_id"} & vals.keys():
            self.env["safety.access"]._rebuild()
        if "parent_id" in vals:
            # Rules know the units above those one serves (what is kept from a unit is kept from all below it).
            self.env.registry.clear_cache()
        return result

    def _ancestor(self, type_code):
        """Return, for one unit, the unit of type ``type_code`` it lies in (or is); empty when there is none."""
        self.ensure_one()
        ids = [int(part) for part in self.parent_path.split("/") if part]
        return self.browse(ids).filtered(lambda unit: unit.type_code == type_code)[:1]

    def action_open_enterprises_of_unit(self):
        """Open the enterprises that lie in the unit."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_enterprise_action")
        return {**action, "domain": [("unit_id", "child_of", self.id)], "context": {"default_unit_id": self.id}}
