from odoo import api, fields, models
from odoo.tools import format_list


class SafetyUnitDissolveWizard(models.TransientModel):
    """Dissolve a unit: its last day, and the unit that takes over what lies in it."""

    _name = "safety.unit.dissolve.wizard"
    _description = "Dissolve a unit"

    unit_id = fields.Many2one("safety.unit", required=True, readonly=True)
    company_id = fields.Many2one(related="unit_id.company_id")
    date = fields.Date(string="Last day", required=True, default=lambda self: self.env.company._safety_today())
    successor_id = fields.Many2one(
        "safety.unit",
        domain="[('company_id', '=', company_id), ('id', '!=', unit_id), ('date_end', '=', False)]",
        help="Takes the enterprises of the unit, with a dated movement each.",
    )
    appointment_count = fields.Integer(string="Appointments that end", compute="_compute_counts")
    child_names = fields.Char(string="Units still below", compute="_compute_counts")

    @api.depends("unit_id")
    def _compute_counts(self):
        for wizard in self:
            wizard.appointment_count = len(wizard.unit_id.appointment_ids.filtered("is_current"))
            below = wizard.unit_id.child_ids.filtered(lambda unit: not unit.date_end)
            wizard.child_names = format_list(self.env, below.mapped("name"))

    def action_confirm(self):
        """Dissolve the unit. Needs the right to change units, and to approve there."""
        self.ensure_one()
        self.env["safety.access"]._check(self.unit_id | self.successor_id, "approve")
        self.unit_id._dissolve(self.date, self.successor_id)
        return {"type": "ir.actions.act_window_close"}
