from odoo import api, fields, models


class SafetyUnit(models.Model):
    """The page of a unit holds its dated situation notes and the open points with the next day to follow them up.

    Clauses BF-1.1.2a, BF-1.3.2a, ZF-2.3b, ZF-3.2b.
    """

    _inherit = "safety.unit"

    note_count = fields.Integer(string="Situation notes", compute="_compute_notes")
    last_note_on = fields.Date(string="Last note on", compute="_compute_notes")
    open_point_count = fields.Integer(string="Open points", compute="_compute_notes")
    next_follow_up = fields.Date(string="Next follow-up", compute="_compute_notes")

    def _note_domain(self):
        return [("type_id.on_unit_page", "=", True), ("state", "=", "done"), ("unit_id", "in", self.ids)]

    def _point_domain(self):
        return [
            ("parent_id.type_id.on_unit_page", "=", True),
            ("state", "=", "draft"),
            ("parent_id.unit_id", "in", self.ids),
        ]

    @api.depends_context("uid")
    def _compute_notes(self):
        """Two queries for any number of units; everybody counts what they see."""
        records = self.env["safety.record"]
        notes = {
            unit: (count, last)
            for unit, count, last in records._read_group(self._note_domain(), ["unit_id"], ["__count", "date:max"])
        }
        points = {}
        groups = records._read_group(self._point_domain(), ["parent_id"], ["__count", "date_due:min"])
        for note, count, due in groups:
            before, first = points.get(note.unit_id, (0, False))
            points[note.unit_id] = (before + count, min(filter(None, (first, due)), default=False))
        for unit in self:
            unit.note_count, unit.last_note_on = notes.get(unit._origin, (0, False))
            unit.open_point_count, unit.next_follow_up = points.get(unit._origin, (0, False))

    def action_open_notes(self):
        """Open the situation notes of the unit."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_record_action")
        kind = self.env["safety.record.type"].search([("on_unit_page", "=", True)], limit=1)
        domain = [("type_id.on_unit_page", "=", True), ("unit_id", "=", self.id)]
        context = {"default_unit_id": self.id, "default_type_id": kind.id}
        return {**action, "domain": domain, "context": context, "display_name": self.env._("Situation notes")}

    def action_open_points(self):
        """Open what is still open of the unit's analyses, next due first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_task_action")
        return {**action, "display_name": self.env._("Open points"), "domain": self._point_domain(), "context": {}}
