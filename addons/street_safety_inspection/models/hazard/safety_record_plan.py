from odoo import api, fields, models
from odoo.fields import Domain


class SafetyRecord(models.Model):
    """The yearly inspection plan says how many; beside it stands how many were made (GY-2.7)."""

    _inherit = "safety.record"

    is_inspection_plan = fields.Boolean(compute="_compute_is_inspection_plan")
    planned_inspections = fields.Integer(
        string="Inspections planned", copy=False, help="In the year of the plan, in its unit and the units below."
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
        """Count the inspections that the street's people made in the year of each plan: one statement a year."""
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
            for record in records:
                record.done_inspections = counts.get(record.unit_id.id, 0)

    def action_open_inspections(self):
        """Open the inspections that the plan counts."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_inspection.safety_inspection_action")
        domain = [
            ("unit_id", "child_of", self.unit_id.id),
            ("state", "=", "done"),
            ("kind_id.by_enterprise", "=", False),
            ("date", ">=", f"{self.date.year}-01-01"),
            ("date", "<=", f"{self.date.year}-12-31"),
        ]
        return {**action, "domain": domain, "context": {}}
