from odoo import fields, models


class SafetyPost(models.Model):
    """What the regulations in force ask of a post: clauses that bind it, and rules that count it."""

    _inherit = "safety.post"

    clause_ids = fields.Many2many(
        "safety.clause",
        "safety_clause_safety_post_rel",
        "safety_post_id",
        "safety_clause_id",
        string="Clauses that bind it",
        domain=[("regulation_id.state", "=", "in_force")],
        readonly=True,
    )
    duty_rule_ids = fields.Many2many(
        "safety.duty.rule",
        "safety_duty_rule_safety_post_rel",
        "safety_post_id",
        "safety_duty_rule_id",
        string="Duties of the post",
        domain=[("regulation_id.state", "=", "in_force")],
        readonly=True,
    )
