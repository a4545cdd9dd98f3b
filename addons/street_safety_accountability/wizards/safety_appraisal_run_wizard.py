from odoo import fields, models


class SafetyAppraisalRunWizard(models.TransientModel):
    """Appraise all units of a scheme for a year: makes the missing appraisals, computes the drafts."""

    _name = "safety.appraisal.run.wizard"
    _description = "Run an appraisal"

    scheme_id = fields.Many2one(
        "safety.appraisal.scheme",
        required=True,
        default=lambda self: self.env["safety.appraisal.scheme"].search([], limit=1),
    )
    unit_type_id = fields.Many2one(related="scheme_id.unit_type_id", string="Appraises each")
    more_type_ids = fields.Many2many(related="scheme_id.more_type_ids", string="And each")
    period = fields.Selection(related="scheme_id.period")
    number = fields.Integer(
        string="Which period", required=True, default=1, help="Of the year: 1 to 12 for months, 1 to 4 for quarters."
    )
    year = fields.Integer(required=True, default=lambda self: self.env.company._safety_today().year)

    _year_sane = models.Constraint("CHECK(year BETWEEN 1950 AND 2200)", "Write the year with four digits.")

    def action_run(self):
        """Compute the appraisals and open them."""
        self.ensure_one()
        appraisals = self.env["safety.appraisal"]._generate(self.scheme_id, self.env.company, self.year, self.number)
        action = self.env["ir.actions.act_window"]._for_xml_id("street_safety_accountability.safety_appraisal_action")
        return {**action, "domain": [("id", "in", appraisals.ids)], "context": {}, "target": "main"}
