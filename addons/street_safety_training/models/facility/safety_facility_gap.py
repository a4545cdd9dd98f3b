from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyFacilityGap(models.Model):
    """Who must have a facility and has no usable one: a row for each enterprise or unit and type, never stored."""

    _name = "safety.facility.gap"
    _description = "Facilities demanded"
    _auto = False
    _order = "usable, type_id, unit_id, id"
    _rec_name = "type_id"

    type_id = fields.Many2one("safety.facility.type", readonly=True)
    unit_id = fields.Many2one("safety.unit", readonly=True)
    company_id = fields.Many2one("res.company", string="Street", readonly=True)
    enterprise_id = fields.Many2one("safety.enterprise", readonly=True)
    usable = fields.Integer(readonly=True)
    missing = fields.Integer(readonly=True, help="1: none is usable.")

    @property
    def _table_query(self):
        self.env.flush_all()
        asking = self.sudo().with_context(active_test=True).env
        usable = asking["safety.facility"]._search(asking["safety.facility"]._usable_domain())
        columns = ("type_id", "enterprise_id", "unit_id")
        here = usable.select(*(SQL.identifier(usable.table, name) for name in columns))
        return SQL(
            """
            WITH here AS (%(here)s), firm_here AS (
                SELECT type_id, enterprise_id, COUNT(*)::int AS number FROM here
                 WHERE enterprise_id IS NOT NULL GROUP BY type_id, enterprise_id
            ), unit_here AS (
                SELECT type_id, unit_id, COUNT(*)::int AS number FROM here
                 WHERE enterprise_id IS NULL GROUP BY type_id, unit_id
            )
            SELECT (firm.id::bigint * 1000 + met.type_id) * 2 AS id, met.type_id, firm.unit_id, firm.company_id,
                   firm.id AS enterprise_id, COALESCE(one.number, 0) AS usable, (one.number IS NULL)::int AS missing
              FROM (%(met)s) met (type_id, id) JOIN safety_enterprise firm ON firm.id = met.id
         LEFT JOIN firm_here one ON one.type_id = met.type_id AND one.enterprise_id = firm.id
         UNION ALL
            SELECT (unit.id::bigint * 1000 + kind.id) * 2 + 1, kind.id, unit.id, unit.company_id, NULL,
                   COALESCE(one.number, 0), (one.number IS NULL)::int
              FROM safety_facility_type kind
              JOIN safety_facility_type_safety_unit_type_rel asked ON asked.safety_facility_type_id = kind.id
              JOIN safety_unit unit ON unit.type_id = asked.safety_unit_type_id AND unit.active
         LEFT JOIN unit_here one ON one.type_id = kind.id AND one.unit_id = unit.id
             WHERE kind.active
            """,
            here=here,
            met=self._met_sql(asking),
        )

    @api.model
    def _met_sql(self, asking):
        kinds = asking["safety.facility.type"].search([("enterprise_domain", "not in", (False, ""))])
        domains = {kind.id: kind._condition("enterprise_domain") & Domain.TRUE for kind in kinds}
        found = kinds._meeting_sql(asking["safety.enterprise"], domains)
        return found or SQL("SELECT NULL::int, NULL::int WHERE FALSE")

    def action_open(self):
        """Open what is there of the type, or enter the first."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_facility_action")
        place = [("enterprise_id", "=", self.enterprise_id.id)]
        if not self.enterprise_id:
            place.append(("unit_id", "=", self.unit_id.id))
        context = {"default_type_id": self.type_id.id, "default_enterprise_id": self.enterprise_id.id,
                   "default_unit_id": self.unit_id.id}  # fmt: skip
        return {**action, "domain": [("type_id", "=", self.type_id.id), *place], "context": context}
