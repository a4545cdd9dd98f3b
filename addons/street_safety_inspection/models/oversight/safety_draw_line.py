from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetyDrawLine(models.Model):
    """One enterprise or unit that was drawn, with its inspectors. Written by the draw alone: nobody may change it."""

    _name = "safety.draw.line"
    _description = "Drawn"
    _order = "draw_id desc, rank, id"

    draw_id = fields.Many2one("safety.draw", required=True, index=True, ondelete="restrict", readonly=True)
    unit_id = fields.Many2one(related="draw_id.unit_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="draw_id.company_id", store=True, precompute=True)
    date = fields.Date(related="draw_id.date", store=True, precompute=True)
    rank = fields.Integer(string="No.", readonly=True)
    stratum = fields.Char(string="Group", readonly=True)
    enterprise_id = fields.Many2one("safety.enterprise", index="btree_not_null", ondelete="restrict", readonly=True)
    target_unit_id = fields.Many2one(
        "safety.unit", string="Drawn unit", index="btree_not_null", ondelete="restrict", readonly=True
    )
    name = fields.Char(string="Drawn", readonly=True, required=True)
    digest = fields.Char(string="SHA-256(seed ‖ id)", readonly=True, required=True)
    inspector_ids = fields.Many2many("res.users", string="Inspectors", readonly=True)
    inspection_ids = fields.One2many("safety.inspection", "draw_line_id", string="Inspections", readonly=True)
    inspection_id = fields.Many2one("safety.inspection", compute="_compute_inspection")
    state = fields.Selection(
        [("waiting", "To be inspected"), ("begun", "Being inspected"), ("done", "Inspected")],
        compute="_compute_inspection",
        search="_search_state",
    )

    _unique_rank = models.Constraint("UNIQUE(draw_id, rank)", "A rank is drawn once.")

    @api.depends("name", "draw_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.draw_id.name}: {line.name}"

    @api.depends("inspection_ids.state")
    def _compute_inspection(self):
        for line in self:
            made = line.sudo().inspection_ids.filtered(lambda one: one.state != "void")
            done = made.filtered(lambda one: one.state == "done")
            line.inspection_id = (done or made)[:1]
            line.state = "done" if done else "begun" if made else "waiting"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        lines = self.sudo().search([("draw_id.state", "=", "drawn")])
        return [("id", "in", lines.filtered(lambda line: line.state in value).ids)]

    def action_inspect(self):
        """Open the inspection of what was drawn, or begin it."""
        self.ensure_one()
        self.check_access("read")
        if not self.enterprise_id:
            raise UserError(self.env._("“%s” is a unit: write its supervision, not an inspection.", self.name))
        return self.inspection_id._open_or_begin(self.enterprise_id, self.inspector_ids, draw_line_id=self.id)
