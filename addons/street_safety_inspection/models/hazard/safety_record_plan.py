from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyRecord(models.Model):
    """The yearly inspection plan says how many; beside it stands how many were made (GY-2.7)."""

    _inherit = "safety.record"

    is_inspection_plan = fields.Boolean(compute="_compute_is_inspection_plan")
    planned_inspections = fields.Integer(
        string="Inspections planned",
        copy=False,
        help="In the year of the plan, in its unit and the units below; of an office, by its people.",
    )
    done_inspections = fields.Integer(string="Inspections made", compute="_compute_done_inspections")

    _planned_inspections_positive = models.Constraint(
        "CHECK(planned_inspections >= 0)", "The number of planned inspections cannot be negative."
    )

    @api.depends("topic_ids.code")
    def _compute_is_inspection_plan(self):
        for record in self:
            record.is_inspection_plan = "inspection_plan" in record.topic_ids.mapped("code")

    @api.depends("unit_id", "date", "is_inspection_plan")
    def _compute_done_inspections(self):
        """Count the inspections that the street's people made in the year of each plan: two statements a year."""
        self.done_inspections = 0
        plans = self.filtered(lambda record: record.is_inspection_plan and record.date and record.unit_id)
        for year, records in plans.grouped(lambda record: record.date.year).items():
            made = (
                Domain("state", "=", "done")
                & Domain("kind_id.by_enterprise", "=", False)
                & Domain("date", ">=", f"{year}-01-01")
                & Domain("date", "<=", f"{year}-12-31")
            )
            counts = records.unit_id._count_below("safety.inspection", made)
            counts |= records.unit_id._count_made_by(made)
            for record in records:
                record.done_inspections = counts.get(record.unit_id.id, 0)

    def action_open_inspections(self):
        """Open the inspections that the plan counts."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_inspection_action")
        domain = (
            Domain("state", "=", "done")
            & Domain("kind_id.by_enterprise", "=", False)
            & Domain("date", ">=", f"{self.date.year}-01-01")
            & Domain("date", "<=", f"{self.date.year}-12-31")
        )
        if self.unit_id.type_id.is_territory:
            domain &= Domain("unit_id", "child_of", self.unit_id.id)
        else:
            made = self.env["safety.inspection"]._search(domain)
            domain = Domain("id", "in", [found for _unit, found in self.unit_id._made_by(made)])
        return {**action, "domain": list(domain), "context": {}}


class SafetyUnit(models.Model):
    """What the people of an office or department inspected: nothing lies below it, so it goes by their seats."""

    _inherit = "safety.unit"

    def _made_by(self, inspections):
        """Return (unit id, id) of the ``inspections`` (a Query) of which an inspector held a seat there that day.

        Offices and departments only: what is inspected in a territory is counted where it lies. One statement.
        """
        offices = self.filtered(lambda unit: not unit.type_id.is_territory)
        if not offices or inspections.is_empty():
            return []
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT office.id, inspection.id
                  FROM safety_inspection inspection
                  JOIN res_users_safety_inspection_rel who ON who.safety_inspection_id = inspection.id
                  JOIN safety_appointment seat ON seat.user_id = who.res_users_id
                       AND seat.date_start <= inspection.date
                       AND (seat.date_end IS NULL OR seat.date_end >= inspection.date)
                  JOIN safety_unit place ON place.id = seat.unit_id
                  JOIN safety_unit office ON starts_with(place.parent_path, office.parent_path)
                 WHERE office.id = ANY(%s) AND inspection.id IN %s
                """,
                offices.ids,
                inspections.subselect(),
            )
        )

    def _count_made_by(self, domain):
        """Return {id: number} of the inspections of ``domain`` that the people of each office made (GY-4.2.4)."""
        counts = Counter(unit for unit, _found in self._made_by(self.env["safety.inspection"]._search(domain)))
        return {unit.id: counts[unit.id] for unit in self if not unit.type_id.is_territory}
