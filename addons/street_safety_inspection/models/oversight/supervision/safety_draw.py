from odoo import api, fields, models


class SafetyDraw(models.Model):
    """A draw of units leads to supervisions, not to inspections."""

    _inherit = "safety.draw"

    supervision_ids = fields.One2many("safety.supervision", "draw_id", string="Supervisions", readonly=True)

    def _compute_progress(self):
        result = super()._compute_progress()
        for draw in self.filtered("supervision_ids"):
            draw.done_count = len(draw.line_ids.filtered(lambda line: line.state == "done"))
        return result


class SafetyDrawLine(models.Model):
    _inherit = "safety.draw.line"

    @api.depends("draw_id.supervision_ids.state", "draw_id.supervision_ids.target_unit_ids")
    def _compute_inspection(self):
        result = super()._compute_inspection()
        for line in self:
            visits = line._supervisions()
            if line.state == "waiting" and visits:
                line.state = "begun" if set(visits.mapped("state")) == {"draft"} else "done"
        return result

    def _supervisions(self):
        """Return the supervisions of what was drawn, void ones left out."""
        visits = self.sudo().draw_id.supervision_ids.filtered(lambda visit: visit.state != "void")
        if self.target_unit_id:
            return visits.filtered(lambda visit: self.target_unit_id in visit.target_unit_ids)
        return visits.filtered(lambda visit: self.enterprise_id in visit.enterprise_ids)

    def action_inspect(self):
        """Open the inspection of an enterprise, or the supervision of a unit."""
        self.ensure_one()
        if not self.target_unit_id:
            return super().action_inspect()
        self.check_access("read")
        made = self._supervisions()[:1]
        return {
            "type": "ir.actions.act_window",
            "res_model": "safety.supervision",
            "view_mode": "form",
            "res_id": made.id,
            "context": {
                "default_draw_id": self.draw_id.id,
                "default_unit_id": self.draw_id.unit_id.id,
                "default_target_unit_id": self.target_unit_id.id,
                "default_kind_id": self.env["safety.supervision.kind"]
                .search([("needs_draw", "=", True), ("subject", "=", "unit")], limit=1)
                .id,
            },
        }
