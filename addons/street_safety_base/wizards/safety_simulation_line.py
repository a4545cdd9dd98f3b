from odoo import fields, models


class SafetySimulationLine(models.TransientModel):
    """One rule, post and month of a simulation."""

    _name = "safety.simulation.line"
    _description = "Result of a simulation"
    _order = "month, post_id, rule_id"

    simulation_id = fields.Many2one("safety.simulation", required=True, index=True, ondelete="cascade")
    rule_id = fields.Many2one("safety.duty.rule", string="Duty rule", ondelete="cascade")
    post_id = fields.Many2one("safety.post", ondelete="cascade")
    month = fields.Date()
    duties = fields.Integer()
    seats = fields.Integer(string="Units", aggregator="max")
    met = fields.Integer()
    late = fields.Integer(string="Of these late")
    missed = fields.Integer()
