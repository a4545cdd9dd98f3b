from odoo import api, fields, models


class SafetyOfEnterprise(models.AbstractModel):
    """A record about one enterprise on one day: it belongs to the unit the enterprise lay in *on that day*.

    The unit is stamped, never chosen: from the roll of the day (``_day_field``), or from the record this one follows
    from (``_unit_source``, e.g. the notice of a re-inspection), so that what belongs together stays in one unit. An
    enterprise that moves later changes nothing.
    """

    _name = "safety.of.enterprise"
    _description = "Record about an enterprise"
    _inherit = ["safety.scope.mixin"]
    _day_field = "date"
    _unit_source: str | None = None
    # Computed and stored: nobody writes them, not even by RPC.
    _derived_fields: tuple[str, ...] = ()

    enterprise_id = fields.Many2one("safety.enterprise", required=True, index=True, ondelete="restrict")
    unit_id = fields.Many2one(default=None, readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._stamped(vals_list))

    def write(self, vals):
        """Write as Odoo does; the unit cannot be chosen and follows the enterprise and the day."""
        vals = self._without_derived(vals)
        result = super().write(vals)
        if vals.keys() & {"enterprise_id", self._day_field, self._unit_source}:
            self._restamp()
        return result

    @api.model
    def _stamped(self, vals_list):
        """Return ``vals_list`` completed with the unit, and with the enterprise of the source."""
        names = [name for name in ("enterprise_id", self._day_field, self._unit_source) if name]
        defaults = self.default_get(names)
        stamped, wanted = [], []
        for vals in vals_list:
            known = {**defaults, **{name: vals[name] for name in names if name in vals}}
            source = self._unit_source and known.get(self._unit_source)
            if source:
                origin = self.env[self._fields[self._unit_source].comodel_name].sudo().browse(source)
                extra = {"enterprise_id": origin.enterprise_id.id, "unit_id": origin.unit_id.id}
            else:
                extra = {"unit_id": False}
                wanted.append((known.get("enterprise_id"), fields.Date.to_date(known.get(self._day_field))))
            stamped.append({**self._without_derived(vals), **extra})
        units = self.env["safety.enterprise"]._safety_units_on(wanted)
        for vals in stamped:
            if not vals["unit_id"]:
                vals["unit_id"] = units[wanted.pop(0)]
        return stamped

    def _without_derived(self, vals):
        return {name: value for name, value in vals.items() if name != "unit_id" and name not in self._derived_fields}

    def _restamp(self):
        """Bring the unit in line with enterprise and day; the user must work in the new unit too."""
        units = self._day_units()
        self.env["safety.access"]._check(self.env["safety.unit"].browse(set(units.values())), "act")
        for unit, records in self.grouped(units.get).items():
            records._write_unit(unit)

    def _write_unit(self, unit):
        # Past the refusal in write(), on purpose.
        return super().write({"unit_id": unit})  # pylint: disable=super-method-mismatch

    def _day_units(self):
        """Return {record: id of the unit it belongs to}."""
        source = self._unit_source
        followers = self.filtered(source) if source else self.browse()
        others = self - followers
        keys = {record: (record.enterprise_id.id, record[self._day_field]) for record in others}
        units = self.env["safety.enterprise"]._safety_units_on(keys.values())
        return {
            **{record: record.sudo()[source].unit_id.id for record in followers},
            **{record: units[key] for record, key in keys.items()},
        }

    @api.onchange("enterprise_id")
    def _onchange_enterprise_unit(self):
        """Show the unit; what counts is stamped when the record is saved."""
        if self.enterprise_id and not (self._unit_source and self[self._unit_source]):
            self.unit_id = self.enterprise_id.unit_id
