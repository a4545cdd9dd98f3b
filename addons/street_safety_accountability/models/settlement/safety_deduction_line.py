from odoo import api, fields, models


class SafetyDeductionLine(models.Model):
    """What one person pays, or gets back, in one deduction run. Made by the run, never by hand."""

    _name = "safety.deduction.line"
    _description = "Deduction of a person"
    _inherit = ["safety.personal", "safety.scope.mixin"]
    _order = "run_id desc, user_id"
    _rec_name = "user_id"

    run_id = fields.Many2one(
        "safety.deduction", string="Deduction run", required=True, readonly=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(readonly=True)
    user_id = fields.Many2one("res.users", string="Person", required=True, readonly=True, index=True)
    amount = fields.Monetary(readonly=True, help="Negative: given back.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    count = fields.Integer(string="Penalties and refunds", readonly=True)
    penalty_ids = fields.One2many("safety.penalty", "line_id", string="Penalties", readonly=True)
    run_name = fields.Char(related="run_id.name", string="Run", help="Whoever stands in it reads its name.")
    state = fields.Selection(related="run_id.state")
    settled_on = fields.Date(related="run_id.settled_on")

    _person_uniq = models.Constraint("UNIQUE(run_id, user_id)", "A person stands once in a run.")

    @api.depends("user_id", "run_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.user_id.sudo().name or ''} · {line.run_id.sudo().name or ''}"

    def action_statement(self):
        """Print the person's statement."""
        self.check_access("read")
        return self.env.ref("street_safety_accountability.report_deduction_statement_action").report_action(self)
