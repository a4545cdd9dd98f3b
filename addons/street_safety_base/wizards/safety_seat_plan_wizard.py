from odoo import api, fields, models
from odoo.exceptions import UserError


class SafetySeatPlanWizard(models.TransientModel):
    """Plan many seats at once: these posts, at these units or at every unit of these types."""

    _name = "safety.seat.plan.wizard"
    _description = "Plan seats"

    post_ids = fields.Many2many("safety.post", string="Posts", required=True)
    unit_type_ids = fields.Many2many("safety.unit.type", string="At every unit of type")
    unit_ids = fields.Many2many("safety.unit", string="At these units", help="Empty: every unit of the types chosen.")
    planned = fields.Integer(
        string="Planned seats", help="How many people each post should have in each unit. 0: the default of each post."
    )
    seat_count = fields.Integer(string="Seats planned by this", compute="_compute_seat_count")

    _planned_positive = models.Constraint("CHECK(planned >= 0)", "The number of planned seats cannot be negative.")

    @api.depends("post_ids", "unit_type_ids", "unit_ids")
    def _compute_seat_count(self):
        for wizard in self:
            units = wizard._units()
            posts = wizard.post_ids._origin
            wizard.seat_count = sum(unit.type_id in post.unit_type_ids for post in posts for unit in units)

    def _units(self):
        if self.unit_ids:
            return self.unit_ids._origin
        types = self.unit_type_ids or self.post_ids.unit_type_ids
        return self.env["safety.unit"].search([("type_id", "in", types.ids), ("date_end", "=", False)])

    def action_plan(self):
        """Plan the seats and show them. Needs the right to change seats, and to work in the units."""
        self.ensure_one()
        seats, units = self.env["safety.seat"], self._units()
        seats.check_access("create")
        self.env["safety.access"]._check(units, "act")
        planned = seats._plan(self.post_ids, units, self.planned or None)
        if not planned:
            raise UserError(self.env._("None of these posts exists at these units. Choose other units or posts."))
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_base.safety_seat_action")
        return {**action, "domain": [("id", "in", planned.ids)], "context": {}}
