from odoo import api, fields, models
from odoo.fields import Domain


class SafetySupervised(models.AbstractModel):
    """A sort of enterprises (industry, kind) that a unit supervises, in each street its own (ZF-2.2c)."""

    _name = "safety.supervised"
    _description = "Sort of enterprises with a supervising unit"
    _inherit = ["safety.fact"]
    #: The field of safety.enterprise that leads here.
    _enterprise_field: str

    supervising_unit_id = fields.Many2one(
        "safety.unit",
        string="Supervising unit",
        company_dependent=True,
        domain="[('company_id', '=', current_company_id)]",
        help="Answers for these enterprises where nothing else is said on the enterprise itself.",
    )
    unassigned_count = fields.Integer(
        string="Without supervising unit",
        compute="_compute_unassigned_count",
        search="_search_unassigned_count",
        help="Enterprises in use here that no unit answers for yet.",
    )

    @api.depends("supervising_unit_id")
    @api.depends_context("company")
    def _compute_unassigned_count(self):
        counts = self._unassigned_counts()
        for record in self:
            record.unassigned_count = counts.get(record._origin.id, 0)

    def _search_unassigned_count(self, operator, value):
        """Search ``> 0`` or ``= 0``: a handful of industries and kinds, found by one grouping."""
        if (operator, value) == (">", 0):
            return Domain("id", "in", list(self._unassigned_counts()))
        if operator == "in" and set(value) == {0}:
            return Domain("id", "not in", list(self._unassigned_counts()))
        return NotImplemented

    def _unassigned_counts(self):
        domain = Domain("supervising_unit_id", "=", False) & Domain(self._enterprise_field, "!=", False)
        groups = self.env["safety.enterprise"]._read_group(domain, [self._enterprise_field], ["__count"])
        return {record.id: count for record, count in groups}

    @api.model
    def _supervising_units(self, company):
        """Return {id: id of the supervising unit} in ``company``; what has none takes that of what it belongs to."""
        records = self.sudo().with_company(company).with_context(active_test=False).search_fetch([])
        own = {record.id: record.supervising_unit_id.id for record in records if record.supervising_unit_id}
        if "parent_path" not in self._fields:
            return own
        units = {}
        for record in records:
            above = reversed(record.parent_path.strip("/").split("/"))
            if unit := next((own[int(part)] for part in above if int(part) in own), None):
                units[record.id] = unit
        return units

    def action_open_unassigned(self):
        """Open the enterprises of this sort that no unit answers for."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_enterprise_action")
        return {**action, "domain": [(self._enterprise_field, "=", self.id), ("supervising_unit_id", "=", False)]}
