from odoo import api, fields, models
from odoo.fields import Command


class SafetyHazardAssessWizard(models.TransientModel):
    """The major-hazard assistant: the street's criteria one by one; one that is met makes it major."""

    _name = "safety.hazard.assess.wizard"
    _description = "Assess a hazard"
    _inherit = ["safety.wizard"]

    hazard_id = fields.Many2one("safety.hazard", required=True, readonly=True)
    problem = fields.Char(related="hazard_id.name")
    enterprise_name = fields.Char(related="hazard_id.enterprise_id.name", string="Enterprise")
    line_ids = fields.One2many(
        "safety.hazard.assess.line",
        "wizard_id",
        string="Criteria",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    severity = fields.Selection(
        [("general", "General"), ("major", "Major")], string="Result", compute="_compute_severity"
    )
    reasons = fields.Text(help="What was seen; needed where no criterion is met.")

    @api.depends("hazard_id")
    def _compute_line_ids(self):
        for wizard in self:
            hazard = wizard.hazard_id
            criteria = self.env["safety.major.criterion"]._asked_of(hazard.enterprise_id, hazard._safety_day())
            wizard.line_ids = [Command.clear()] + [Command.create({"criterion_id": one.id}) for one in criteria]

    @api.depends("line_ids.is_met")
    def _compute_severity(self):
        for wizard in self:
            wizard.severity = "major" if any(wizard.line_ids.mapped("is_met")) else "general"

    def action_confirm(self):
        """Note the result; a criterion that is met makes the hazard major."""
        self.ensure_one()
        self.hazard_id._assess(self.severity, self.line_ids.filtered("is_met").criterion_id, self.reasons)
        return {"type": "ir.actions.act_window_close"}


class SafetyHazardAssessLine(models.TransientModel):
    """One criterion and its answer."""

    _name = "safety.hazard.assess.line"
    _description = "Criterion of the assessment"

    wizard_id = fields.Many2one("safety.hazard.assess.wizard", required=True, ondelete="cascade")
    # Not read-only: what is, the browser does not send back, and no assessment could be confirmed.
    criterion_id = fields.Many2one("safety.major.criterion", required=True)
    field_of = fields.Char(related="criterion_id.field_of")
    name = fields.Char(related="criterion_id.name", string="What makes it major")
    basis = fields.Char(related="criterion_id.basis")
    is_met = fields.Boolean(string="Met")
