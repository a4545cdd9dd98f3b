from odoo import fields, models
from odoo.fields import Domain


class SafetyEnterprise(models.Model):
    """Who answers for an enterprise today: follows from the seats of its unit (XY-0.1, XY-3.0a–g, GY-0.3, GY-8.2)."""

    _inherit = "safety.enterprise"

    responsible_ids = fields.Many2many(
        "safety.appointment",
        string="Responsible seats",
        compute="_compute_responsible",
        help="The seats that answer for the enterprise today, those you may see.",
    )
    first_responsible_ids = fields.Many2many(
        "res.users",
        string="First responsible in the community",
        compute="_compute_responsible",
        help="In the enterprise itself it is the principal.",
    )
    leader_id = fields.Many2one(
        "res.users",
        string="Responsible street leader",
        compute="_compute_responsible",
        help="The nearest linked leader of the territory, else the leader in charge.",
    )
    line_leader_id = fields.Many2one(
        "res.users",
        string="Leader of the supervising line",
        compute="_compute_responsible",
        help="The leader in charge of the supervising department, shown besides the leader of the territory.",
    )
    community_id = fields.Many2one("safety.unit", compute="_compute_places")
    grid_id = fields.Many2one("safety.unit", compute="_compute_places")
    chain_table = fields.Html(string="Responsibility chain", compute="_compute_responsible", sanitize=False)
    has_responsible = fields.Boolean(
        string="Has a responsible person",
        compute="_compute_has_responsible",
        search="_search_has_responsible",
        help="Somebody in office at its unit, or linked to it by name, answers for it.",
    )

    def _compute_places(self):
        """The community is the lowest territory above the grids, whatever its type is called."""
        units = self.env["safety.unit"]
        grid_level = self.env.ref("street_safety_base.unit_type_grid").level
        ids = {part for record in self for part in self._unit_path(record)}
        levels = {unit.id: unit.level for unit in units.browse(ids).sudo().filtered("is_territory")}
        for enterprise in self:
            path = [part for part in self._unit_path(enterprise) if part in levels]
            grids = [part for part in path if levels[part] >= grid_level]
            above = [part for part in path[1:] if levels[part] < grid_level]
            enterprise.grid_id = units.browse(grids[-1:])
            enterprise.community_id = units.browse(above[-1:])

    def _unit_path(self, enterprise):
        return [int(part) for part in (enterprise.unit_id.sudo().parent_path or "").split("/") if part]

    def _compute_responsible(self):
        """One call for the chains of all the units; what answers for a unit is worked out once, not per enterprise."""
        places = self.grouped(lambda record: (record.unit_id._origin, self._supervising_unit(record)))
        units = self.env["safety.unit"].union(*(unit for place in places for unit in place))
        chains = units._responsible_on(self.env.company._safety_today())
        nobody = self.env["safety.appointment"]
        readable = nobody.union(*chains.values())._filtered_access("read")
        for (territory, line), enterprises in places.items():
            chain, line_chain = chains.get(territory, nobody), chains.get(line, nobody)
            both = chain | line_chain
            values = {
                "responsible_ids": both & readable,
                "leader_id": units._leader_of(chain),
                "line_leader_id": units._leader_of(line_chain),
                "first_responsible_ids": self._first_responsible_of(chain.sudo()),
                "chain_table": both._chain_table(),
            }
            for enterprise in enterprises:
                enterprise.update(values)

    def _first_responsible_of(self, chain):
        """Return the first responsible persons of the nearest unit that has any."""
        first = chain.filtered("post_id.first_responsible")
        nearest = max(first.unit_id.mapped("level"), default=0)
        return self.env["res.users"].browse(first.filtered(lambda seat: seat.unit_id.level == nearest).user_id.ids)

    def _supervising_unit(self, enterprise):
        """Return the department that supervises the enterprise by its line; empty where none is known."""
        if "supervising_unit_id" in self._fields:
            return enterprise.supervising_unit_id._origin
        return self.env["safety.unit"]

    def _compute_has_responsible(self):
        covered = self.unit_id.filtered("has_responsible")
        for enterprise in self:
            enterprise.has_responsible = enterprise.unit_id in covered

    def _search_has_responsible(self, operator, value):
        if operator != "in":
            return NotImplemented
        # The few units without anybody lead to their enterprises by the index of unit_id.
        covered = Domain("unit_id", "in", self.env["safety.unit"]._covered_sql())
        return covered if True in value else ~covered
