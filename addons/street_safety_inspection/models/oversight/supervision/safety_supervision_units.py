from odoo import api, fields, models
from odoo.exceptions import UserError

from .safety_supervision_line import WRONG

#: What reports to a work point, street or town.
PLACES = ("community", "village")


class SafetySupervision(models.Model):
    """One record for all communities of a work point: each stands there with what was verified and what deviates.

    Clause XT-3.1b: heads and deputies compare every month what the stationed cadres of their communities reported.
    """

    _inherit = "safety.supervision"

    unit_table = fields.Html(string="By unit", compute="_compute_unit_table", sanitize=False)
    can_load_units = fields.Boolean(compute="_compute_can_load_units")

    @api.depends("state", "subject", "target_unit_id", "needs_draw", "unit_id.type_id.is_territory")
    def _compute_can_load_units(self):
        for visit in self:
            visit.can_load_units = (
                visit.state == "draft"
                and visit.subject == "unit"
                and not visit.needs_draw
                and not visit.target_unit_id
                and visit.unit_id.type_id.is_territory
            )

    def _unit_rows(self, lines):
        """Return one dict for each unit of ``lines``: its name, and how many lines were verified, deviate, wait."""
        return [
            {
                "name": unit.sudo().name,
                "verified": len(own.filtered(lambda line: line.verdict == "fine")),
                "deviating": len(own.filtered(lambda line: line.verdict in WRONG)),
                "waiting": len(own.filtered(lambda line: not line.verdict)),
                "open": len(own.filtered(lambda line: line.state in ("open", "replied"))),
            }
            for unit, own in lines.grouped("unit_id").items()
        ]

    @api.depends("line_ids.verdict", "line_ids.unit_id", "line_ids.state")
    def _compute_unit_table(self):
        for visit in self:
            rows = visit._unit_rows(visit.line_ids)
            visit.unit_table = len(rows) > 1 and self.env["ir.qweb"]._render(
                "street_safety_inspection.supervision_unit_table", {"rows": rows, "draft": visit.state == "draft"}
            )

    def action_load_units(self):
        """Add the items of the form for each community below the supervising unit that has no line yet.

        :raises UserError: no community lies below it
        """
        self.ensure_one()
        self.check_access("write")
        units = self.env["safety.unit"].search(
            [("id", "child_of", self.unit_id.id), ("type_id.code", "in", PLACES)], order="sequence, id"
        )
        if not units:
            raise UserError(self.env._("No community lies below “%s”.", self.unit_id.name))
        # What the form laid out for the supervising unit itself says nothing of any community.
        self.line_ids.filtered(lambda line: line.unit_id == self.unit_id and not line.verdict).unlink()
        items = [command[2] for command in self._item_commands(self.checklist_id)]
        items = items or [{"name": self.env._("What was reported")}]
        missing = units - self.line_ids.unit_id
        first = len(self.line_ids) + 1
        self.line_ids.create(
            [
                {**item, "supervision_id": self.id, "unit_id": unit.id, "sequence": first + index}
                for index, (unit, item) in enumerate((unit, item) for unit in missing for item in items)
            ]
        )
        return True
