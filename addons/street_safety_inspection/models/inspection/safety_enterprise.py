from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SafetyEnterprise(models.Model):
    """What inspections know about an enterprise. Figures follow a merged enterprise to its survivor."""

    _inherit = "safety.enterprise"

    inspection_ids = fields.One2many("safety.inspection", "enterprise_id", string="Inspections")
    hazard_ids = fields.One2many("safety.hazard", "enterprise_id", string="Hazards")
    last_inspection_date = fields.Date(string="Last inspection", compute="_compute_inspection_figures")
    inspection_count = fields.Integer(string="Number of inspections", compute="_compute_inspection_figures")
    open_hazard_count = fields.Integer(string="Open hazards", compute="_compute_hazard_figures")
    overdue_hazard_count = fields.Integer(string="Overdue hazards", compute="_compute_hazard_figures")

    def _compute_inspection_figures(self):
        survivors = self._safety_survivors()
        groups = self.env["safety.inspection"]._read_group(
            Domain("enterprise_id", "in", list(survivors)) & Domain("state", "=", "done"),
            ["enterprise_id"],
            ["date:max", "__count"],
        )
        last, counts = {}, Counter()
        for enterprise, day, count in groups:
            survivor = survivors[enterprise.id]
            last[survivor] = max(day, last.get(survivor, day))
            counts[survivor] += count
        for enterprise in self:
            enterprise.last_inspection_date = last.get(enterprise._origin.id)
            enterprise.inspection_count = counts[enterprise._origin.id]

    def _compute_hazard_figures(self):
        survivors = self._safety_survivors()
        hazards = self.env["safety.hazard"]
        ours = Domain("enterprise_id", "in", list(survivors))

        def count(domain):
            totals = Counter()
            for enterprise, number in hazards._read_group(ours & domain, ["enterprise_id"], ["__count"]):
                totals[survivors[enterprise.id]] += number
            return totals

        open_hazards, overdue = count(hazards._open_domain()), count(Domain("is_overdue", "=", True))
        for enterprise in self:
            enterprise.open_hazard_count = open_hazards[enterprise._origin.id]
            enterprise.overdue_hazard_count = overdue[enterprise._origin.id]

    def _safety_survivors(self):
        """Return {id: id of the enterprise it counts for} of these enterprises and those merged into them."""
        merged = (
            self.sudo()
            .with_context(active_test=False)
            .search_fetch([("merged_into_id", "in", self._origin.ids)], ["merged_into_id"])
        )
        return {id_: id_ for id_ in self._origin.ids} | {record.id: record.merged_into_id.id for record in merged}

    @api.model
    def _safety_units_on(self, wanted):
        """Return {(enterprise id, day): unit id} for pairs of enterprise id and date: the roll of that day.

        One statement per distinct past day; before it entered the roll, an enterprise counts for its present unit.
        """
        wanted = set(wanted)
        enterprises = self.sudo().browse({id_ for id_, _day in wanted if id_})
        units = {}
        for day in {day for _id, day in wanted}:
            present = {enterprise.id: enterprise.unit_id.id for enterprise in enterprises}
            past = {}
            if day and any(day < enterprise.company_id._safety_today() for enterprise in enterprises):
                past = self._safety_roll_of(day, enterprises)
            units |= {(id_, when): past.get(id_) or present.get(id_) for id_, when in wanted if when == day}
        return units

    def _safety_roll_of(self, day, enterprises):
        """Return {enterprise id: unit id} of those of ``enterprises`` that were on the roll at the end of ``day``."""
        self.env["safety.enterprise.movement"].flush_model()
        query = SQL(
            "SELECT enterprise_id, unit_id FROM (%s) AS roll WHERE enterprise_id IN %s",
            self._safety_members_sql(day),
            tuple(enterprises.ids),
        )
        return dict(self.env.execute_query(query))

    # ---- actions -----------------------------------------------------------------------------------------------------

    def action_start_inspection(self):
        """Open the inspection screen on the enterprise; an unfinished inspection is gone on with."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.client"]._for_xml_id("street_safety_inspection.safety_inspection_action_visit")
        return {**action, "params": {"enterprise_id": self.id}}

    def action_open_inspections(self):
        """Open the inspections of the enterprise."""
        return self._action_of("street_safety_inspection.safety_inspection_action")

    def action_open_hazards(self):
        """Open the hazards of the enterprise, the open ones first."""
        return self._action_of("street_safety_inspection.safety_hazard_action", search_default_open=1)

    def _action_of(self, xmlid, **context):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(xmlid),
            "domain": [("enterprise_id", "in", list(self._safety_survivors()))],
            "context": {"default_enterprise_id": self.id, **context},
        }
