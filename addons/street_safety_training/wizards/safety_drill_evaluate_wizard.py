from odoo import fields, models


class SafetyDrillEvaluateWizard(models.TransientModel):
    """Say how a drill went: result and words, kept with the drill."""

    _name = "safety.drill.evaluate.wizard"
    _description = "Evaluate a drill"
    _inherit = ["safety.wizard"]

    drill_id = fields.Many2one("safety.drill", required=True, readonly=True, ondelete="cascade")
    findings = fields.Html(related="drill_id.findings")
    result = fields.Selection(
        [("good", "Goal reached"), ("partly", "Reached with faults"), ("failed", "Not reached")],
        required=True,
        default="good",
    )
    evaluation = fields.Text(string="What went well, what badly", required=True)
    improve = fields.Boolean(string="Enter improvements next", help="Opens a task that follows from the drill.")

    def action_evaluate(self):
        """Keep the evaluation; go on to the improvements where asked."""
        self.ensure_one()
        self.drill_id._evaluate(self.result, self.evaluation)
        return self.drill_id.action_add_improvement() if self.improve else {"type": "ir.actions.act_window_close"}
