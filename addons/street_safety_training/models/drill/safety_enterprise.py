from collections import Counter

from odoo import api, fields, models

COUNTED = ("held", "evaluated")


class SafetyEnterprise(models.Model):
    """The drills an enterprise took part in."""

    _inherit = "safety.enterprise"

    drill_count = fields.Integer(string="Drills", compute="_compute_drill_count")
    last_drill_date = fields.Date(string="Last drill", compute="_compute_drill_count")

    @api.depends_context("uid")
    def _compute_drill_count(self):
        survivors = self._safety_survivors()
        groups = self.env["safety.drill"]._read_group(
            [("enterprise_ids", "in", list(survivors)), ("state", "in", COUNTED)],
            ["enterprise_ids"],
            ["__count", "date:max"],
        )
        counts, last = Counter(), {}
        for firm, count, day in groups:
            if survivor := survivors.get(firm.id):
                counts[survivor] += count
                last[survivor] = max(day, last.get(survivor, day))
        for firm in self:
            firm.drill_count = counts[firm._origin.id]
            firm.last_drill_date = last.get(firm._origin.id)

    def action_open_drills(self):
        """Open the drills the enterprise took part in or is planned for."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_training.safety_drill_action")
        context = {"default_unit_id": self.unit_id.id, "default_enterprise_ids": [(6, 0, self.ids)]}
        return {**action, "domain": [("enterprise_ids", "in", self.ids)], "context": context}

    def _portal_file(self):
        drills = self.env["safety.drill"].sudo()
        mine = drills.search([("enterprise_ids", "in", self.ids), ("state", "!=", "void")], limit=10)
        labels = dict(drills._fields["state"]._description_selection(self.env))
        return {
            **super()._portal_file(),
            "drills": [
                {
                    "name": drill.name,
                    "date": drill.date,
                    "place": drill.place or "",
                    "state": drill.state,
                    "state_label": labels[drill.state],
                }
                for drill in mine
            ],
        }
