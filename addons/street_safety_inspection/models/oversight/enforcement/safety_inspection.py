from odoo import api, fields, models
from odoo.tools import SQL


class SafetyInspection(models.Model):
    """Joint inspections show who took part; inspections of the office are told from those below it.

    Clauses BF-1.3.3a, GY-2.11, GY-4.2.10.
    """

    _inherit = "safety.inspection"

    enforcement_line_id = fields.Many2one(
        "safety.enforcement.line",
        string="Of the joint action",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
    )
    joint_unit_ids = fields.Many2many(
        "safety.unit", "safety_inspection_joint_unit_rel", string="Departments taking part", copy=False
    )
    joint_with = fields.Char(string="Other bodies", copy=False, help="Who took part and is no unit of the street.")
    by_office = fields.Boolean(
        string="By the street",
        compute="_compute_by_office",
        search="_search_by_office",
        help="One of the inspectors held a seat of the street or of one of its offices and departments that day.",
    )

    def _compute_by_office(self):
        """One statement for any number of inspections."""
        ids = {
            id_
            for (id_,) in self.env.execute_query(SQL("%s AND inspection.id = ANY(%s)", self._office_sql(), self.ids))
        }
        for inspection in self:
            inspection.by_office = inspection.id in ids

    @api.model
    def _office_sql(self):
        self.env.flush_all()
        return SQL(
            """
            SELECT inspection.id
              FROM safety_inspection inspection
              JOIN res_users_safety_inspection_rel who ON who.safety_inspection_id = inspection.id
              JOIN safety_appointment seat ON seat.user_id = who.res_users_id AND seat.date_start <= inspection.date
                   AND (seat.date_end IS NULL OR seat.date_end >= inspection.date)
                   AND seat.company_id = inspection.company_id
              JOIN safety_unit place ON place.id = seat.unit_id
              JOIN safety_unit_type kind ON kind.id = place.type_id
             WHERE (place.parent_id IS NULL OR NOT kind.is_territory)
            """
        )

    def _search_by_office(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = fields.Domain("id", "in", SQL("(%s)", self._office_sql()))
        return found if True in value else ~found
